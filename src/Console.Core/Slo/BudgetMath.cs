using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>
/// The arithmetic of error budgets: pure, given what was counted. docs/slo.md says it in words and holds a table that is reckoned again by a test.
/// </summary>
public static class BudgetMath
{
    // Beyond this nobody plans, and a burn rate next to nothing must not overflow a TimeSpan.
    private static readonly TimeSpan LongestForecast = TimeSpan.FromDays(3650);

    // The oldest data are looked for by the hour: a begin that is missed by less is not worth a word.
    private static readonly TimeSpan WorthAWord = TimeSpan.FromHours(2);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The windows of the multi-window burn limits, shortest first; a rolling objective adds its own.</summary>
    public static ImmutableArray<TimeSpan> Windows { get; } =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), Hour, TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(3),
    ];

    /// <summary>The windows that an objective is judged by, shortest first; since the begin of a calendar's period is none of them.</summary>
    /// <param name="objective">The objective.</param>
    public static ImmutableArray<TimeSpan> WindowsOf(ObjectiveProfile objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective.Calendar is null ? [.. Windows.Append(objective.Window).Distinct().Order()] : Windows;
    }

    /// <summary>Judges an objective's budget.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="readings">What was counted.</param>
    public static ErrorBudget Judge(string system, ObjectiveProfile objective, BudgetReadings readings)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(readings);
        var burns = WindowsOf(objective).Select(window => Burn(objective, window, readings.Windows)).ToImmutableArray();
        var read = objective.Calendar is null ? Find(readings.Windows, objective.Window) : readings.SinceBegin;
        var span = SpanOf(readings);
        var leftOut = Sum(readings.LeftOut);
        var all = read?.Counts;
        var counts = all is null ? null : Without(all, leftOut);
        var whole = span.Counted + span.ToCome;
        var remaining = RemainingOf(objective, counts, span.Counted, whole);
        var health = HealthOf(counts, remaining);
        var burn = burns.FirstOrDefault(one => one.Window == Hour)?.Rate;
        return new ErrorBudget
        {
            System = system,
            Objective = objective,
            Health = health,
            Period = readings.Period,
            Counts = counts,
            Sli = 1 - counts?.ErrorRatio,
            Allowed = counts is null ? null : objective.Budget * counts.Total * Growth(span.Counted, whole),
            Remaining = remaining,
            RemainingOfElapsed = RemainingOf(objective, counts, span.Counted, span.Counted),
            RemainingAtEnd = span.ToCome > TimeSpan.Zero ? remaining - (burn * (span.ToCome / whole)) : null,
            PromisedOver = objective.Calendar is null ? objective.Window : whole,
            BurnRates = burns,
            Exhaustion = ExhaustionOf(objective, remaining, burn, span.ToCome, whole),
            Burning = BurningOf(objective, burns),
            HeldSince = readings.Oldest > readings.Period.From + WorthAWord ? readings.Oldest : null,
            LeftOut = readings.LeftOut.IsEmpty ? null : new LeftOutSum(readings.LeftOut, leftOut, RemainingOf(objective, all, span.Held, span.Held + span.ToCome), 1 - all?.ErrorRatio),
            Notes = NotesOf(read, readings),
            Problem = readings.Problem ?? (health is BudgetHealth.NoData ? $"no data over {Named(objective, readings)}" : null),
        };
    }

    private static WindowReading? Find(ImmutableArray<WindowReading> readings, TimeSpan window)
    {
        foreach (var reading in readings)
        {
            if (reading.Window == window)
            {
                return reading;
            }
        }

        return null;
    }

    private static BurnRate Burn(ObjectiveProfile objective, TimeSpan window, ImmutableArray<WindowReading> readings)
    {
        if (Find(readings, window) is not { } reading)
        {
            return new BurnRate(window, null, null, false);
        }

        var ratio = reading.Counts?.ErrorRatio;
        return new BurnRate(window, ratio, ratio / objective.Budget, reading.IsNoTraffic) { Counts = reading.Counts };
    }

    /// <summary>How long was counted, how long it is held with what is left out, and how much of a calendar's period is to come. A rolling window ends now.</summary>
    private static (TimeSpan Counted, TimeSpan Held, TimeSpan ToCome) SpanOf(BudgetReadings readings)
    {
        var begin = readings.Oldest > readings.Period.From && readings.Oldest < readings.Now ? readings.Oldest.Value : readings.Period.From;
        var end = readings.Now < readings.Period.To ? readings.Now : readings.Period.To;
        var held = end > begin ? end - begin : TimeSpan.Zero;
        var leftOut = readings.LeftOut.Where(one => one.Counts is not null).Aggregate(TimeSpan.Zero, (sum, one) => sum + (one.Time.To - one.Time.From));
        return (held > leftOut ? held - leftOut : TimeSpan.Zero, held, readings.Period.To - end);
    }

    private static BudgetCounts Sum(ImmutableArray<LeftOutCount> leftOut) =>
        new(leftOut.Sum(one => one.Counts?.Bad ?? 0), leftOut.Sum(one => one.Counts?.Total ?? 0));

    // Each part was counted by a query of its own: the rest must not become less than nothing.
    private static BudgetCounts Without(BudgetCounts all, BudgetCounts leftOut)
    {
        var total = Math.Max(0, all.Total - leftOut.Total);
        return new BudgetCounts(Math.Clamp(all.Bad - leftOut.Bad, 0, total), total);
    }

    // Rounded, so that a tenth is a tenth and a case at a border of health falls where people reckon that it does.
    private static double? RemainingOf(ObjectiveProfile objective, BudgetCounts? counts, TimeSpan counted, TimeSpan whole) =>
        counts is null ? null : Math.Round(1 - ((counts.ErrorRatio ?? 0) / objective.Budget / Growth(counted, whole)), 12);

    // What is to come is taken to be like what was; a rolling window, and a period that is over, grow by nothing.
    private static double Growth(TimeSpan counted, TimeSpan whole) => counted > TimeSpan.Zero && whole > counted ? whole / counted : 1;

    private static BudgetHealth HealthOf(BudgetCounts? counts, double? remaining) => (counts, remaining) switch
    {
        (null, _) or (_, null) => BudgetHealth.NoData,
        ({ Total: <= 0 }, _) => BudgetHealth.NoTraffic,
        (_, > 0.5) => BudgetHealth.Healthy,
        (_, > 0.1) => BudgetHealth.Warning,
        (_, > 0) => BudgetHealth.Critical,
        _ => BudgetHealth.Exhausted,
    };

    private static TimeSpan? ExhaustionOf(ObjectiveProfile objective, double? remaining, double? burn, TimeSpan toCome, TimeSpan whole)
    {
        if (remaining is not > 0 || burn is not > 0)
        {
            return null;
        }

        var (window, last) = objective.Calendar is null ? (objective.Window, LongestForecast) : (whole, toCome);
        var seconds = remaining.Value * window.TotalSeconds / burn.Value;
        return seconds <= last.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static Severity? BurningOf(ObjectiveProfile objective, ImmutableArray<BurnRate> burns)
    {
        bool Above(TimeSpan window, double rate) => burns.First(burn => burn.Window == window).Rate > rate;

        // The 30-minute window remembers trouble that is over: what does not burn now needs nobody now.
        if (burns.FirstOrDefault(burn => burn.Window == Windows[0]) is { Rate: <= 1 } or { NoTraffic: true })
        {
            return null;
        }

        return BurnLimits.All.FirstOrDefault(limit => limit.IsFor(objective) && Above(limit.Long, limit.Rate) && Above(limit.Short, limit.Rate))?.Severity;
    }

    private static ImmutableArray<string> NotesOf(WindowReading? read, BudgetReadings readings)
    {
        var notes = readings.Notes.ToBuilder();
        if (read?.Oddity is { } odd)
        {
            notes.Add(odd);
        }

        if (readings.Oldest > readings.Period.From + WorthAWord && readings.Oldest < readings.Now)
        {
            notes.Add($"the data reach back {DurationText.Words(readings.Now - readings.Oldest.Value)} of {DurationText.Words(readings.Period.Elapsed(readings.Now))}: the rest is not held, and the budget is judged by what is");
        }

        if (readings.LeftOut.Any(one => one.Counts is null))
        {
            notes.Add("some of the time that is to be left out could not be counted, so it is not left out");
        }

        return notes.ToImmutable();
    }

    private static string Named(ObjectiveProfile objective, BudgetReadings readings) => readings.Period.Name ?? PromDuration.Format(objective.Window);
}
