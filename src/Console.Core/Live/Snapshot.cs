namespace OpsConsole.Live;

/// <summary>How far what is shown can be trusted.</summary>
public enum Freshness
{
    /// <summary>Observed within the time the section allows, and the last attempt succeeded.</summary>
    Live,

    /// <summary>Once observed, but the last attempt failed or is too long ago.</summary>
    Stale,

    /// <summary>Never observed.</summary>
    Unknown,
}

/// <summary>What a section of the live state knew at one version. Immutable: readers share it.</summary>
/// <typeparam name="T">The section's content.</typeparam>
/// <param name="Version">Grows by one with every observation or failure.</param>
/// <param name="Value">The last content that was observed; null when none ever was.</param>
/// <param name="ObservedAt">When <paramref name="Value"/> was observed.</param>
/// <param name="Problem">Why the last attempt failed; null when it succeeded.</param>
/// <param name="ProblemSince">When the first of the failures in a row happened.</param>
public sealed record Snapshot<T>(long Version, T? Value, DateTimeOffset? ObservedAt, string? Problem, DateTimeOffset? ProblemSince)
    where T : class
{
    /// <summary>Judges the content's age.</summary>
    /// <param name="now">The time of the judgement.</param>
    /// <param name="staleAfter">The age from which content is stale even without a failure.</param>
    public Freshness FreshnessAt(DateTimeOffset now, TimeSpan staleAfter) => ObservedAt is not { } at ? Freshness.Unknown
        : Problem is null && now - at <= staleAfter ? Freshness.Live
        : Freshness.Stale;
}
