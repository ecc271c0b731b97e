using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>Judges the periods of a calendar that are over, and the one that goes on, as far as data reach.</summary>
/// <param name="queries">The questions.</param>
/// <param name="spans">Counts between two times.</param>
/// <param name="leftOut">What does not count.</param>
/// <param name="clock">The time.</param>
internal sealed class PastPeriods(MetricQueries queries, SpanCounts spans, LeftOutCounting leftOut, TimeProvider clock)
{
    private const int Most = 12;

    private static readonly CalendarWindow Months = new(CalendarPeriod.Month, "UTC");

    // Twelve quarters would be three years; nobody keeps five-minute rates for so long.
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(400);
    private static readonly TimeSpan FarStep = TimeSpan.FromHours(6);
    private static readonly TimeSpan ReachFor = TimeSpan.FromHours(1);

    // So that what somebody leaves out is soon seen.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly SharedAnswers<SloWanted, Reach> reaches = new(clock, 500);
    private readonly SharedAnswers<(SloWanted Wanted, DateTimeOffset Now), ImmutableArray<ErrorBudget>> answers = new(clock, 500);

    /// <summary>The periods, newest first; all who look share one reading.</summary>
    /// <param name="wanted">The objective; one with a rolling window is told by the months of UTC.</param>
    /// <param name="now">The time, on whole minutes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ImmutableArray<ErrorBudget>> OfAsync(SloWanted wanted, DateTimeOffset now, CancellationToken cancellation) =>
        answers.GetAsync((wanted, now), given => ReadAsync(wanted, now, given), _ => new Keep(KeepFor, 1), cancellation);

    private async Task<ImmutableArray<ErrorBudget>> ReadAsync(SloWanted wanted, DateTimeOffset now, CancellationToken cancellation)
    {
        var calendar = wanted.Objective.Calendar ?? Months;
        var by = wanted with { Objective = wanted.Objective with { Calendar = calendar, Window = calendar.UsualLength } };
        var reach = await reaches.GetAsync(wanted, given => ReachAsync(wanted, given), told => new Keep(told.IsAnswered ? ReachFor : TimeSpan.Zero, 1), cancellation).ConfigureAwait(false);
        var budgets = ImmutableArray.CreateBuilder<ErrorBudget>();
        foreach (var period in BudgetPeriod.Back(calendar, now).Take(Most))
        {
            if (budgets.Count > 0 && period.To <= reach.Oldest)
            {
                break;
            }

            var budget = await JudgedAsync(by, period, reach.Oldest, now, cancellation).ConfigureAwait(false);
            if (budget.Counts is null && budgets.Count > 0 && reach.Oldest is null)
            {
                // Nobody says how far back it goes; beyond what is held every older one is empty as well.
                break;
            }

            budgets.Add(budget);
        }

        return budgets.ToImmutable();
    }

    private async Task<Reach> ReachAsync(SloWanted wanted, CancellationToken cancellation)
    {
        var asked = (await queries.AskAsync(
            wanted.Profile.Metrics, [SloQueries.Oldest(wanted.Profile.Id, wanted.Objective, FarBack, FarStep)], cancellation).ConfigureAwait(false))[0];
        return new Reach(SloQueries.Time(Figure.Of(asked).Value), !asked.Silent);
    }

    private async Task<ErrorBudget> JudgedAsync(SloWanted wanted, BudgetPeriod period, DateTimeOffset? oldest, DateTimeOffset now, CancellationToken cancellation)
    {
        var answer = await spans.OfAsync(wanted.Profile, wanted.Objective, period.From, period.To < now ? period.To : now, cancellation).ConfigureAwait(false);
        ImmutableArray<LeftOutCount> off = [];
        string? problem = null;
        try
        {
            off = await leftOut.OfAsync(wanted, period, now, cancellation).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            problem = $"what is to be left out can't be read, so that all counts here: {e.Message}";
        }

        return BudgetMath.Judge(wanted.Profile.Id, wanted.Objective, new BudgetReadings
        {
            Now = now,
            Period = period,
            SinceBegin = answer.Reading,
            Oldest = oldest,
            LeftOut = off,
            Notes = problem is null ? [] : [problem],
            Problem = answer.Problem,
        });
    }

    private sealed record Reach(DateTimeOffset? Oldest, bool IsAnswered);
}
