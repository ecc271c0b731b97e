using System.Collections.Immutable;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Access;

/// <summary>
/// Reads <c>access.yaml</c>. The answer is all grants, or all that is wrong, each with <c>access.yaml:LINE:COLUMN field</c>: half a list of
/// rights is never used.
/// </summary>
public static class AccessReader
{
    private const int LongestName = 256;
    private static readonly YamlKind Kind = new("the list of grants", "grants", "grants: and a list of them, each with a role and its groups or users");

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    public static Result<ImmutableArray<Grant>> Read(string path)
    {
        var shown = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            return new Problem(shown, $"there is no file {path}, and without grants nobody may do anything: write it, or set Access:File to where it is");
        }

        return YamlFile.Bytes(path, shown).Match(bytes => Read(shown, bytes), problems => problems);
    }

    /// <summary>Reads its content.</summary>
    /// <param name="file">The file as people see it.</param>
    /// <param name="content">What is in it.</param>
    public static Result<ImmutableArray<Grant>> Read(string file, ReadOnlySpan<byte> content) => YamlFile.Read(file, content, Kind, top =>
    {
        ImmutableArray<Grant> grants = [.. top.Groups("grants").Select(grant => ReadGrant(file, grant))];
        if (!top.Has("grants"))
        {
            top.Wrong("grants", "is missing or empty, and without grants nobody may do anything: write for example - {role: admin, groups: [ops-admins]}");
        }
        else if (grants.IsEmpty)
        {
            top.Wrong("grants", "holds no grant: write for example - {role: admin, groups: [ops-admins]}");
        }

        top.RefuseTheRest();
        return grants;
    });

    private static Grant ReadGrant(string file, FieldReader field)
    {
        var known = Roles.Find(field.Peek("role") ?? string.Empty);
        field.Choice("role", [.. Roles.Names]);
        var role = known ?? Role.Viewer;
        var groups = field.Texts("groups", WrongName);
        var users = field.Texts("users", WrongName);
        if (!field.Has("groups") && !field.Has("users"))
        {
            field.Wrong("is for nobody: write groups: [NAME] or users: [SUBJECT]");
        }

        RefuseEmptyList(field, "groups", groups, "leave the field away, or name a group");
        RefuseEmptyList(field, "users", users, "leave the field away, or name a subject");

        // A list that became empty by a slip must not mean "all".
        var systems = field.Texts("systems", WrongSystem);
        RefuseEmptyList(field, "systems", systems, "leave the field away for all systems, or name one");
        var actions = field.Texts("actions", name => known is null ? null : WrongAction(name, role, isNarrowed: field.Has("systems")));
        RefuseEmptyList(field, "actions", actions, $"leave the field away for all that {role.Word()} may do, or name one");
        if (known is not null && field.Has("systems") && !IsNarrowable(role))
        {
            field.Wrong("systems", $"what sets {role.Word()} apart is done to no system: leave systems away");
        }

        field.RefuseTheRest();
        return new Grant(role, groups, users, systems, actions, $"{file}:{field.Place.Line}");
    }

    private static void RefuseEmptyList(FieldReader field, string name, ImmutableArray<string> list, string right)
    {
        if (list.IsEmpty && field.IsEmptyList(name))
        {
            field.Wrong(name, $"is an empty list: {right}");
        }
    }

    private static bool IsNarrowable(Role role) =>
        role is Role.Viewer || Actions.All.Any(action => action.IsOnSystem && !action.IsEverybodys && action.Roles.Contains(role));

    private static string? WrongName(string name) => name.Length > LongestName ? $"is longer than {LongestName} characters"
        : name.Trim() != name || name.Any(char.IsControl) ? $"'{FieldReader.Short(name)}' begins or ends with a space, or holds a control character"
        : null;

    private static string? WrongSystem(string id) => FieldReader.WrongObjectName(id) is null
        ? null
        : $"'{FieldReader.Short(id)}' can't be a system's id: write the name of its profile without .yaml; leave systems away for all";

    private static string? WrongAction(string name, Role role, bool isNarrowed)
    {
        var may = Actions.All.Where(action => action.Roles.Contains(role)).Select(action => action.Name).ToList();
        if (Actions.Find(name) is not { } action)
        {
            var advice = NearestName.To(name, Actions.All.Select(known => known.Name)) is { } meant ? $"did you mean '{meant}'? " : string.Empty;
            return $"'{FieldReader.Short(name)}' is not known; {advice}{role.Word()} may {string.Join(", ", may)}";
        }

        return !may.Contains(name) ? $"'{name}' is nothing that {role.Word()} may do: it needs {action.RolesInWords()}; {role.Word()} may {string.Join(", ", may)}"
            : isNarrowed && !action.IsOnSystem && !action.IsEverybodys ? $"'{name}' is done to no system: grant it without systems"
            : null;
    }
}
