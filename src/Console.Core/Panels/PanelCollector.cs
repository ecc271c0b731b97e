using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>Reads the charts of all systems: one request a chart and period, spread over the period.</summary>
internal sealed class PanelCollector : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly LiveState live;
    private readonly PanelOptions options;
    private readonly TimeProvider clock;
    private readonly CatalogLoop loop;
    private readonly PanelDesk desk;
    private readonly PanelSlots slots;
    private SystemCatalog? known;
    private ImmutableArray<(SystemProfile Profile, PanelData Data)> panels = [];

    public PanelCollector(LiveState live, PanelDesk desk, IOptions<PanelOptions> options, TimeProvider clock)
    {
        (this.live, this.desk, this.options, this.clock) = (live, desk, options.Value, clock);
        loop = new CatalogLoop(live, LookEvery, clock);
        slots = new PanelSlots(options.Value.Every);
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

    // As a page asks for it that shows the usual range: who looks finds the answer there.
    private async Task<(PanelData Data, bool Silent)> ReadAsync(SystemProfile system, PanelData before, CancellationToken cancellation)
    {
        var range = PanelRange.Last(options.Range).At(clock.GetUtcNow(), PanelStep.Points(0));
        var read = await desk.ReadAsync(system, before.Profile, range, cancellation).ConfigureAwait(false);
        return read.IsSilent ? (before with { Problem = read.Problem, IsSilent = true }, true) : (read, false);
    }
}
