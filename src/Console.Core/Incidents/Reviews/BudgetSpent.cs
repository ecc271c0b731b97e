using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>What an incident cost of an objective's error budget.</summary>
/// <param name="System">The system's title.</param>
/// <param name="Objective">The objective's title.</param>
/// <param name="Share">The share of the whole window's budget: 1 is all of it; null when it is not known, or nothing happened.</param>
/// <param name="Says">In a sentence.</param>
public sealed record BudgetSpent(string System, string Objective, double? Share, string Says)
{
    /// <summary>
    /// Reckons: the share of bad events during the incident, times how much of the objective's window it took, over the budget (1 - target). As burn rates are reckoned (Google, The Site
    /// Reliability Workbook, "Alerting on SLOs"), it takes the traffic for even over the window.
    /// </summary>
    /// <param name="system">The system's title.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="lasted">How long the incident was.</param>
    /// <param name="bad">Bad events; null for no data.</param>
    /// <param name="total">All events; null for no data.</param>
    /// <param name="problem">Why there is no data, where that is known.</param>
    internal static BudgetSpent Of(string system, ObjectiveProfile objective, TimeSpan lasted, double? bad, double? total, string? problem)
    {
        if (total is <= 0 or double.NaN)
        {
            return new BudgetSpent(system, objective.Title, null, $"{objective.Title}: nothing happened meanwhile, so the budget is untouched");
        }

        if (bad is not { } some || total is not { } all || !double.IsFinite(some) || !double.IsFinite(all))
        {
            return new BudgetSpent(system, objective.Title, null, $"{objective.Title}: not known{(problem is null ? string.Empty : $" ({problem})")}");
        }

        var share = Math.Clamp(some / all, 0, 1) * (lasted / objective.Window) / (1 - objective.Target);
        var percent = share < 0.0005 ? "less than 0.1" : $"about {(share * 100).ToString(share < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture)}";
        return new BudgetSpent(system, objective.Title, share, $"{objective.Title}: {percent}% of the budget of {DurationText.Words(objective.Window)} was spent");
    }
}

/// <summary>Asks the metric sources what an incident cost. It is asked once, when a review is begun, and not for every viewer.</summary>
internal sealed class BudgetSpending : IDisposable
{
    private const int AtOnce = 2;
    private const string Range = "$window";
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private readonly MetricQueries queries;
    private readonly LiveState live;

    public BudgetSpending(MetricSources sources, LiveState live, TimeProvider clock) => (queries, this.live) = (new MetricQueries(sources, clock, AtOnce), live);

    /// <summary>What it cost of every objective of its systems.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="until">Its end; the time now for one that goes on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ImmutableArray<BudgetSpent>> OfAsync(Incident incident, DateTimeOffset until, CancellationToken cancellation)
    {
        // A range below the scrape interval holds no rate.
        var lasted = until - incident.OpenedAt > Shortest ? until - incident.OpenedAt : Shortest;
        var all = ImmutableArray.CreateBuilder<BudgetSpent>();
        foreach (var profile in incident.Systems.Select(system => live.Systems.Current.Value?.Find(system)?.Profile).OfType<SystemProfile>())
        {
            foreach (var objective in profile.Slos)
            {
                all.Add(await OfAsync(profile, objective, until, lasted, cancellation).ConfigureAwait(false));
            }
        }

        return all.ToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose() => queries.Dispose();

    private async Task<BudgetSpent> OfAsync(SystemProfile profile, ObjectiveProfile objective, DateTimeOffset until, TimeSpan lasted, CancellationToken cancellation)
    {
        if (lasted > objective.Window)
        {
            return BudgetSpent.Of(profile.Title, objective, lasted, null, null, "it was longer than the objective's own window");
        }

        var range = $"{Math.Ceiling(lasted.TotalSeconds).ToString(CultureInfo.InvariantCulture)}s";
        ImmutableArray<string> asked = [(objective.Bad ?? objective.Good ?? string.Empty).Replace(Range, range, StringComparison.Ordinal), objective.Total.Replace(Range, range, StringComparison.Ordinal)];
        var answers = await queries.AskRangeAsync(profile.Metrics, asked, new QueryRange(until, until, TimeSpan.FromMinutes(1)), cancellation).ConfigureAwait(false);
        var (part, total) = (Value(answers[0]), Value(answers[1]));
        return BudgetSpent.Of(profile.Title, objective, lasted, objective.Bad is null ? total - part : part, total, answers[1].Problem ?? answers[0].Problem);
    }

    private static double? Value(Asked<RangeAnswer> asked) => asked.Answer?.Series is [{ Points: [.., var point] }] ? point.Value : null;
}
