using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Workloads;

/// <summary>Reads how many replicas of each workload are ready: one request a system.</summary>
internal sealed class WorkloadCollector : BackgroundService
{
    private readonly LiveState live;
    private readonly CatalogLoop loop;
    private readonly MetricQueries queries;

    public WorkloadCollector(LiveState live, MetricSources sources, IOptions<WorkloadOptions> options, TimeProvider clock)
    {
        this.live = live;
        loop = new CatalogLoop(live, options.Value.Every, clock);
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(RoundAsync, stoppingToken);

    private async Task RoundAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        var read = await Task.WhenAll(catalog.Systems.Where(system => !system.Profile.Workloads.IsEmpty)
            .Select(system => ReadAsync(system.Profile, cancellation))).ConfigureAwait(false);
        var asked = read.SelectMany(it => it.Figures).ToArray();
        if (asked is [{ Silent: true, Problem: var words }, ..] && Array.TrueForAll(asked, figure => figure.Silent))
        {
            live.Workloads.Failed(words ?? "no answer");
        }
        else
        {
            live.Workloads.Observed(new WorkloadBoard([.. read.SelectMany(it => it.Workloads)]));
        }
    }

    private async Task<(ImmutableArray<Figure> Figures, IEnumerable<WorkloadStatus> Workloads)> ReadAsync(
        SystemProfile profile, CancellationToken cancellation)
    {
        var asked = profile.Workloads.Where(workload => workload.Ready is not null).ToArray();
        var figures = await queries.FiguresAsync(profile.Metrics, [.. asked.Select(workload => workload.Ready!)], cancellation).ConfigureAwait(false);
        return (figures, profile.Workloads.Select(workload => Array.IndexOf(asked, workload) is >= 0 and var i
            ? Status(profile.Id, workload, figures[i])
            : new WorkloadStatus(profile.Id, workload, null, "only the cluster tells: the profile names no query for it")));
    }

    // An empty answer stays unknown: count() over nothing is empty, but so is a selector that is misspelt or a source that lost its targets.
    private static WorkloadStatus Status(string system, WorkloadProfile workload, Figure figure) => figure switch
    {
        { Value: >= 0 and < int.MaxValue and var ready } => new(system, workload, (int)Math.Round(ready), null),
        { Value: { } odd } => new(system, workload, null, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{odd} is no number of replicas")),
        _ => new(system, workload, null, figure.Problem),
    };
}
