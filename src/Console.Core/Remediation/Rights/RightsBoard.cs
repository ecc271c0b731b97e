using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>What the console's own account may do in each cluster, held against what it needs.</summary>
/// <param name="Clusters">Every configured cluster, in the order of the configuration.</param>
public sealed record RightsBoard(ImmutableArray<OwnRights> Clusters)
{
    /// <summary>How old an answer may become before it is no longer one of now: more than two rounds.</summary>
    public static TimeSpan StaleAfter { get; } = TimeSpan.FromMinutes(25);
}

/// <summary>The console's own rights in one cluster.</summary>
/// <param name="Cluster">The cluster's name in the configuration.</param>
public sealed record OwnRights(string Cluster)
{
    /// <summary>When the cluster answered last; null when it never did.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Why it did not answer when it was last asked; null when it did.</summary>
    public string? Problem { get; init; }

    /// <summary>How many rights the profiles, the watches and acting in people's names need.</summary>
    public int Needed { get; init; }

    /// <summary>What of it the cluster denies: for each a thing that will not work.</summary>
    public ImmutableArray<RightFinding> Lacks { get; init; } = [];

    /// <summary>What the account may do beyond what it needs, the worst first.</summary>
    public ImmutableArray<RightFinding> Beyond { get; init; } = [];

    /// <summary>Why the list of what it may do beyond may have gaps; null when the cluster says it is whole. From outside: encode it.</summary>
    public string? Gaps { get; init; }

    /// <summary>Whether this can still be believed.</summary>
    /// <param name="now">The time.</param>
    public bool IsStale(DateTimeOffset now) => Problem is not null || AskedAt is not { } at || now - at > RightsBoard.StaleAfter;
}

/// <summary>A right that is missing, or that is too much.</summary>
/// <param name="Words">The right: <c>delete leases in pay</c>. Names in it may come from the cluster: encode it.</param>
/// <param name="Because">What it is needed for, or why it should not be there.</param>
/// <param name="IsGrave">Whether it can do harm: it changes something, or reads secrets.</param>
public sealed record RightFinding(string Words, string Because, bool IsGrave);
