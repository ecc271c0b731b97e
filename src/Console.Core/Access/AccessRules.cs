using System.Collections.Immutable;

namespace OpsConsole.Access;

/// <summary>Decides by a list of grants that never changes. What is not granted is refused; no grant takes anything away.</summary>
/// <param name="grants">The grants, in the order they were written.</param>
public sealed class AccessRules(ImmutableArray<Grant> grants) : IAccessRules
{
    private static readonly Decision NoPerson = new(false, "the console does nothing guarded of its own accord: a person must ask for it", null);

    // Whoever sits there holds the database and the keys: a refusal would protect nothing, and what they do is recorded.
    private static readonly Decision OwnMachine = new(true, "the command line of the console's own machine may keep the console's own house", null);

    /// <summary>Rules by which nobody may do anything.</summary>
    public static AccessRules Nobody { get; } = new([]);

    /// <summary>The grants.</summary>
    public ImmutableArray<Grant> Grants => grants;

    /// <inheritdoc/>
    public Decision Decide(Person person, GuardedAction action, string? system = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(action);
        if (person.Method is SignInMethod.Console)
        {
            return NoPerson;
        }

        if (person.Method is SignInMethod.CommandLine && !action.IsOnSystem)
        {
            return OwnMachine;
        }

        ImmutableArray<Grant> theirs = [.. grants.Where(grant => grant.IsFor(person))];
        return theirs.FirstOrDefault(grant => grant.Gives(action, system)) is not { } grant ? new Decision(false, Missing(person, theirs, action, system), null)
            : person.TokenRoles is { } narrowed && !narrowed.Any(action.Roles.Contains) ? new Decision(false, TokenLacks(narrowed, action), null)
            : new Decision(true, grant.InWords(person), grant);
    }

    private static string Missing(Person person, ImmutableArray<Grant> theirs, GuardedAction action, string? system)
    {
        if (theirs.IsEmpty)
        {
            return NothingGranted(person);
        }

        var ofRole = theirs.Where(grant => action.Roles.Contains(grant.Role)).ToList();
        if (ofRole.Count == 0)
        {
            return $"{action.Name} needs {action.RolesInWords()}; you have {Words(theirs)}";
        }

        var ofAction = ofRole.Where(grant => grant.Covers(action)).ToList();
        if (ofAction.Count == 0)
        {
            var only = ofRole.SelectMany(grant => grant.Actions).Distinct(StringComparer.Ordinal);
            return $"{Words(ofRole)} is granted to you for {Phrases.List(only, "and")} only, not for {action.Name}";
        }

        var systems = Phrases.List(ofAction.SelectMany(grant => grant.Systems).Distinct(StringComparer.Ordinal), "and");
        return system is not null && action.IsOnSystem
            ? $"{Words(ofAction)} is granted on {systems}, not on {system}"
            : $"{Words(ofAction)} is granted on {systems} only, and {action.Name} {(action.IsOnSystem ? "on no known system" : "as a whole")} needs it on all systems";
    }

    private static string NothingGranted(Person person) => person.Groups.IsEmpty
        ? "no role is granted to you, and you are in no group: ask an admin to name you or a group of yours in access.yaml"
        : "no role is granted to you: ask an admin to add one of your groups to access.yaml";

    private static string TokenLacks(ImmutableArray<Role> narrowed, GuardedAction action) => narrowed.IsEmpty
        ? "this token is narrowed to no role at all"
        : $"this token is narrowed to {Phrases.List(narrowed.Distinct().Order().Select(role => role.Word()), "and")}; {action.Name} needs {action.RolesInWords()}";

    private static string Words(IEnumerable<Grant> grants) => Phrases.List(grants.Select(grant => grant.Role).Distinct().Order().Select(role => role.Word()), "and");
}
