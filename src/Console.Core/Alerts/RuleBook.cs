using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>The rule groups of all sources as last told. One writer; readers take what is there.</summary>
public sealed class RuleBook
{
    private volatile Page page = new([], false);

    /// <summary>What each source said last, and since when it says nothing.</summary>
    public ImmutableArray<SourceReading<RuleGroup>> Readings => page.Readings;

    /// <summary>All groups, of silent sources too.</summary>
    public ImmutableArray<RuleGroup> Current => [.. Readings.SelectMany(reading => reading.Items)];

    /// <summary>Whether they were read yet: before, no pending alert is known.</summary>
    internal bool IsRead => page.IsRead;

    internal void Write(ImmutableArray<SourceReading<RuleGroup>> readings) => page = new Page(readings, true);

    private sealed record Page(ImmutableArray<SourceReading<RuleGroup>> Readings, bool IsRead);
}
