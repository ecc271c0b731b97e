using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class WorkloadCollectorTests : IAsyncDisposable
{
    private readonly BoardWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Ready_replicas_are_read_with_one_request_a_system()
    {
        world.Prom.Instant = promql => promql == "api" ? ScriptedMetrics.One(3) : ScriptedMetrics.One(0);
        var workloads = await ReadAsync(Workload("api"), Workload("web"));
        Assert.Equal([3, 0], workloads.Select(workload => workload.Ready));
        Assert.All(workloads, workload => Assert.Null(workload.Problem));
        Assert.Single(world.Prom.Asked);
    }

    [Fact]
    public async Task What_is_not_told_is_not_known_and_never_zero()
    {
        world.Prom.Instant = promql => promql switch
        {
            "absent" => [],
            "bad" => throw ScriptedMetrics.Invalid("parse error"),
            _ => ScriptedMetrics.One(-1),
        };
        var workloads = await ReadAsync(Workload("absent"), Workload("bad"), Workload("odd"), Workload(null));
        Assert.All(workloads, workload => Assert.Null(workload.Ready));
        Assert.Equal(
            ["no series", "parse error", "-1 is no number of replicas", "only the cluster tells: the profile names no query for it"],
            workloads.Select(workload => workload.Problem));
    }

    [Fact]
    public async Task A_silent_source_leaves_the_old_workloads_and_says_why()
    {
        world.Prom.Instant = _ => ScriptedMetrics.One(3);
        await ReadAsync(Workload("api"));
        world.Prom.Down = ScriptedMetrics.Unreachable("connection refused");
        await world.Time.TimersAsync(4, BoardWorld.Cancellation);
        world.Time.Advance(TimeSpan.FromSeconds(10));
        var failed = await world.PassUntilAsync(world.Live.Workloads, snapshot => snapshot.Problem is not null && snapshot.Value is not null);
        Assert.Equal(("connection refused", 3), (failed.Problem, failed.Value!.Workloads[0].Ready));
    }

    private static WorkloadProfile Workload(string? ready) => new("Deployment", "fleet", ready ?? "none", 3, 2, 5, ready);

    private async Task<IReadOnlyList<WorkloadStatus>> ReadAsync(params WorkloadProfile[] workloads)
    {
        world.Profiles(BoardWorld.System("a") with { Workloads = [.. workloads] });
        await world.StartAsync(new WorkloadCollector(world.Live, new WorkloadCollector.Readings(world.Sources, []), Options.Create(new WorkloadOptions()), world.Time));
        return (await world.PassUntilAsync(world.Live.Workloads, snapshot => snapshot.Value is not null)).Value!.Workloads;
    }
}
