using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>Reads the silences of all Alertmanagers and writes them on the live state: the only one who does.</summary>
/// <param name="sources">The Alertmanagers.</param>
/// <param name="live">The live state.</param>
/// <param name="options">The time between two readings.</param>
/// <param name="clock">The time.</param>
/// <param name="alerts">Has the alerts read anew, too, when an action changed what is silenced; null: they come in their own time.</param>
internal sealed class SilenceCollector(
    IEnumerable<ISilenceSource> sources, LiveState live, IOptions<AlertsOptions> options, TimeProvider clock, AlertWake? alerts = null) : BackgroundService
{
    // An action tells several steps within a moment.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    private readonly CollectorLoop loop = new(options.Value.SilencesPoll, clock, Rest);
    private readonly SourceRound<SilenceList> round = new(sources.Select(source => (source.Name, Asking(source))), clock);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(loop.RunAsync(RoundAsync, stoppingToken), FollowActionsAsync(stoppingToken), AwaitAlertsAsync(stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private static Func<CancellationToken, Task<ImmutableArray<SilenceList>>> Asking(ISilenceSource source) =>
        async cancellation => [await source.LatestAsync(SilenceBoard.MostExpired, cancellation).ConfigureAwait(false)];

    private async Task RoundAsync(CancellationToken cancellation)
    {
        var readings = await round.ReadAsync(cancellation).ConfigureAwait(false);
        if (WhollySilent(readings) is { } problem)
        {
            live.Silences.Failed(problem);
            return;
        }

        live.Silences.Observed(SilenceComposer.Compose(
            readings, live.Alerts.Current.Value, live.Systems.Current.Value ?? SystemCatalog.Empty, live.Silences.Current.Value ?? SilenceBoard.Empty));
    }

    /// <summary>Why nobody can tell the silences; null when somebody can. Nobody's word must never read as "nothing is silenced".</summary>
    private static string? WhollySilent(ImmutableArray<SourceReading<SilenceList>> readings) => readings.IsEmpty ? "no Alertmanager is configured"
        : readings.All(reading => reading.IsSilent) ? string.Join("; ", readings.Select(reading => reading.Problem ?? $"{reading.Source} has not answered yet"))
        : null;

    /// <summary>An action on silences is seen as soon as it did something, on whichever replica.</summary>
    private async Task FollowActionsAsync(CancellationToken cancellation)
    {
        var seen = 0;
        await foreach (var snapshot in live.Actions.WatchAsync(cancellation).ConfigureAwait(false))
        {
            var now = StepsOf(snapshot.Value);
            if (now != seen)
            {
                seen = now;
                loop.Wake();
                alerts?.Wake();
            }
        }
    }

    // Steps are only ever added, while a run that is long over leaves the board.
    private static int StepsOf(ActionBoard? board)
    {
        var hash = default(HashCode);
        foreach (var run in board?.Runs.Where(run => run.Plan.Target.Kind == "Silence" && !run.Steps.IsEmpty) ?? [])
        {
            hash.Add(run.Id);
            hash.Add(run.Steps.Length);
            hash.Add(run.State);
        }

        return hash.ToHashCode();
    }

    /// <summary>What silences fit is known as soon as alerts are known the first time; later the next round tells.</summary>
    private async Task AwaitAlertsAsync(CancellationToken cancellation)
    {
        await foreach (var snapshot in live.Alerts.WatchAsync(cancellation).ConfigureAwait(false))
        {
            if (snapshot.Value is not null)
            {
                loop.Wake();
                return;
            }
        }
    }
}
