using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>Reads the charts of all systems: one request a chart and period, spread over the period.</summary>
internal sealed class PanelCollector : BackgroundService
{
    private const int MostPoints = 120;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly LiveState live;
    private readonly PanelOptions options;
    private readonly TimeProvider clock;
    private readonly CatalogLoop loop;
    private readonly MetricQueries queries;
    private readonly PanelSlots slots;
    private SystemCatalog? known;
    private ImmutableArray<(SystemProfile Profile, PanelData Data)> panels = [];

    public PanelCollector(LiveState live, MetricSources sources, IOptions<PanelOptions> options, TimeProvider clock)
    {
        (this.live, this.options, this.clock) = (live, options.Value, clock);
        loop = new CatalogLoop(live, LookEvery, clock);
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
        slots = new PanelSlots(options.Value.Every);
    }

    public override void Dispose()
    {
        queries.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(RoundAsync, stoppingToken);

    private async Task RoundAsync(SystemCatalog catalog, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!ReferenceEquals(catalog, known))
        {
            known = catalog;
            panels = [.. catalog.Systems.SelectMany(system => system.Profile.Panels, (system, panel) => (system.Profile, Before(system.Profile.Id, panel, now)))];
            slots.Spread(panels.Length, now);
        }

        var due = slots.Take(now);
        var read = await Task.WhenAll(due.Select(i => ReadAsync(panels[i].Profile, panels[i].Data, cancellation))).ConfigureAwait(false);
        var next = panels.ToBuilder();
        foreach (var (i, it) in due.Zip(read))
        {
            next[i] = next[i] with { Data = it.Data };
        }

        panels = next.ToImmutable();
        if (read is [{ Silent: true, Data.Problem: var words }, ..] && Array.TrueForAll(read, it => it.Silent))
        {
            live.Panels.Failed(words ?? "no answer");
        }
        else if (read.Length > 0 || panels.IsEmpty)
        {
            live.Panels.Observed(new PanelBoard([.. panels.Select(it => it.Data)]));
        }
    }

    // A chart that the new profiles have as well keeps its lines until it is read again.
    private PanelData Before(string system, PanelProfile profile, DateTimeOffset now) =>
        live.Panels.Current.Value?.Of(system).FirstOrDefault(data => data.Profile.Title == profile.Title && data.Profile.Queries.SequenceEqual(profile.Queries))
            is { } before
            ? before with { Profile = profile }
            : new PanelData(system, profile, now - options.Range, now, [], "not read yet");

    private async Task<(PanelData Data, bool Silent)> ReadAsync(SystemProfile system, PanelData before, CancellationToken cancellation)
    {
        var step = TimeSpan.FromSeconds(Math.Ceiling(options.Range.TotalSeconds / (MostPoints - 1)));
        var range = QueryRange.Until(clock.GetUtcNow(), options.Range, step);
        var asked = await queries.AskRangeAsync(
            system.Metrics, [.. before.Profile.Queries.Select(query => query.Promql)], range, cancellation).ConfigureAwait(false);
        if (!asked.IsEmpty && asked.All(it => it.Silent))
        {
            return (before with { Problem = asked[0].Problem }, true);
        }

        var lines = PanelLines.Of(before.Profile, [.. asked.Select(it => it.Answer)]);
        var problem = asked.Select(it => it.Problem).FirstOrDefault(it => it is not null) ?? (lines.IsEmpty ? "no series" : null);
        return (before with { From = range.From, To = range.To, Lines = lines, Problem = problem }, false);
    }
}
