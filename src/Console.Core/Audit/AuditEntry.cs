using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace OpsConsole.Audit;

/// <summary>An entry as it is stored: what happened, its place in the chain, its hash.</summary>
public sealed record AuditEntry
{
    /// <summary>Its place, from 1, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the chain took it, to the microsecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who, for ever the same.</summary>
    public required string Subject { get; init; }

    /// <summary>Who, to show.</summary>
    public required string Name { get; init; }

    /// <summary>How they signed in: <c>oidc</c>, <c>proxy</c>, <c>local</c>, <c>token</c>, <c>commandLine</c>, <c>console</c>.</summary>
    public required string Method { get; init; }

    /// <summary>From where; null when unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What, by the name of the action.</summary>
    public required string Action { get; init; }

    /// <summary>How far it went.</summary>
    public required AuditStage Stage { get; init; }

    /// <summary>The system; null for none.</summary>
    public string? System { get; init; }

    /// <summary>The target; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>The parameters.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Why; null when nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>What was seen; null for nothing.</summary>
    public JsonObject? Evidence { get; init; }

    /// <summary>The plan it is bound to; null for none.</summary>
    public string? PlanHash { get; init; }

    /// <summary>What joins the entries of one affair.</summary>
    public required string Correlation { get; init; }

    /// <summary>The key that its hash was made with.</summary>
    public required string KeyId { get; init; }

    /// <summary>The hash of the entry before it; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Its hash: HMAC-SHA-256 over its canonical form, 64 lower case hexadecimal digits.</summary>
    public required string Hash { get; init; }
}
