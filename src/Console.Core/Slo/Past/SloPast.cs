using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Slo;

/// <summary>
/// How budgets were used: asked of the metric source when somebody looks, shared by all who look, and never with more points than a chart
/// has pixels to show them.
/// </summary>
public sealed class SloPast : IDisposable
{
    /// <summary>The most slices of a history.</summary>
    public const int MostSlices = 360;

    private const int MostFine = 120;

    // An objective that nobody records is read from its raw series, of which a long time is dear.
    private static readonly TimeSpan LongestRaw = TimeSpan.FromDays(31);

    // So that what somebody leaves out is soon seen.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly LiveState live;
    private readonly TimeProvider clock;
    private readonly MetricQueries queries;
    private readonly SliceReader slices;
    private readonly LeftOutCounting leftOut;
    private readonly PastPeriods periods;
    private readonly SharedAnswers<(SloWanted Wanted, DateTimeOffset Until), BudgetHistory> histories;

    internal SloPast(LiveState live, MetricSources sources, IOptions<SloOptions> options, IEnumerable<ILeftOutTimes> leftOut, TimeProvider clock)
    {
        (this.live, this.clock) = (live, clock);
        queries = new MetricQueries(sources, clock, options.Value.AtOnce);
        slices = new SliceReader(queries, clock);
        var spans = new SpanCounts(queries, clock);
        this.leftOut = new LeftOutCounting(leftOut, spans);
        periods = new PastPeriods(queries, spans, this.leftOut, clock);
        histories = new SharedAnswers<(SloWanted, DateTimeOffset), BudgetHistory>(clock, 500);
    }

    /// <inheritdoc/>
    public void Dispose() => queries.Dispose();

    /// <summary>How an objective's budget was used over its present period.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="name">The objective's name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The history, which may say why it is none; or that there is no such objective.</returns>
    public async Task<Result<BudgetHistory>> OfAsync(string system, string name, CancellationToken cancellation)
    {
        if (Find(system, name) is not { } wanted)
        {
            return Unknown(system, name);
        }

        var times = Times(wanted.Objective);
        return await histories.GetAsync(
            (wanted, times.Until), given => ReadAsync(wanted, times, given), told => new Keep(told.Slices.IsEmpty ? TimeSpan.Zero : KeepFor, 1), cancellation).ConfigureAwait(false);
    }

    /// <summary>The budgets of the last periods of a calendar, newest first: the objective's own, or the months of UTC for a rolling window.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="name">The objective's name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Twelve at most, as far as data reach.</returns>
    public async Task<Result<ImmutableArray<ErrorBudget>>> PeriodsAsync(string system, string name, CancellationToken cancellation)
    {
        if (Find(system, name) is not { } wanted)
        {
            return Unknown(system, name);
        }

        return await periods.OfAsync(wanted, Whole(clock.GetUtcNow(), TimeSpan.FromMinutes(5)), cancellation).ConfigureAwait(false);
    }

    /// <summary>What another target or window would have meant.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="name">The objective's name.</param>
    /// <param name="percent">The per cent that would have to be good.</param>
    /// <param name="window">A rolling window, 1 h to 90 d.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<WhatIf>> WhatIfAsync(string system, string name, double percent, TimeSpan window, CancellationToken cancellation)
    {
        if (Find(system, name) is not { } wanted)
        {
            return Unknown(system, name);
        }

        var longest = wanted.Objective.Recorded ? TimeSpan.FromDays(90) : LongestRaw;
        if (Problem.All(
            ObjectiveTarget.Wrong(percent) is { } wrong ? new Problem("target", wrong) : null,
            Problem.When(window < TimeSpan.FromHours(1) || window > longest, "window", $"must lie between 1h and {PromDuration.Format(longest)}")) is { IsEmpty: false } problems)
        {
            return problems;
        }

        var until = Whole(clock.GetUtcNow(), RefreshOf(window));
        var read = await slices.ReadAsync(wanted, until - window, until, MostSlices, cancellation).ConfigureAwait(false);
        if (read.Problem is { } problem)
        {
            return new Problem(string.Empty, problem);
        }

        var (off, _) = await LeftOutAsync(wanted, new BudgetPeriod(until - window, until), until, cancellation).ConfigureAwait(false);
        return Slo.WhatIf.Of(ObjectiveTarget.Share(percent), window, HistoryMath.Without(read.All, off));
    }

    private SloWanted? Find(string system, string name) =>
        live.Systems.Current.Value?.Find(system)?.Profile is { } profile && profile.Slos.FirstOrDefault(one => one.Name == name) is { } objective ? new SloWanted(profile, objective) : null;

    private static Problem Unknown(string system, string name) => new("slo", $"there is no objective {Systems.Reading.FieldReader.Short(name)} of a system {Systems.Reading.FieldReader.Short(system)}");

    private (BudgetPeriod Period, DateTimeOffset Until, DateTimeOffset From) Times(ObjectiveProfile objective)
    {
        var until = Whole(clock.GetUtcNow(), RefreshOf(objective.Window));
        var period = BudgetPeriod.Of(objective, until);

        // In the very first minutes of a period there is nothing to tell yet but what came before.
        var from = until - period.From < SloRecords.Range ? until - SloRecords.Range : period.From;
        return (period, until, !objective.Recorded && until - from > LongestRaw ? until - LongestRaw : from);
    }

    private async Task<BudgetHistory> ReadAsync(SloWanted wanted, (BudgetPeriod Period, DateTimeOffset Until, DateTimeOffset From) times, CancellationToken cancellation)
    {
        var (period, until, from) = times;
        var read = await slices.ReadAsync(wanted, from, until, MostSlices, cancellation).ConfigureAwait(false);
        var (off, problem) = await LeftOutAsync(wanted, period, until, cancellation).ConfigureAwait(false);
        var all = HistoryMath.Without(read.All, off);
        var budget = live.Slo.Current.Value?.Find(wanted.Profile.Id, wanted.Objective.Name);
        var allowed = budget?.Allowed ?? (wanted.Objective.Budget * all.Sum(slice => slice.Counts?.Total ?? 0));
        var largest = await LargestAsync(wanted, all, off, allowed, budget?.Over(SloRecords.Range)?.Rate > 1, cancellation).ConfigureAwait(false);
        return new BudgetHistory
        {
            Period = period,
            Until = until,
            Step = read.Step,
            Slices = all,
            Allowed = read.All.IsEmpty ? null : allowed,
            Left = HistoryMath.Left(all, allowed),
            Projected = budget is null ? [] : HistoryMath.Projected(budget, all, until, read.Step),
            Largest = largest,
            Rest = allowed > 0 ? Math.Max(0, (all.Sum(slice => slice.Counts?.Bad ?? 0) / allowed) - largest.Sum(one => one.Share)) : 0,
            Problem = read.Problem ?? problem ?? (from > period.From ? $"only the last {DurationText.Words(until - from)} are shown: rules do not record this objective, and its raw series are dear to read" : null),
        };
    }

    private async Task<(ImmutableArray<LeftOutCount> Off, string? Problem)> LeftOutAsync(SloWanted wanted, BudgetPeriod period, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return (await leftOut.OfAsync(wanted, period, now, cancellation).ConfigureAwait(false), null);
        }
        catch (StorageException e)
        {
            return ([], $"what is to be left out can't be read, so that all counts here: {e.Message}");
        }
    }

    /// <summary>
    /// Looks closer at the largest intervals, and at the last slice where it burns now: a slice of thirty days is two hours, an outage is
    /// minutes, and one that has just begun is lost in two hours.
    /// </summary>
    private async Task<ImmutableArray<BudgetConsumer>> LargestAsync(
        SloWanted wanted, ImmutableArray<BudgetSlice> all, ImmutableArray<LeftOutCount> off, double allowed, bool isBurning, CancellationToken cancellation)
    {
        var found = HistoryMath.Consumers(all, wanted.Objective.Budget, allowed).Take(HistoryMath.MostLargest).ToList();
        if (all.IsEmpty || all[^1].To - all[^1].From < 2 * SloRecords.Range)
        {
            return [.. found];
        }

        var looks = found.Select(one => (one.From, one.To, Coarse: (BudgetConsumer?)one)).ToList();
        if (isBurning && !found.Exists(one => one.To == all[^1].To))
        {
            looks.Add((all[^1].From, all[^1].To, null));
        }

        var refined = await Task.WhenAll(looks.Select(async look =>
        {
            var fine = await slices.ReadAsync(wanted, look.From, look.To, MostFine, cancellation).ConfigureAwait(false);
            return HistoryMath.Refined(HistoryMath.Without(fine.All, off), wanted.Objective.Budget, allowed) ?? look.Coarse;
        })).ConfigureAwait(false);
        return [.. refined.OfType<BudgetConsumer>().OrderByDescending(one => one.Share)];
    }

    // A picture of thirty days does not change within five minutes.
    private static TimeSpan RefreshOf(TimeSpan window) => TimeSpan.FromMinutes(window > TimeSpan.FromDays(1) ? 5 : 1);

    private static DateTimeOffset Whole(DateTimeOffset at, TimeSpan of) => new(at.UtcTicks - (at.UtcTicks % of.Ticks), TimeSpan.Zero);
}
