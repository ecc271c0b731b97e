using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OpsConsole.Access;

namespace OpsConsole.Audit;

/// <summary>How far something went.</summary>
public enum AuditStage
{
    /// <summary>Asked for.</summary>
    Requested,

    /// <summary>Refused by the console: no grant, a guard, a wrong password.</summary>
    Denied,

    /// <summary>Agreed to by a second person.</summary>
    Approved,

    /// <summary>About to be done: committed before anything is.</summary>
    Started,

    /// <summary>Done, and seen to be.</summary>
    Succeeded,

    /// <summary>Not done, or without effect.</summary>
    Failed,

    /// <summary>Nobody can tell.</summary>
    Unknown,

    /// <summary>Taken back.</summary>
    Undone,
}

/// <summary>Something that happened, to be recorded. No part of it may hold a secret.</summary>
public sealed record AuditEvent
{
    /// <summary>Who.</summary>
    public required Person Actor { get; init; }

    /// <summary>What, by the name of the action: <c>sign-in</c>, <c>lease-delete</c>.</summary>
    public required string Action { get; init; }

    /// <summary>How far it went.</summary>
    public required AuditStage Stage { get; init; }

    /// <summary>The system it was done to; null for none.</summary>
    public string? System { get; init; }

    /// <summary>What it was done to, in words: <c>pay/billing-lock</c>.</summary>
    public string? Target { get; init; }

    /// <summary>Its parameters.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Why, in the person's own words, or why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>What was seen: texts, whole numbers, booleans, nulls, lists and groups of these. Other numbers are written as text.</summary>
    public JsonObject? Evidence { get; init; }

    /// <summary>The plan it is bound to; null for none.</summary>
    public string? PlanHash { get; init; }

    /// <summary>What joins the entries of one affair; null: an affair of its own.</summary>
    public string? Correlation { get; init; }
}

/// <summary>An entry that is stored for good.</summary>
/// <param name="Sequence">Its place in the chain, from 1, without a gap.</param>
/// <param name="At">When the chain took it.</param>
/// <param name="Hash">Its hash, 64 lower case hexadecimal digits.</param>
/// <param name="Correlation">What joins it to others.</param>
public sealed record AuditReceipt(long Sequence, DateTimeOffset At, string Hash, string Correlation);

/// <summary>The record: appended to, and nothing else.</summary>
public interface IAuditLog
{
    /// <summary>Records. When the task ends well, the entry is committed and on the disk; an action that must be on record waits for that first.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="cancellation">Ends the wait; the entry may be recorded all the same.</param>
    /// <returns>The receipt, or why it could not be recorded: then the action must not be done.</returns>
    Task<Result<AuditReceipt>> AppendAsync(AuditEvent happened, CancellationToken cancellation);
}
