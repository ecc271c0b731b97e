using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Panels;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Panels;

public sealed class PanelCollectorTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();
    private readonly PanelDesk desk;

    public PanelCollectorTests()
    {
        desk = new PanelDesk(world.Sources, Options.Create(new PanelOptions()), world.Time);
        world.Prom.Range = (promql, range) => [new Series(LabelSet.Empty, [new Point(range.From, 1), new Point(range.To, promql.Length)])];
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        desk.Dispose();
    }

    [Fact]
    public async Task A_chart_with_several_queries_costs_one_request_of_at_most_240_points()
    {
        await StartAsync(Panel("Latency", "p50", "p95"));
        var panel = (await UntilReadAsync()).Panels[0];
        Assert.Equal(["p50", "p95"], panel.Lines.Select(line => line.Legend));
        Assert.Null(panel.Problem);
        var (_, range) = Assert.Single(world.Prom.AskedRanges);
        Assert.InRange(((range.To - range.From) / range.Step) + 1, 120, 240);
        Assert.Equal((range.From, range.To), (panel.From, panel.To));
    }

    [Fact]
    public async Task Charts_are_spread_over_the_minute_and_each_is_read_once_in_it()
    {
        await StartAsync([.. Enumerable.Range(0, 45).Select(i => Panel($"Panel {i}", $"q{i}"))]);
        await PassAsync(10);
        Assert.Equal(45, world.Prom.AskedRanges.Count);
        var most = 0;
        await PassAsync(60);
        var settled = world.Prom.AskedRanges.Count;
        for (var i = 0; i < 150; i++)
        {
            var before = world.Prom.AskedRanges.Count;
            await PassAsync(2);
            most = Math.Max(most, world.Prom.AskedRanges.Count - before);
        }

        Assert.Equal(5 * 45, world.Prom.AskedRanges.Count - settled);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_chart_without_series_and_one_that_is_refused_say_so()
    {
        world.Prom.Range = (promql, _) => promql == "bad" ? throw ScriptedMetrics.Invalid("parse error") : [];
        await StartAsync(Panel("A", "none"), Panel("B", "bad"));
        var panels = (await UntilReadAsync()).Panels;
        Assert.Equal(["no series", "parse error"], panels.Select(panel => panel.Problem));
    }

    [Fact]
    public async Task A_silent_source_leaves_the_old_lines_and_says_why()
    {
        await StartAsync(Panel("A", "a"));
        await UntilReadAsync();
        world.Prom.Down = ScriptedMetrics.Unreachable("connection refused");
        await PassAsync(120);
        Assert.Equal("connection refused", world.Live.Panels.Current.Problem);
        Assert.NotEmpty(world.Live.Panels.Current.Value!.Panels[0].Lines);
    }

    private static PanelProfile Panel(string title, params string[] queries) =>
        new(title, "s", [.. queries.Select(query => new PanelQuery(query, query))], null, string.Empty);

    private async Task StartAsync(params PanelProfile[] panels)
    {
        world.Profiles(BoardWorld.System("a") with { Panels = [.. panels] });
        await world.StartAsync(new PanelCollector(world.Live, desk, Options.Create(new PanelOptions()), world.Time));
    }

    private async Task<PanelBoard> UntilReadAsync()
    {
        await PassAsync(20);
        return (await BoardWorld.UntilAsync(world.Live.Panels, snapshot => snapshot.Value is { } board
            && board.Panels.All(panel => panel.Problem != "not read yet"))).Value!;
    }

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i += 2)
        {
            await world.Time.TimersAsync(1, BoardWorld.Cancellation);
            world.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await world.Time.TimersAsync(1, BoardWorld.Cancellation);
    }
}
