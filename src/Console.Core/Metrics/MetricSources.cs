using System.Collections.Immutable;

namespace OpsConsole.Metrics;

/// <summary>The configured metric sources; profiles name the one that answers their PromQL.</summary>
/// <param name="All">In the order of the configuration.</param>
public sealed record MetricSources(ImmutableArray<IMetricSource> All)
{
    /// <summary>A source by its name; the first one when no name is given; null when there is none.</summary>
    /// <param name="name">The name in the profile.</param>
    public IMetricSource? Find(string? name) => name is null
        ? All.FirstOrDefault()
        : All.FirstOrDefault(source => source.Name == name);
}
