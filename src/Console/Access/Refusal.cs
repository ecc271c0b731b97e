namespace OpsConsole.Access;

/// <summary>Somebody may not do something, in words for them.</summary>
/// <param name="Person">Who.</param>
/// <param name="Action">What.</param>
/// <param name="System">On which system; null for none.</param>
/// <param name="Reason">Why not.</param>
public sealed record Refusal(Person Person, GuardedAction Action, string? System, string Reason)
{
    /// <summary>The refusal in a line: <c>You may not delete a lease on billing</c>.</summary>
    public string Title => $"You may not {Action.Words}{(System is null ? null : $" on {System}")}";

    /// <summary>The whole of it: why, and who can change it.</summary>
    public string Words => $"{Sentence(Reason, Action)} {Advice(Person, Action, System)}";

    /// <summary>A reason as a sentence. The name of an action stays as it is written elsewhere.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="action">What was asked for.</param>
    public static string Sentence(string reason, GuardedAction action)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(action);
        return $"{(reason.StartsWith(action.Name, StringComparison.Ordinal) ? reason : $"{char.ToUpperInvariant(reason[0])}{reason[1..]}")}.";
    }

    /// <summary>Who can give what is missing.</summary>
    /// <param name="person">Who lacks it; null when nobody is signed in.</param>
    /// <param name="action">What for.</param>
    /// <param name="system">On which system; null for none.</param>
    public static string Advice(Person? person, GuardedAction action, string? system) => person switch
    {
        null => "Sign in first.",
        { TokenRoles: not null } => "If you may do it yourself, make a token for it; else ask an admin.",
        _ => $"Ask an admin for {(action.IsEverybodys ? "a role" : action.RolesInWords())}{(system is null ? null : $" on {system}")}: they are granted in access.yaml.",
    };
}
