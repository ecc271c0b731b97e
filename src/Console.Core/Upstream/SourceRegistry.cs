using System.Collections.Immutable;
using OpsConsole.Sources;

namespace OpsConsole.Upstream;

/// <summary>Every configured upstream with its health, as the console's own requests show it.</summary>
public sealed class SourceRegistry
{
    private readonly ImmutableArray<SourceMeter> meters;

    internal SourceRegistry(ImmutableArray<SourceMeter> meters) => this.meters = meters;

    /// <summary>The health of each, in the order of the configuration: Prometheus, Alertmanager, Kubernetes.</summary>
    public ImmutableArray<SourceStatus> Statuses => [.. meters.Select(meter => meter.Status)];
}
