using Microsoft.Extensions.Options;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Queues;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Queues;

public sealed class QueueCollectorTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();
    private readonly Dictionary<string, double> figures = new(StringComparer.Ordinal) { ["depth"] = 600, ["in"] = 10, ["out"] = 30, ["age"] = 90 };

    public QueueCollectorTests() =>
        world.Prom.Instant = promql => figures.TryGetValue(promql, out var value) ? ScriptedMetrics.One(value) : [];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_queue_costs_one_request_a_round_and_a_history_a_minute()
    {
        await StartAsync(Any.Queue(oldest: "age"));
        var queue = (await ReadAsync()).Queues[0];
        Assert.Equal((600, 10, 30), (queue.Depth, queue.InRate, queue.OutRate));
        Assert.Equal((TimeSpan.FromSeconds(90), Severity.Info, DrainOutlook.Clears), (queue.Oldest, queue.Level, queue.Forecast.Outlook));
        for (var i = 0; i < 12; i++)
        {
            await world.NextAsync(world.Live.Queues, TimeSpan.FromSeconds(10));
        }

        Assert.Equal((13, 3), (world.Prom.Asked.Count, world.Prom.AskedRanges.Count));
    }

    [Fact]
    public async Task The_history_is_what_was_asked_with_live_depths_behind_it()
    {
        world.Prom.Range = (_, range) => [new Series(LabelSet.Empty, [new Point(range.From, 5), new Point(range.To - range.Step, double.NaN), new Point(range.To, 7)])];
        await StartAsync(Any.Queue());
        await ReadAsync();
        figures["depth"] = 640;
        var history = (await world.NextAsync(world.Live.Queues, TimeSpan.FromSeconds(10))).Value!.Queues[0].History;
        Assert.Equal([5, 7, 640], history.Select(point => point.Value));
        Assert.Equal(BoardWorld.Noon.AddSeconds(10), history[^1].At);
    }

    [Fact]
    public async Task A_capacity_that_is_a_number_is_not_asked_and_zero_is_said()
    {
        await StartAsync(Any.Queue("800", warn: 0.7), Any.Queue("0", warn: 0.7), Any.Queue("gone", warn: 0.7));
        var queues = (await ReadAsync()).Queues;
        Assert.Equal((0.75, Severity.Warning, (string?)null), (queues[0].Share, queues[0].Level, queues[0].Problem));
        Assert.Equal((null, Severity.Unknown, "the capacity is 0: the share in use can't be told"), (queues[1].Share, queues[1].Level, queues[1].Problem));
        Assert.Equal((null, Severity.Unknown, "capacity: no series"), (queues[2].Share, queues[2].Level, queues[2].Problem));
        Assert.DoesNotContain(world.Prom.Asked, asked => asked.Contains("800", StringComparison.Ordinal));
        Assert.Contains("no drain to forecast", queues[0].Forecast.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_series_is_no_data_and_never_zero()
    {
        figures.Clear();
        await StartAsync(Any.Queue());
        var queue = (await ReadAsync()).Queues[0];
        Assert.Equal((null, Severity.Unknown, "no series"), (queue.Depth, queue.Level, queue.Problem));
        Assert.Equal(DrainOutlook.Silent, queue.Forecast.Outlook);
        Assert.Empty(queue.History);
    }

    [Fact]
    public async Task One_bad_expression_costs_only_its_own_figure()
    {
        world.Prom.Instant = promql => promql == "in" ? throw ScriptedMetrics.Invalid("parse error") : ScriptedMetrics.One(figures[promql]);
        await StartAsync(Any.Queue());
        var queue = (await ReadAsync()).Queues[0];
        Assert.Equal((600, null, 30), (queue.Depth, queue.InRate, queue.OutRate));
    }

    [Fact]
    public async Task A_silent_source_leaves_the_old_queues_and_says_why()
    {
        await StartAsync(Any.Queue());
        await ReadAsync();
        world.Prom.Down = ScriptedMetrics.Unreachable("connection refused");
        var failed = await world.NextAsync(world.Live.Queues, TimeSpan.FromSeconds(10));
        Assert.Equal(("connection refused", 600), (failed.Problem, failed.Value!.Queues[0].Depth));
    }

    private async Task StartAsync(params QueueProfile[] queues)
    {
        world.Profiles(BoardWorld.System("a") with { Queues = [.. queues] });
        await world.StartAsync(new QueueCollector(world.Live, world.Sources, Options.Create(new QueueOptions()), world.Time));
    }

    private async Task<QueueBoard> ReadAsync() => (await BoardWorld.UntilAsync(world.Live.Queues, snapshot => snapshot.Value is not null)).Value!;
}
