using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>
/// Reads what changes slowly about budgets: what was counted since a calendar's period began and in the time that is left out, how far
/// back the data reach, and whether a latency threshold is a boundary of its histogram.
/// </summary>
/// <param name="queries">The questions.</param>
/// <param name="leftOut">What does not count.</param>
/// <param name="every">Time between two readings.</param>
/// <param name="clock">The time.</param>
internal sealed class PeriodReader(MetricQueries queries, LeftOutCounting leftOut, TimeSpan every, TimeProvider clock)
{
    // The first minutes of a period are too short for a rate.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ReachEvery = TimeSpan.FromHours(1);

    private readonly Dictionary<(string System, string Objective), PeriodFacts> facts = [];
    private DateTimeOffset nextReach = DateTimeOffset.MinValue;
    private DateTimeOffset next = DateTimeOffset.MinValue;
    private volatile bool isHurried;

    /// <summary>Forgets all: the profiles have changed.</summary>
    public void Clear()
    {
        facts.Clear();
        Hurry();
        nextReach = DateTimeOffset.MinValue;
    }

    /// <summary>Reads again with the next round: what is left out has changed.</summary>
    public void Hurry() => isHurried = true;

    /// <summary>What was last read of an objective.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="objective">The objective's name.</param>
    public PeriodFacts Of(string system, string objective) => facts.GetValueOrDefault((system, objective), PeriodFacts.None);

    /// <summary>Reads what is due.</summary>
    /// <param name="objectives">All objectives.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether anything was.</returns>
    public async Task<bool> ReadAsync(ImmutableArray<SloWanted> objectives, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (next > now && !isHurried)
        {
            return false;
        }

        isHurried = false;
        next = now + every;
        if (nextReach <= now)
        {
            nextReach = await ReadReachAsync(objectives, cancellation).ConfigureAwait(false) ? now + ReachEvery : now + every;
        }

        var read = await Task.WhenAll(objectives.Select(it => ReadOneAsync(it, now, cancellation))).ConfigureAwait(false);
        foreach (var (it, its) in objectives.Zip(read))
        {
            facts[it.Key] = its;
        }

        return true;
    }

    private async Task<PeriodFacts> ReadOneAsync(SloWanted wanted, DateTimeOffset now, CancellationToken cancellation)
    {
        var (before, period) = (Of(wanted.Profile.Id, wanted.Objective.Name), BudgetPeriod.Of(wanted.Objective, now));
        var its = await LeaveOutAsync(before, wanted, period, now, cancellation).ConfigureAwait(false);
        if (wanted.Objective.Calendar is null)
        {
            return its with { Period = period };
        }

        var elapsed = period.Elapsed(now);
        ImmutableArray<TimeSpan> windows = [elapsed > Shortest ? elapsed : Shortest];
        var answers = await queries.AskAsync(wanted.Profile.Metrics, SloQueries.Of(wanted.Profile.Id, wanted.Objective, windows), cancellation).ConfigureAwait(false);
        var answer = SloQueries.Read(answers, windows, wanted.Profile.Id, wanted.Objective).Single();

        // A source that is silent leaves what it said before, if that was of this very period.
        return answer.Silent && before.Period == period && before.SinceBegin is { } was
            ? its with { SinceBegin = was with { Problem = answer.Problem } }
            : its with { SinceBegin = answer, Period = period, CountedAt = now };
    }

    private async Task<PeriodFacts> LeaveOutAsync(PeriodFacts before, SloWanted wanted, BudgetPeriod period, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return before with { LeftOut = await leftOut.OfAsync(wanted, period, now, cancellation).ConfigureAwait(false), LeftOutProblem = null };
        }
        catch (StorageException e)
        {
            return before with { LeftOutProblem = $"what is to be left out of the budget can't be read: {e.Message}" };
        }
    }

    /// <summary>How far back the data reach, and the boundaries of histograms. Returns whether every source answered.</summary>
    private async Task<bool> ReadReachAsync(ImmutableArray<SloWanted> objectives, CancellationToken cancellation)
    {
        var recorded = objectives.Where(it => it.Objective.Recorded).GroupBy(it => it.Profile.Metrics).Select(group => RecordedReachAsync([.. group], cancellation));
        var others = objectives.Where(it => !it.Objective.Recorded).Select(it => ReachAsync(it, cancellation));
        var bounds = objectives.Where(it => it.Objective.Threshold is not null).Select(it => BoundariesAsync(it, cancellation));
        var read = await Task.WhenAll(recorded.Concat(others).Concat(bounds)).ConfigureAwait(false);
        foreach (var (of, learn) in read.SelectMany(one => one.Learned))
        {
            facts[of.Key] = learn(Of(of.Profile.Id, of.Objective.Name));
        }

        return read.All(one => one.IsAnswered);
    }

    private async Task<Lesson> RecordedReachAsync(ImmutableArray<SloWanted> objectives, CancellationToken cancellation)
    {
        var back = objectives.Max(it => Back(it.Objective));
        var asked = (await queries.AskAsync(objectives[0].Profile.Metrics, [SloQueries.OldestRecorded(back)], cancellation).ConfigureAwait(false))[0];
        return new Lesson(!asked.Silent,
            [.. objectives.Select(it => Reached(it, asked.Answer?.Samples.FirstOrDefault(sample => SloQueries.IsOf(sample.Labels, it.Profile.Id, it.Objective))?.Value)).OfType<(SloWanted, Func<PeriodFacts, PeriodFacts>)>()]);
    }

    private async Task<Lesson> ReachAsync(SloWanted wanted, CancellationToken cancellation)
    {
        var asked = (await queries.AskAsync(wanted.Profile.Metrics, [SloQueries.Oldest(wanted.Profile.Id, wanted.Objective, Back(wanted.Objective), TimeSpan.FromHours(1))], cancellation).ConfigureAwait(false))[0];
        return new Lesson(!asked.Silent, Reached(wanted, Figure.Of(asked).Value) is { } reached ? [reached] : []);
    }

    private async Task<Lesson> BoundariesAsync(SloWanted wanted, CancellationToken cancellation)
    {
        var asked = (await queries.AskAsync(wanted.Profile.Metrics, [LatencyQueries.Boundaries(wanted.Objective.Threshold!)], cancellation).ConfigureAwait(false))[0];
        if (asked.Answer is not { } answer)
        {
            return new Lesson(!asked.Silent, []);
        }

        var wrong = LatencyQueries.WrongThreshold(wanted.Objective.Threshold!, answer.Samples.Select(sample => sample.Labels["le"]));
        return new Lesson(true, [(wanted, its => its with { WrongThreshold = wrong })]);
    }

    private static (SloWanted Of, Func<PeriodFacts, PeriodFacts> Learn)? Reached(SloWanted wanted, double? seconds) =>
        SloQueries.Time(seconds) is { } oldest ? (wanted, its => its with { Oldest = oldest }) : null;

    // A quarter has 92 days.
    private static TimeSpan Back(ObjectiveProfile objective) => objective.Calendar is { Period: CalendarPeriod.Quarter } ? TimeSpan.FromDays(92) : objective.Window + TimeSpan.FromDays(1);

    /// <summary>What a question told, of which objectives.</summary>
    private sealed record Lesson(bool IsAnswered, ImmutableArray<(SloWanted Of, Func<PeriodFacts, PeriodFacts> Learn)> Learned);
}

/// <summary>An objective that is to be read.</summary>
/// <param name="Profile">Its system.</param>
/// <param name="Objective">The objective.</param>
internal sealed record SloWanted(SystemProfile Profile, ObjectiveProfile Objective)
{
    /// <summary>What it is found by.</summary>
    public (string System, string Objective) Key => (Profile.Id, Objective.Name);
}
