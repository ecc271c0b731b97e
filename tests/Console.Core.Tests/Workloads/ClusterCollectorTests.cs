using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Live;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class ClusterCollectorTests : IAsyncDisposable
{
    private const int Loops = 4;
    private readonly BoardWorld world = new();
    private readonly ScriptedKubernetes cluster = new("prod");
    private readonly ScriptedKubernetes other = new("other");

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_pod_appears_with_its_workload_and_kubectls_word()
    {
        await StartAsync(Made.System(Made.Profile("api")));
        cluster.ListNothing(Made.Namespace);
        cluster.Put(Made.Namespace, Made.PodOf("api", "x", Made.Waiting("ImagePullBackOff", "Back-off pulling image \"app:2\"")));
        var pod = (await PodsAsync(board => board.Pods.Length == 1))[0];
        Assert.Equal(("a", "prod", "Deployment", "api"), (pod.System, pod.Cluster, pod.WorkloadKind, pod.Workload));
        Assert.Equal(("ImagePullBackOff", "ImagePullBackOff: Back-off pulling image \"app:2\""), (pod.Words, pod.Trouble));
    }

    [Fact]
    public async Task A_change_of_one_pod_leaves_the_others_objects_alone()
    {
        await StartAsync(Made.System());
        cluster.ListNothing(Made.Namespace);
        cluster.List(Made.Namespace, [.. Enumerable.Range(0, 100).Select(i => Made.PodOf("api", $"{i:000}"))]);
        var before = await PodsAsync(board => board.Pods.Length == 100);
        cluster.Put(Made.Namespace, Made.PodOf("api", "050", Made.Running(restarts: 1)));
        await PassAsync(1);
        var after = await PodsAsync(board => board.Pods.Any(pod => pod.Pod.Restarts == 1));
        Assert.Equal(1, before.Zip(after).Count(pair => !ReferenceEquals(pair.First, pair.Second)));
    }

    [Fact]
    public async Task A_storm_of_changes_is_at_most_four_writes_a_second_and_the_last_is_not_lost()
    {
        await StartAsync(Made.System());
        cluster.ListNothing(Made.Namespace);
        await PodsAsync(_ => true);
        await PassAsync(1);
        var begun = world.Live.Pods.Current.Version;
        for (var (i, taken) = (0, cluster.Taken); i < 200; i++)
        {
            cluster.Put(Made.Namespace, Made.PodOf("api", "x", Made.Running(restarts: i)));
            while (cluster.Taken <= taken + i)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, BoardWorld.Cancellation);
            }

            await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
            world.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        await PassAsync(1);
        Assert.Equal(199, (await PodsAsync(board => board.Pods is [{ Pod.Restarts: 199 }]))[0].Pod.Restarts);
        Assert.InRange(world.Live.Pods.Current.Version - begun, 2, 21);
    }

    [Fact]
    public async Task While_nothing_happens_the_sections_stay_live_and_are_not_written_each_round()
    {
        await StartAsync(Made.System(Made.Profile("api")));
        cluster.ListNothing(Made.Namespace);
        await PodsAsync(_ => true);
        await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is { Findings.Length: 1 });
        await PassAsync(5);
        ILiveSection[] sections = [world.Live.Pods, world.Live.Events, world.Live.Nodes, world.Live.Workloads, world.Live.Findings];
        var before = sections.Select(section => section.Head).ToArray();
        await PassAsync(300);
        foreach (var (section, head) in sections.Zip(before))
        {
            Assert.Equal(Freshness.Live, section.Head.FreshnessAt(world.Time.GetUtcNow(), section.StaleAfter));
            Assert.InRange(section.Head.Version - head.Version, 10, 16);
            Assert.Same(head.Value, section.Head.Value);
        }
    }

    [Fact]
    public async Task A_broken_watch_leaves_the_old_pods_and_the_section_says_why()
    {
        await StartAsync(Made.System());
        cluster.ListNothing(Made.Namespace);
        cluster.Put(Made.Namespace, Made.PodOf("api", "x"));
        await PodsAsync(board => board.Pods.Length == 1);
        cluster.Break<Pod>(Made.Namespace, "prod does not answer");
        await PassAsync(1);
        var failed = await world.PassUntilAsync(world.Live.Pods, seen => seen.Problem is not null && seen.Value is not null);
        Assert.Equal(("prod does not answer", 1), (failed.Problem, failed.Value!.Pods.Length));
        Assert.Null(world.Live.Events.Current.Problem);
        cluster.List<Pod>(Made.Namespace);
        await PassAsync(1);
        Assert.Empty((await world.PassUntilAsync(world.Live.Pods, seen => seen.Problem is null && seen.Value is { Pods.IsEmpty: true })).Value!.Problems);
    }

    [Fact]
    public async Task A_cluster_that_is_down_does_not_hide_another()
    {
        await StartAsync(Made.System(), Made.System() with { Id = "b", Cluster = "other" });
        cluster.ListNothing(Made.Namespace);
        cluster.Put(Made.Namespace, Made.PodOf("api", "x"));
        other.Break<Pod>(Made.Namespace, "other refused");
        other.Break<Node>(null, "other refused");
        var board = (await world.PassUntilAsync(world.Live.Pods, seen => seen.Value is { Pods.Length: 1, Problems.Count: 1 } it && !it.Problems["b"].Contains("waiting", StringComparison.Ordinal))).Value!;
        Assert.Equal("fleet: other refused", board.Problems["b"]);
        Assert.Equal([("other", "other refused"), ("prod", (string?)null)], (await world.PassUntilAsync(
            world.Live.Nodes, seen => seen.Value?.Clusters is [{ Problem: "other refused" }, { Problem: null }])).Value!.Clusters.Select(it => (it.Cluster, it.Problem)));
    }

    [Fact]
    public async Task Without_a_cluster_the_sections_are_empty_and_live()
    {
        world.Profiles(BoardWorld.System("a"));
        await world.StartAsync(Collector([]));
        await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is not null);
        await PodsAsync(_ => true);
        ILiveSection[] sections = [world.Live.Pods, world.Live.Events, world.Live.Nodes, world.Live.Workloads, world.Live.Findings];
        Assert.All(sections, section => Assert.Equal(Freshness.Live, section.Head.FreshnessAt(world.Time.GetUtcNow(), section.StaleAfter)));
    }

    [Fact]
    public async Task A_cluster_that_is_not_configured_is_named()
    {
        await StartAsync(Made.System(Made.Profile("api")) with { Cluster = "elsewhere" });
        const string Words = "no cluster is named 'elsewhere'; configured: prod, other";
        Assert.Equal(Words, (await world.PassUntilAsync(world.Live.Pods, seen => seen.Value is { Problems.Count: 1 })).Value!.Problems["a"]);
        Assert.Equal(Words, (await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is { Gaps.Length: 1 })).Value!.Gaps[0].Because);
        var workload = (await world.PassUntilAsync(world.Live.Workloads, seen => seen.Value is not null)).Value!.Workloads[0];
        Assert.Equal((null, $"the cluster can't be seen: {Words}"), (workload.Ready, workload.Problem));
    }

    [Fact]
    public async Task What_a_cluster_does_not_serve_is_a_gap_and_no_failure()
    {
        await StartAsync(Made.System());
        cluster.ListNothing(Made.Namespace);
        cluster.Tell(Made.Namespace, new ClusterChange<DisruptionBudget>.NotServed("policy/v1", Made.Noon));
        await PassAsync(2);
        var gap = Assert.Single((await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is { Gaps: [{ Check: "disruption budgets" }] })).Value!.Gaps);
        Assert.Equal("this cluster does not serve policy/v1; PDB findings are off", gap.Because);
        Assert.Null(world.Live.Findings.Current.Problem);
        cluster.List<DisruptionBudget>(Made.Namespace);
        cluster.Tell(null, new ClusterChange<Node>.NotServed("v1", Made.Noon));
        await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is { Gaps: [{ Because: "this cluster does not serve v1; findings about nodes are off" }] });
        cluster.List<Node>(null);
        Assert.Empty((await world.PassUntilAsync(world.Live.Findings, seen => seen.Value is { Gaps.IsEmpty: true })).Value!.Gaps);
    }

    [Fact]
    public async Task Watches_follow_the_profiles()
    {
        await StartAsync(Made.System());
        await UntilWatchedAsync(9);
        Assert.Equal(0, other.Watches);
        world.Profiles(Made.System() with { Namespaces = ["elsewhere"] }, Made.System() with { Id = "twin", Namespaces = ["elsewhere"] });
        await UntilWatchedAsync(9, within: "elsewhere");
        Assert.Equal(0, cluster.Watching[(typeof(Pod), Made.Namespace)]);
        world.Profiles(BoardWorld.System("none"));
        await UntilWatchedAsync(0);
        Assert.Empty((await PodsAsync(board => board.Pods.IsEmpty)));
    }

    [Fact]
    public async Task Events_are_newest_first_recent_and_bounded()
    {
        await StartAsync(Made.System());
        cluster.ListNothing(Made.Namespace);
        cluster.List(Made.Namespace, [.. Enumerable.Range(0, 300).Select(i => Event($"e{i:000}", Made.Noon.AddSeconds(-30 * i)))]);
        var board = (await world.PassUntilAsync(world.Live.Events, seen => seen.Value is { Events.Length: > 0 })).Value!;
        Assert.Equal(200, board.Events.Length);
        Assert.Equal("e000", board.Events[0].Event.Id.Name);
        cluster.Put(Made.Namespace, Event("e150", Made.Noon.AddSeconds(1)) with { Count = 7 });
        await PassAsync(1);
        var merged = (await world.PassUntilAsync(world.Live.Events, seen => seen.Value!.Events[0].Event.Count == 7)).Value!;
        Assert.Single(merged.Events, it => it.Event.Id.Name == "e150");
        cluster.List(Made.Namespace, Event("old", Made.Noon.AddHours(-2).AddSeconds(30)));
        await PassAsync(1);
        await world.PassUntilAsync(world.Live.Events, seen => seen.Value is { Events.Length: 1 });
        await PassAsync(40);
        Assert.Empty((await world.PassUntilAsync(world.Live.Events, seen => seen.Value is { Events.IsEmpty: true })).Value!.Events);
    }

    private static ClusterEvent Event(string name, DateTimeOffset at) => new()
    {
        Id = Made.Id(name),
        AboutKind = "Pod",
        AboutName = "api-1",
        IsWarning = true,
        Reason = "BackOff",
        Message = "back-off",
        At = at,
    };

    private WorkloadCollector Collector(IEnumerable<IClusterSource> clusters) =>
        new(world.Live, new WorkloadCollector.Readings(world.Sources, clusters), Options.Create(new WorkloadOptions()), world.Time);

    private async Task StartAsync(params SystemProfile[] systems)
    {
        world.Profiles(systems);
        await world.StartAsync(Collector([cluster, other]));
    }

    private async Task<IReadOnlyList<PodStatus>> PodsAsync(Func<PodBoard, bool> wanted) =>
        (await world.PassUntilAsync(world.Live.Pods, seen => seen.Value is { } board && wanted(board))).Value!.Pods;

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds * 4; i++)
        {
            await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
            world.Time.Advance(TimeSpan.FromMilliseconds(250));
        }

        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
    }

    // In one namespace, beside the nodes; one that is left and one that is entered may overlap.
    private async Task UntilWatchedAsync(int count, string within = Made.Namespace)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (cluster.Watches != count || cluster.Watching.Any(it => it.Value != (count > 0 && (it.Key.Namespace is null || it.Key.Namespace == within) ? 1 : 0)))
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }
}
