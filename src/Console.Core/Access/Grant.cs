using System.Collections.Immutable;

namespace OpsConsole.Access;

/// <summary>One line of <c>access.yaml</c>: a role for some people, perhaps on some systems and for some actions only.</summary>
/// <param name="Role">The role.</param>
/// <param name="Groups">For everybody in one of these groups.</param>
/// <param name="Users">And for these subjects.</param>
/// <param name="Systems">On these systems only; empty: on all.</param>
/// <param name="Actions">For these actions only; empty: for all that the role may do.</param>
/// <param name="Place">Where it is written: <c>access.yaml:12</c>.</param>
public sealed record Grant(
    Role Role, ImmutableArray<string> Groups, ImmutableArray<string> Users, ImmutableArray<string> Systems, ImmutableArray<string> Actions, string Place)
{
    /// <summary>Whether it is for a person.</summary>
    /// <param name="person">The person.</param>
    public bool IsFor(Person person) => Users.Contains(person.Subject) || Groups.Any(person.Groups.Contains);

    /// <summary>Whether it gives an action to those it is for.</summary>
    /// <param name="action">The action.</param>
    /// <param name="system">The system's id; null when it is done to none.</param>
    public bool Gives(GuardedAction action, string? system)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Roles.Contains(Role) && Covers(action) && Reaches(action, system);
    }

    /// <summary>Whether the action is one of those it is narrowed to.</summary>
    /// <param name="action">The action.</param>
    public bool Covers(GuardedAction action) => Actions.IsEmpty || Actions.Contains(action.Name);

    // Narrowed to systems, it reaches those alone. What every role may do and is done to no system (to see) is not narrowed by systems;
    // what only some may (to read the audit) would be more than the systems it names: it needs a grant on all.
    private bool Reaches(GuardedAction action, string? system) =>
        Systems.IsEmpty || (action.IsOnSystem ? system is not null && Systems.Contains(system) : action.IsEverybodys);

    /// <summary>The grant in a sentence: <c>operator is granted to ops-operators on billing by access.yaml:12</c>.</summary>
    /// <param name="person">Whom to say it of.</param>
    public string InWords(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var whom = Users.Contains(person.Subject) ? person.Subject : Groups.FirstOrDefault(person.Groups.Contains) ?? "others";
        return $"{Role.Word()} is granted to {whom}{(Systems.IsEmpty ? null : $" on {Phrases.List(Systems, "and")}")} by {Place}";
    }

    /// <summary>Every part of it in one line, to tell whether two are the same.</summary>
    internal string InFull() =>
        $"{Place} {Role.Word()} groups[{string.Join('\n', Groups)}] users[{string.Join('\n', Users)}] systems[{string.Join(',', Systems)}] actions[{string.Join(',', Actions)}]";
}
