namespace OpsConsole.Sandbox.Kubernetes.Access;

/// <summary>Whether, and by which binding when it is a role's doing.</summary>
internal sealed record Ruling(bool Allowed, string? Reason);

/// <summary>Judges attempts by the roles. Members of system:masters may do everything.</summary>
internal static class Authorization
{
    public static Ruling Judge(Person person, Attempt attempt)
    {
        if (person.IsIn(Person.Masters)) return new(true, null);
        var role = RolesOf(person).FirstOrDefault(r => r.Rules.Any(rule => rule.Allows(attempt)));
        return role is null ? new(false, null)
            : new(true, $"RBAC: allowed by ClusterRoleBinding \"{role.Name}\" of ClusterRole \"{role.Name}\" to Group \"{role.Group}\"");
    }

    /// <summary>Null when allowed.</summary>
    public static ApiStatus? Refuse(Person person, Attempt attempt) => Judge(person, attempt).Allowed ? null : attempt.Refuse(person);

    /// <summary>Every rule that counts for a person.</summary>
    public static IEnumerable<Rule> RulesOf(Person person) => person.IsIn(Person.Masters)
        ? [new(["*"], ["*"], ["*"]), new(["*"], [], []) { Paths = ["*"] }, .. RolesOf(person).SelectMany(r => r.Rules)]
        : RolesOf(person).SelectMany(r => r.Rules);

    private static IEnumerable<Role> RolesOf(Person person) => Roles.All.Where(r => person.IsIn(r.Group));
}
