namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Whether a write changes anything.</summary>
internal enum WriteMode
{
    /// <summary>A rehearsal: the cluster checks and answers as if, and changes nothing.</summary>
    DryRun,

    /// <summary>For real.</summary>
    Real,
}

/// <summary>How a write is made.</summary>
/// <param name="Mode">Rehearsed or for real.</param>
/// <param name="Person">In whose name; null for the console's own.</param>
internal sealed record WriteTerms(WriteMode Mode, ActAs? Person)
{
    /// <summary>How long it may take; after that nobody knows whether it was done.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>What a write was answered.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Warnings">What the cluster warns of beside it; from outside: encode it.</param>
internal sealed record WriteAnswer<T>(T Value, System.Collections.Immutable.ImmutableArray<string> Warnings);
