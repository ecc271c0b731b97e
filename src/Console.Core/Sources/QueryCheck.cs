using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Sources;

/// <summary>
/// Asks each profile's expressions once whenever the profiles change, and keeps those that the source refuses: a PromQL error in a
/// profile is a fault with file and field, not an empty chart.
/// </summary>
internal sealed class QueryCheck(LiveState live, MetricSources sources, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>Profiles with expressions that their source refuses.</summary>
    public ImmutableArray<ProfileFault> Refused { get; private set; } = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var seen in live.Systems.WatchAsync(stoppingToken).ConfigureAwait(false))
        {
            if (seen.Value is { } catalog)
            {
                await CheckAsync(catalog, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        var faults = ImmutableArray.CreateBuilder<ProfileFault>();
        foreach (var system in catalog.Systems)
        {
            var problems = await ProblemsAsync(system, cancellation).ConfigureAwait(false);
            if (!problems.IsEmpty)
            {
                faults.Add(new ProfileFault(system.Profile.Id, system.File, problems));
            }
        }

        Refused = faults.ToImmutable();
    }

    private async Task<ImmutableArray<Problem>> ProblemsAsync(LoadedSystem system, CancellationToken cancellation)
    {
        if (sources.Find(system.Profile.Metrics) is not { } source)
        {
            return [new Problem($"{system.File} metrics", system.Profile.Metrics is { } name
                ? $"no Prometheus named '{name}' is configured (Upstreams:Prometheus)"
                : "no Prometheus is configured (Upstreams:Prometheus), so nothing of this system can be measured")];
        }

        // Until the profiles change again or the source answers.
        var version = live.Systems.Current.Version;
        while (live.Systems.Current.Version == version)
        {
            try
            {
                return await ProfileQueryCheck.RunAsync(system, source, cancellation).ConfigureAwait(false);
            }
            catch (UpstreamException)
            {
                await Task.Delay(Again, clock, cancellation).ConfigureAwait(false);
            }
        }

        return [];
    }
}
