using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class SloCollectorTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task All_recorded_objectives_of_all_systems_are_read_together()
    {
        world.Prom.Instant = promql => [.. Records(promql, "a", 0.0006, 1), .. Records(promql, "b", 0, 0)];
        await StartAsync(System("a", Any.Objective()), System("b", Any.Objective()));
        var board = (await ReadAsync()).Budgets;
        Assert.Equal([BudgetHealth.Warning, BudgetHealth.NoTraffic], board.Select(budget => budget.Health));
        Assert.Equal(0.4, board[0].Remaining!.Value, 6);

        // One a tier, and how far back the records reach.
        Assert.Equal(4, world.Prom.Requests);
        Assert.Contains(world.Prom.Asked, asked => asked.Contains("sum by (system, slo) (sum_over_time(slo:bad:rate5m[29d23h59m59s999ms]))", StringComparison.Ordinal));
        Assert.Contains(world.Prom.Asked, asked => asked.Contains("(sum by (system, slo) (slo:total:rate5m)\n)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Long_windows_are_asked_at_first_and_then_rarely()
    {
        world.Prom.Instant = promql => Records(promql, "a", 0, 1);
        await StartAsync(System("a", Any.Objective()));
        await ReadAsync();
        for (var i = 0; i < 30; i++)
        {
            await world.NextAsync(world.Live.Slo, TimeSpan.FromSeconds(10));
        }

        Assert.Equal(2, world.Prom.Asked.Count(asked => asked.Contains("[29d23h59m59s999ms]", StringComparison.Ordinal)));
        Assert.Equal(6, world.Prom.Asked.Count(asked => asked.Contains("[5h59m59s999ms]", StringComparison.Ordinal)));
        Assert.Equal(31, world.Prom.Asked.Count(asked => asked.Contains("[59m59s999ms]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Long_windows_are_asked_anew_while_the_budget_burns_visibly()
    {
        // A 30-day budget burnt 144 times too fast loses a two-hundredth in a minute and a half.
        world.Prom.Instant = promql => Records(promql, "a", 0.144, 1);
        await StartAsync(System("a", Any.Objective()));
        await ReadAsync();
        for (var i = 0; i < 30; i++)
        {
            await world.NextAsync(world.Live.Slo, TimeSpan.FromSeconds(10));
        }

        Assert.Equal(3, world.Prom.Asked.Count(asked => asked.Contains("[29d23h59m59s999ms]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_objective_that_nobody_records_is_asked_with_its_own_expressions()
    {
        world.Prom.Instant = promql => ScriptedMetrics.One(promql.Contains("good", StringComparison.Ordinal) ? 999.8 : 1000);
        await StartAsync(System("a", Any.Objective(recorded: false, bad: null, good: "sum(rate(good[$window]))")));
        var budget = (await ReadAsync()).Budgets[0];
        Assert.Equal(0.8, budget.Remaining!.Value, 6);
        Assert.Contains(world.Prom.Asked, asked => asked.Contains("sum(rate(good[3d]))", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Prom.Asked, asked => asked.Contains("$window", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Not_a_number_of_nothing_is_no_traffic()
    {
        world.Prom.Instant = _ => ScriptedMetrics.One(double.NaN);
        await StartAsync(System("a", Any.Objective(recorded: false)));
        Assert.Equal(BudgetHealth.NoTraffic, (await ReadAsync()).Budgets[0].Health);
    }

    [Fact]
    public async Task Each_objective_without_data_says_why()
    {
        world.Prom.Instant = promql => promql.StartsWith("sum by", StringComparison.Ordinal) ? []
            : promql.Contains("bad", StringComparison.Ordinal) ? throw ScriptedMetrics.Invalid("parse error at char 7")
            : ScriptedMetrics.One(1);
        await StartAsync(System("a", Any.Objective(), Any.Objective("other", recorded: false)));
        var board = (await ReadAsync()).Budgets;
        Assert.All(board, budget => Assert.Equal(BudgetHealth.NoData, budget.Health));
        Assert.Equal("slo:total:rate5m has no series with system=\"a\", slo=\"availability\": is its recording rule loaded?", board[0].Problem);
        Assert.Equal("bad events over 30d: parse error at char 7", board[1].Problem);
    }

    [Fact]
    public async Task A_silent_source_leaves_the_old_budgets_and_says_why()
    {
        world.Prom.Instant = promql => Records(promql, "a", 0, 1);
        await StartAsync(System("a", Any.Objective()));
        await ReadAsync();
        world.Prom.Down = ScriptedMetrics.Unreachable("connection refused");
        var failed = await world.NextAsync(world.Live.Slo, TimeSpan.FromSeconds(10));
        Assert.Equal("connection refused", failed.Problem);
        Assert.Equal(BudgetHealth.Healthy, failed.Value!.Budgets[0].Health);
        world.Prom.Down = null;
        Assert.Null((await world.NextAsync(world.Live.Slo, TimeSpan.FromSeconds(10))).Problem);
    }

    [Fact]
    public async Task A_longer_window_tells_no_fewer_failures_than_a_shorter_one_while_its_records_have_not_got_them_yet()
    {
        // Half of what there is fails since a minute ago: the five-minute rate knows, the sums over hours do not yet.
        world.Prom.Instant = promql => promql.Contains("sum_over_time", StringComparison.Ordinal) ? Records(promql, "a", 0, 1000) : Records(promql, "a", 0.5, 1);
        await StartAsync(System("a", Any.Objective()));
        var burns = (await ReadAsync()).Budgets[0].BurnRates;
        Assert.Equal(new BudgetCounts(150, 300), burns[0].Counts);
        Assert.All(burns.Skip(1), burn => Assert.Equal(new BudgetCounts(150, 60_000), burn.Counts));
    }

    [Fact]
    public async Task Changed_profiles_are_read_at_once_in_all_windows()
    {
        world.Prom.Instant = promql => [.. Records(promql, "a", 0, 1), .. Records(promql, "b", 0.002, 1)];
        await StartAsync(System("a", Any.Objective()));
        await ReadAsync();
        world.Profiles(System("b", Any.Objective()));
        var board = await BoardWorld.UntilAsync(world.Live.Slo, it => it.Value?.Budgets[0].System == "b");
        Assert.Equal(BudgetHealth.Exhausted, board.Value!.Budgets[0].Health);
    }

    private static Sample[] Records(string promql, string system, double bad, double total) =>
        ScriptedMetrics.One(promql.Contains("slo:bad", StringComparison.Ordinal) ? bad : total, ("system", system), ("slo", "availability"));

    private static SystemProfile System(string id, params ObjectiveProfile[] objectives) => BoardWorld.System(id) with { Slos = [.. objectives] };

    private async Task StartAsync(params SystemProfile[] systems)
    {
        world.Profiles(systems);
        await world.StartAsync(new SloCollector(world.Live, world.Sources, Options.Create(new SloOptions()), [], new SloWake(), world.Time));
    }

    private async Task<SloBoard> ReadAsync() => (await BoardWorld.UntilAsync(world.Live.Slo, snapshot => snapshot.Value is not null)).Value!;
}
