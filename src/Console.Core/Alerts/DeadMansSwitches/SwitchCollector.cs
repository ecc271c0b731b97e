using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using OpsConsole.Live;

namespace OpsConsole.Alerts;

/// <summary>Judges the dead man's switches by the alerts of the live state, and by the time that passes without them.</summary>
internal sealed class SwitchCollector(
    SwitchBook book, IEnumerable<IAlertSource> sources, LiveState live, SwitchMetrics metrics, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<string> alertmanagers = [.. sources.Select(source => source.Name)];
    private readonly SectionPen<SwitchBoard> pen = new(live.DeadMansSwitches, clock);

    /// <summary>Judges once.</summary>
    internal void Look()
    {
        var (before, now) = (live.DeadMansSwitches.Current.Value, clock.GetUtcNow());
        var after = new SwitchBoard([.. book.Switches.Select((watched, index) =>
            SwitchRule.Judge(watched, live.Alerts.Current, alertmanagers, before?.Switches[index], now))]);
        metrics.Seen(after);

        // Each reading hears it anew: that is no news to whoever looks at it, but every few seconds.
        pen.Write(after, before is null || !before.Switches.Zip(after.Switches).All(pair => pair.First.SaysTheSame(pair.Second)));
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => new CollectorLoop(Period, clock).RunAsync(
        _ =>
        {
            Look();
            return Task.CompletedTask;
        },
        stoppingToken);
}
