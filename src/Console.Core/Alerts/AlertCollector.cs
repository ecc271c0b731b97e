using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Reads all Alertmanagers and writes the alerts of the live state: the only one who does.</summary>
internal sealed class AlertCollector(
    IEnumerable<IAlertSource> sources, RuleBook book, AlertWake wake, LiveState live, AlertCollector.Surroundings around) : BackgroundService
{
    private readonly SourceRound<Alert> round = new(
        sources.Select(source => (source.Name, (Func<CancellationToken, Task<ImmutableArray<Alert>>>)source.AlertsAsync)), around.Clock);

    private ImmutableArray<string> silent = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => wake.Loop.RunAsync(RoundAsync, stoppingToken);

    private async Task RoundAsync(CancellationToken cancellation)
    {
        var alertmanagers = await round.ReadAsync(cancellation).ConfigureAwait(false);

        // Before their readings: said to be read, they are.
        var areRulesRead = book.IsRead;
        Publish(alertmanagers, book.Readings, areRulesRead);
    }

    private void Publish(ImmutableArray<SourceReading<Alert>> alertmanagers, ImmutableArray<SourceReading<RuleGroup>> rules, bool areRulesRead)
    {
        LogSilence(alertmanagers);
        if (WhollySilent(alertmanagers, rules) is { } problem)
        {
            live.Alerts.Failed(problem);
            return;
        }

        var before = live.Alerts.Current.Value;
        var after = AlertMerge.Merge(alertmanagers, rules, live.Systems.Current.Value ?? SystemCatalog.Empty, before ?? AlertBoard.Empty);
        live.Alerts.Observed(after);
        var now = around.Clock.GetUtcNow();
        if (before is not null)
        {
            var changes = AlertTransitions.Between(before, after, now);
            around.Rounds.Seen(after, now, areRulesRead, isChanged: !changes.IsEmpty);
            around.Log.Changes(changes);
            return;
        }

        around.Rounds.Seen(after, now, areRulesRead, isChanged: true);

        var counts = AlertCounts.Of(after.Alerts);
        around.Log.FirstRead(counts.Firing, counts.HeldBack, counts.Pending);
    }

    /// <summary>Why nobody can tell what fires; null when somebody can. Silence must never read as "no alerts".</summary>
    private static string? WhollySilent(ImmutableArray<SourceReading<Alert>> alertmanagers, ImmutableArray<SourceReading<RuleGroup>> rules)
    {
        if (alertmanagers.IsEmpty && rules.IsEmpty)
        {
            return "no source is configured, or none has answered yet, that could tell alerts";
        }

        var problems = alertmanagers.IsEmpty
            ? [.. rules.Where(reading => reading.IsSilent).Select(Words)]
            : alertmanagers.Where(reading => reading.IsSilent).Select(Words).ToArray();
        return problems.Length == (alertmanagers.IsEmpty ? rules.Length : alertmanagers.Length) ? string.Join("; ", problems) : null;
    }

    private static string Words<T>(SourceReading<T> reading) => reading.Problem ?? $"{reading.Source} has not answered yet";

    private void LogSilence(ImmutableArray<SourceReading<Alert>> readings)
    {
        foreach (var reading in readings)
        {
            var was = silent.Contains(reading.Source);
            if (reading.Problem is { } problem && !was)
            {
                around.Log.SourceSilent(reading.Source, problem);
            }
            else if (was && !reading.IsSilent)
            {
                around.Log.SourceBack(reading.Source);
            }
        }

        silent = [.. readings.Where(reading => reading.Problem is not null).Select(reading => reading.Source)];
    }

    /// <summary>The clock, the log, and where boards wait for the history.</summary>
    internal sealed record Surroundings(TimeProvider Clock, ILogger<AlertCollector> Log, AlertRounds Rounds);
}
