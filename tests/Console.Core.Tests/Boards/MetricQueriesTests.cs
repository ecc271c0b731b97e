using System.Collections.Immutable;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Boards;

public sealed class MetricQueriesTests : IDisposable
{
    private readonly FakeTime time = new(BoardWorld.Noon);
    private readonly ScriptedMetrics prom = new();
    private readonly MetricQueries queries;

    public MetricQueriesTests() => queries = new MetricQueries(new MetricSources([prom]), time, atOnce: 2);

    public void Dispose() => queries.Dispose();

    [Fact]
    public async Task Several_figures_cost_one_request_and_come_in_order()
    {
        prom.Instant = promql => promql == "b" ? [] : ScriptedMetrics.One(promql.Length, ("pod", "x"));
        var figures = await AskAsync("a", "b", "ccc");
        Assert.Equal([1d, null, 3d], figures.Select(figure => figure.Value));
        Assert.Equal("no series", figures[1].Problem);
        Assert.Single(prom.Asked);
    }

    [Fact]
    public void Expressions_are_put_together_so_that_none_hides_another() => Assert.Equal(
        "label_replace((a # why\n), \"console_ask\", \"0\", \"\", \"\")\nor label_replace((b\n), \"console_ask\", \"1\", \"\", \"\")",
        PromqlBatch.Text(["a # why", "b"]));

    [Fact]
    public async Task When_the_whole_is_refused_each_is_asked_alone_and_keeps_its_own_error()
    {
        prom.Instant = promql => promql == "bad(" ? throw ScriptedMetrics.Invalid("parse error") : ScriptedMetrics.One(7);
        var figures = await AskAsync("good", "bad(");
        Assert.Equal((7, null), (figures[0].Value, figures[0].Problem));
        Assert.Equal((null, "parse error", false), (figures[1].Value, figures[1].Problem, figures[1].Silent));
        Assert.Equal(3, prom.Requests);
        await AskAsync("good", "bad(");
        Assert.Equal(5, prom.Requests);
    }

    [Fact]
    public async Task After_ten_minutes_a_refused_whole_gets_another_chance()
    {
        prom.Instant = promql => throw ScriptedMetrics.Invalid("many-to-many");
        await AskAsync("a", "b");
        prom.Instant = promql => ScriptedMetrics.One(7);
        time.Advance(TimeSpan.FromMinutes(10));
        await AskAsync("a", "b");
        Assert.Equal(4, prom.Requests);
    }

    [Fact]
    public async Task A_silent_source_is_asked_once_and_every_figure_says_why()
    {
        prom.Down = ScriptedMetrics.Unreachable("connection refused");
        var figures = await AskAsync("a", "b");
        Assert.All(figures, figure => Assert.Equal((null, "connection refused", true), (figure.Value, figure.Problem, figure.Silent)));
        Assert.Equal(1, prom.Requests);
    }

    [Theory]
    [InlineData(double.NaN, "the value is not a number (0/0)")]
    [InlineData(double.PositiveInfinity, "the value is infinite (a division by zero)")]
    public async Task What_is_no_number_is_no_figure(double value, string problem)
    {
        prom.Instant = _ => ScriptedMetrics.One(value);
        var figure = (await AskAsync("a"))[0];
        Assert.Equal((null, problem, false), (figure.Value, figure.Problem, figure.Silent));
    }

    [Fact]
    public async Task Several_series_are_no_figure()
    {
        prom.Instant = _ => [.. ScriptedMetrics.One(1, ("pod", "a")), .. ScriptedMetrics.One(2, ("pod", "b"))];
        Assert.Equal("2 series where one figure is due: aggregate them, for example with sum() or max()", (await AskAsync("a"))[0].Problem);
    }

    [Fact]
    public async Task A_source_that_is_not_configured_is_named_beside_those_that_are()
    {
        var figures = await queries.FiguresAsync("thanos", ["a"], BoardWorld.Cancellation);
        Assert.Equal(("no metric source is named 'thanos'; configured: prom", false), (figures[0].Problem, figures[0].Silent));
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_allowed()
    {
        var gate = new TaskCompletionSource();
        prom.Gate = gate.Task;
        var asking = Enumerable.Range(0, 6).Select(i => AskAsync($"a{i}")).ToArray();
        gate.SetResult();
        await Task.WhenAll(asking);
        Assert.Equal((2, 6), (prom.MostUnderWay, prom.Requests));
    }

    [Fact]
    public void A_range_lies_on_whole_steps_and_moves_by_whole_steps()
    {
        var step = TimeSpan.FromSeconds(91);
        var one = QueryRange.Until(BoardWorld.Noon, TimeSpan.FromHours(3), step);
        var next = QueryRange.Until(BoardWorld.Noon.AddSeconds(200), TimeSpan.FromHours(3), step);
        Assert.Equal(0, (next.From - one.From).Ticks % step.Ticks);
        Assert.Equal(0, (one.To - one.From).Ticks % step.Ticks);
        Assert.InRange(BoardWorld.Noon - one.To, TimeSpan.Zero, step);
    }

    private Task<ImmutableArray<Figure>> AskAsync(params string[] expressions) =>
        queries.FiguresAsync(null, [.. expressions], BoardWorld.Cancellation);
}
