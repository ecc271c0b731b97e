namespace OpsConsole.Access;

/// <summary>Roles as people write them: in <c>access.yaml</c>, on the command line, in sentences.</summary>
public static class Roles
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Role> All { get; } = Enum.GetValues<Role>();

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(Word)];

    /// <summary>A role's name: <c>operator</c>.</summary>
    /// <param name="role">The role.</param>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The role with a name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public static Role? Find(string name) => All.Where(role => role.Word() == name).Select(role => (Role?)role).FirstOrDefault();
}
