using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>The last reading of each window of each objective. One that could not be renewed counts on for a while, then is no data.</summary>
/// <param name="tiers">How often each window is read.</param>
/// <param name="periods">What changes slowly.</param>
internal sealed class SloReadings(SloTiers tiers, PeriodReader periods)
{
    // A budget that is told too high by more than this is not true any more.
    private const double Visible = 0.005;

    private readonly Dictionary<(string System, string Objective, TimeSpan Window), Kept> kept = [];

    /// <summary>Forgets all: the profiles have changed, and a name may mean something else now.</summary>
    public void Clear() => kept.Clear();

    /// <summary>Keeps an answer.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective's name.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="at">When it was given.</param>
    public void Keep(string system, string objective, WindowAnswer answer, DateTimeOffset at)
    {
        var key = (system, objective, answer.Reading.Window);
        kept[key] = answer.Silent && kept.TryGetValue(key, out var before)
            ? before with { Problem = answer.Problem }
            : new Kept(answer.Reading, answer.Problem, at);
    }

    /// <summary>Judges an objective by what is kept.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="now">The time.</param>
    public ErrorBudget Judge(string system, ObjectiveProfile objective, DateTimeOffset now)
    {
        var readings = ImmutableArray.CreateBuilder<WindowReading>();
        string? problem = null;
        foreach (var window in BudgetMath.WindowsOf(objective).Reverse())
        {
            if (kept.TryGetValue((system, objective.Name, window), out var last))
            {
                var counts = now - last.At <= 3 * tiers.Every(window);
                readings.Add(counts ? last.Reading : new WindowReading(window, null, null));
                problem ??= counts && last.Reading is { Bad: not null, Total: not null } ? null : last.Problem;
            }
        }

        var facts = periods.Of(system, objective.Name);
        var slow = facts.WrongThreshold ?? (objective.Calendar is null ? null : facts.SinceBegin?.Problem);
        return BudgetMath.Judge(system, objective, With(facts, objective, now) with { Windows = Growing(readings), Problem = slow ?? problem });
    }

    // A record is a rate over five minutes: the events of the last five come into its sum one minute after the other, and long windows are read rarely. What a
    // shorter window holds, a longer one holds as well: else a page would tell of more failures in five minutes than in the hour around them.
    private static ImmutableArray<WindowReading> Growing(ImmutableArray<WindowReading>.Builder longestFirst)
    {
        var (bad, total) = (0d, 0d);
        for (var i = longestFirst.Count - 1; i >= 0; i--)
        {
            if (longestFirst[i] is { Bad: { } its, Total: { } all } reading && double.IsFinite(its) && double.IsFinite(all))
            {
                longestFirst[i] = reading with { Bad = bad = Math.Max(bad, its), Total = total = Math.Max(total, all) };
            }
        }

        return longestFirst.ToImmutable();
    }

    /// <summary>Whether so much burned since the whole period was counted that what it says of the budget is not true any more.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="now">The time.</param>
    public bool IsOutdated(string system, ObjectiveProfile objective, DateTimeOffset now)
    {
        var period = BudgetPeriod.Of(objective, now);
        var countedAt = objective.Calendar is null
            ? kept.GetValueOrDefault((system, objective.Name, objective.Window))?.At
            : periods.Of(system, objective.Name) is { SinceBegin: not null } facts ? facts.CountedAt : null;
        return countedAt is { } at && kept.GetValueOrDefault((system, objective.Name, BudgetMath.Windows[0]))?.Reading.Counts?.ErrorRatio is { } ratio
            && ratio / objective.Budget * ((now - at) / period.Length) > Visible;
    }

    private BudgetReadings With(PeriodFacts facts, ObjectiveProfile objective, DateTimeOffset now)
    {
        var period = BudgetPeriod.Of(objective, now);
        var counts = facts.Period == period && now - facts.CountedAt <= 3 * tiers.Every(TimeSpan.MaxValue);
        return new BudgetReadings
        {
            Now = now,
            Period = period,
            SinceBegin = counts ? facts.SinceBegin?.Reading : null,
            Oldest = facts.Oldest,
            Notes = facts.LeftOutProblem is { } unknown ? [unknown] : [],
            LeftOut = objective.Calendar is null || facts.Period == period ? facts.LeftOut : [],
        };
    }

    private sealed record Kept(WindowReading Reading, string? Problem, DateTimeOffset At);
}
