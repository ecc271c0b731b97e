using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>What one source said last.</summary>
/// <typeparam name="T">What it tells.</typeparam>
/// <param name="Source">Its name in the configuration.</param>
/// <param name="Items">The last it told; nothing when it never answered.</param>
/// <param name="ObservedAt">When it told it; null when it never answered.</param>
/// <param name="Problem">Why it did not answer this time; null when it did.</param>
public sealed record SourceReading<T>(string Source, ImmutableArray<T> Items, DateTimeOffset? ObservedAt, string? Problem)
{
    /// <summary>Whether it did not answer this time: its items are the last known.</summary>
    public bool IsSilent => Problem is not null || ObservedAt is null;
}
