namespace OpsConsole.Access;

/// <summary>Whether somebody may do something, and why.</summary>
/// <param name="IsAllowed">The answer.</param>
/// <param name="Reason">A sentence: which grant allows it, or which one is missing (<c>operator is granted on billing, not on ledger</c>).</param>
/// <param name="By">The grant that allows it; null when nothing does.</param>
public sealed record Decision(bool IsAllowed, string Reason, Grant? By);
