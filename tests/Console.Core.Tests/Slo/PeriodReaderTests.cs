using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Slo;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>What the collector reads beside the windows.</summary>
public sealed class PeriodReaderTests : IAsyncDisposable
{
    private static readonly CalendarWindow Berlin = new(CalendarPeriod.Month, "Europe/Berlin");
    private readonly BoardWorld world = new();
    private readonly Planned planned = new();
    private readonly SloWake wake = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_calendar_is_counted_since_midnight_on_its_wall()
    {
        // Noon of 21 November in UTC is 20 days and 13 hours after midnight of the first in Berlin.
        world.Prom.Instant = promql => ScriptedMetrics.One(promql.Contains("[20d13h]", StringComparison.Ordinal) ? promql.Contains("bad", StringComparison.Ordinal) ? 0.0002 : 1 : 0);
        var budget = await ReadAsync(Any.Objective(recorded: false) with { Calendar = Berlin });
        Assert.Equal("November 2026", budget.Period!.Name);
        Assert.Equal((1_774_800, 354.96), (budget.Counts!.Total, Math.Round(budget.Counts.Bad, 6)));
        Assert.Equal(0.8, budget.RemainingOfElapsed!.Value, 6);
        Assert.True(budget.Remaining > budget.RemainingOfElapsed);
    }

    [Fact]
    public async Task A_recorded_calendar_is_read_from_its_records()
    {
        world.Prom.Instant = promql => promql.Contains("slo:", StringComparison.Ordinal) ? ScriptedMetrics.One(promql.Contains("slo:bad", StringComparison.Ordinal) ? 3 : 6000, ("system", "a"), ("slo", "availability")) : [];
        var budget = await ReadAsync(Any.Objective() with { Calendar = Berlin });
        Assert.Equal(new BudgetCounts(180, 360_000), budget.Counts);
        Assert.Contains(world.Prom.Asked, asked => asked.Contains("sum_over_time(slo:bad:rate5m{slo=\"availability\", system=\"a\"}[20d12h59m59s999ms])", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_far_back_the_records_reach_is_asked_and_said()
    {
        world.Prom.Instant = promql => ScriptedMetrics.One(
            promql.Contains("timestamp", StringComparison.Ordinal) ? Any.Noon.AddDays(-4).ToUnixTimeSeconds() : 1, ("system", "a"), ("slo", "availability"));
        var budget = await ReadAsync(Any.Objective());
        Assert.Equal(Any.Noon.AddDays(-4), budget.HeldSince);
        Assert.Contains("the data reach back 4 d of 30 d", Assert.Single(budget.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_between_two_boundaries_is_no_data_and_says_why()
    {
        var threshold = new LatencyThreshold(TimeSpan.FromMilliseconds(400), "x_bucket");
        world.Prom.Instant = promql => promql.StartsWith("group by (le)", StringComparison.Ordinal)
            ? [.. new[] { "0.25", "0.5", "+Inf" }.Select(le => new Sample(LabelSet.Of(("le", le)), Any.Noon, 1))]
            : promql.Contains("0.4", StringComparison.Ordinal) ? [] : ScriptedMetrics.One(5);
        var budget = await ReadAsync(Any.Objective(recorded: false, bad: LatencyQueries.Bad(threshold)) with { Kind = ObjectiveKind.Latency, Threshold = threshold });
        Assert.Equal(BudgetHealth.NoData, budget.Health);
        Assert.Equal("the threshold 400 ms is no bucket boundary of x_bucket, so that nothing between two can be counted; the nearest are 250 ms and 500 ms", budget.Problem);
    }

    [Fact]
    public async Task What_happened_in_time_left_out_is_counted_once_and_taken_off()
    {
        planned.Times = [new LeftOutTime(Any.Noon.AddHours(-5), Any.Noon.AddHours(-4), "planned work", "somebody")];
        world.Prom.Instant = promql => ScriptedMetrics.One(promql.Contains("bad", StringComparison.Ordinal) ? 0.001 : 1);
        world.Prom.Range = (promql, range) => [new Series(LabelSet.Empty, [new Point(range.To, promql.Contains("bad", StringComparison.Ordinal) ? 0.5 : 1)])];
        var budget = await ReadAsync(Any.Objective(recorded: false));
        Assert.Equal((1800, 3600), (budget.LeftOut!.Counts.Bad, budget.LeftOut.Counts.Total));
        Assert.Equal((0, 2592 - 1800), (Math.Round(budget.LeftOut.RemainingWithAll!.Value, 9), Math.Round(budget.Counts!.Bad, 6)));
        Assert.True(budget.Remaining > 0.6);
        Assert.Equal(Any.Noon.AddHours(-4), Assert.Single(world.Prom.AskedRanges).Range.To);
        await world.NextAsync(world.Live.Slo, TimeSpan.FromMinutes(5));
        Assert.Single(world.Prom.AskedRanges);
    }

    [Fact]
    public async Task When_somebody_leaves_time_out_budgets_are_read_again_at_once()
    {
        world.Prom.Instant = _ => ScriptedMetrics.One(1);
        world.Prom.Range = (_, range) => [new Series(LabelSet.Empty, [new Point(range.To, 1)])];
        Assert.Null((await ReadAsync(Any.Objective(recorded: false))).LeftOut);
        planned.Times = [new LeftOutTime(Any.Noon.AddHours(-5), Any.Noon.AddHours(-4), "planned work", "somebody")];
        await world.Time.TimersAsync(1, BoardWorld.Cancellation);
        wake.Wake();
        await BoardWorld.UntilAsync(world.Live.Slo, snapshot => snapshot.Value!.Budgets[0].LeftOut is { Times.Length: 1 });
    }

    [Fact]
    public async Task When_it_is_not_known_what_to_leave_out_all_counts_and_that_is_said()
    {
        planned.Fails = new StorageException(StorageFault.Unreachable, "the database does not answer");
        world.Prom.Instant = promql => ScriptedMetrics.One(promql.Contains("bad", StringComparison.Ordinal) ? 0 : 1);
        var budget = await ReadAsync(Any.Objective(recorded: false));
        Assert.Equal(BudgetHealth.Healthy, budget.Health);
        Assert.Equal(["what is to be left out of the budget can't be read: the database does not answer"], budget.Notes);
    }

    private async Task<ErrorBudget> ReadAsync(ObjectiveProfile objective)
    {
        world.Profiles(BoardWorld.System("a") with { Slos = [objective] });
        await world.StartAsync(new SloCollector(world.Live, world.Sources, Options.Create(new SloOptions()), [planned], wake, world.Time));
        return (await BoardWorld.UntilAsync(world.Live.Slo, snapshot => snapshot.Value is not null)).Value!.Budgets[0];
    }

    private sealed class Planned : ILeftOutTimes
    {
        public ImmutableArray<LeftOutTime> Times { get; set; } = [];

        public StorageException? Fails { get; set; }

        public Task<ImmutableArray<LeftOutTime>> OfAsync(SystemProfile system, ObjectiveProfile objective, BudgetPeriod period, CancellationToken cancellation) =>
            Fails is { } failure ? throw failure : Task.FromResult(Times);
    }
}
