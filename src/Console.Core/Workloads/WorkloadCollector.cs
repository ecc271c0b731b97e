using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>
/// Follows what runs: the clusters' objects by watches, ready replicas and certificates by metrics. Writes workloads, pods, events, nodes
/// and findings.
/// </summary>
internal sealed class WorkloadCollector : BackgroundService
{
    // A change is shown at once when nothing was shown just before, and a storm of changes at most four times a second.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FindingRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private readonly MetricQueries queries;
    private readonly ClusterDesk desk;
    private readonly ClusterWatches watches;
    private readonly ClusterBoards boards;
    private readonly Loops loops;
    private SystemCatalog? known;
    private ReadyFigures? figures;
    private Certificates certificates = Certificates.None;

    public WorkloadCollector(LiveState live, Readings readings, IOptions<WorkloadOptions> options, TimeProvider clock)
    {
        queries = new MetricQueries(readings.Metrics, clock, options.Value.AtOnce);
        loops = new Loops(
            new CatalogLoop(live, LookAnyway, clock, Rest), new CatalogLoop(live, LookAnyway, clock, FindingRest),
            new CatalogLoop(live, options.Value.Every, clock), new CatalogLoop(live, options.Value.CertificatesEvery, clock));
        desk = new ClusterDesk([.. readings.Clusters.Select(cluster => cluster.Name)]) { Changed = WakeAll };
        watches = new ClusterWatches(readings.Clusters, desk);
        boards = new ClusterBoards(live, clock);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await using (watches.ConfigureAwait(false))
        {
            Task[] running =
            [
                loops.Boards.RunAsync((catalog, _) => ShowAsync(catalog, stoppingToken), ending.Token),
                loops.Findings.RunAsync((_, _) => FindAsync(), ending.Token),
                loops.Metrics.RunAsync(AskAsync, ending.Token),
                loops.Certificates.RunAsync(AskCertificatesAsync, ending.Token),
            ];

            // One that ends takes the others with it: half a collector would look like a whole one.
            await Task.WhenAny(running).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        await watches.ThrowIfEndedAsync().ConfigureAwait(false);
        if (!ReferenceEquals(catalog, known))
        {
            known = catalog;
            desk.Follow(catalog);
            await watches.FollowAsync(cancellation).ConfigureAwait(false);
            loops.Findings.Wake();
        }

        desk.Look(picture => boards.Write(picture, Volatile.Read(ref figures)));
    }

    private Task FindAsync()
    {
        // Before the first catalog is followed there is nothing to look at, and "no findings" would be a guess.
        if (known is not null)
        {
            desk.Look(picture => boards.WriteFindings(picture, Volatile.Read(ref certificates)));
        }

        return Task.CompletedTask;
    }

    private async Task AskAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        Volatile.Write(ref figures, await ReadyFigures.ReadAsync(queries, catalog, cancellation).ConfigureAwait(false));
        loops.Boards.Wake();
    }

    private async Task AskCertificatesAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        Volatile.Write(ref certificates, await Certificates.ReadAsync(queries, catalog, cancellation).ConfigureAwait(false));
        loops.Findings.Wake();
    }

    private void WakeAll()
    {
        loops.Boards.Wake();
        loops.Findings.Wake();
    }

    /// <summary>What workloads are read from.</summary>
    /// <param name="Metrics">The sources of the figures.</param>
    /// <param name="Clusters">The clusters.</param>
    public sealed record Readings(MetricSources Metrics, IEnumerable<IClusterSource> Clusters);

    private sealed record Loops(CatalogLoop Boards, CatalogLoop Findings, CatalogLoop Metrics, CatalogLoop Certificates);
}
