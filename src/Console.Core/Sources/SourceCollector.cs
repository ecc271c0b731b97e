using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Upstream;

namespace OpsConsole.Sources;

/// <summary>
/// Writes the Sources section: what the console's own requests show of each upstream, every few seconds; what the upstreams say of
/// themselves (targets, cluster), less often. It never fails as a whole: it is where failures are read.
/// </summary>
internal sealed class SourceCollector(
    LiveState live, SourceRegistry registry, SourceVoices voices, SourceKnowledge knowledge, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    // Two loops: what an upstream that hangs would say must not hold up the word that it hangs.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        new CollectorLoop(AskEvery, clock).RunAsync(voices.AskAsync, stoppingToken),
        new CollectorLoop(Period, clock).RunAsync(WriteAsync, stoppingToken));

    private Task WriteAsync(CancellationToken cancellation)
    {
        var catalog = live.Systems.Current.Value ?? Systems.SystemCatalog.Empty;
        var groups = knowledge.RuleGroups;
        live.Sources.Observed(new SourceBoard(
            registry.Statuses, voices.Targets, groups, voices.Alertmanagers, knowledge.Coverage(catalog, groups),
            [.. catalog.Faults, .. knowledge.RefusedQueries]));
        return Task.CompletedTask;
    }
}
