using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Leadership;

public sealed class LeaderCollectorTests : IAsyncDisposable
{
    private const int Loops = 3;
    private static readonly DateTimeOffset Noon = BoardWorld.Noon;
    private static readonly LeaderElectionProfile Election =
        new("fleet", "leader", "leads", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5, "nothing is reconciled");

    private readonly BoardWorld world = new();
    private readonly ScriptedCluster cluster = new("prod");
    private (string Pod, double Value)[] gauges = [("x2m4q", 1), ("b", 0)];

    public LeaderCollectorTests() => world.Prom.Instant = _ =>
        [.. gauges.Select(it => new Sample(LabelSet.Of(("pod", it.Pod)), Noon, it.Value))];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_change_of_the_lease_is_published_without_time_passing()
    {
        await StartAsync(System());
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        cluster.Tell(Noon, Lease(Noon));
        var led = await UntilAsync(status => status.State is LeaderState.Led && status.Lease is not null);
        Assert.Equal(("x2m4q", Noon.AddHours(-2)), (led.Holder, led.Since));
        Assert.Equal(["x2m4q"], led.Leading);
        Assert.Equal(["b", "x2m4q"], led.Contenders!.Value);
        Assert.Contains(world.Prom.Asked, asked => asked.Contains("(leads) and (timestamp(leads) > time() - 120)", StringComparison.Ordinal));
        cluster.Tell(Noon, Lease(Noon) with { Holder = "b", AcquiredAt = Noon, Transitions = 4 });
        Assert.Equal(4, (await UntilAsync(status => status.Holder == "b")).Lease!.Transitions);
    }

    [Fact]
    public async Task An_expiry_is_seen_within_a_second_without_any_event()
    {
        await StartAsync(System() with { Leader = Election with { StatusMetric = null } });
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        cluster.Tell(Noon, Lease(Noon));
        await UntilAsync(status => status.State is LeaderState.Led);
        await PassAsync(25);

        // The cluster is well, and says that nothing changed.
        cluster.Tell(Noon.AddSeconds(25), Lease(Noon));
        await PassAsync(5);
        Assert.Equal(LeaderState.Led, Now.State);
        await PassAsync(1);
        var nobody = await UntilAsync(status => status.State is LeaderState.Nobody);
        Assert.Equal("x2m4q stopped renewing 30 s ago; the lease lasts 30 s", nobody.Because);
        Assert.Equal(Noon.AddSeconds(30), nobody.Since);
    }

    [Fact]
    public async Task An_expiry_while_the_cluster_tells_nothing_is_no_word_on_who_leads()
    {
        await StartAsync(System() with { Leader = Election with { StatusMetric = null } });
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        cluster.Tell(Noon, Lease(Noon));
        await UntilAsync(status => status.State is LeaderState.Led);
        await PassAsync(31);
        Assert.Equal("the lease can't be seen: the cluster has told nothing for 30 s, and what it told last has run out", (await UntilAsync(status => status.State is LeaderState.Unknown)).Because);
        cluster.Tell(Noon.AddSeconds(31), Lease(Noon.AddSeconds(30)));
        await UntilAsync(status => status.State is LeaderState.Led);
    }

    [Fact]
    public async Task While_nothing_happens_the_section_stays_fresh_without_being_told_each_second()
    {
        await StartAsync(System());
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        cluster.Tell(Noon, Lease(Noon) with { Duration = TimeSpan.FromMinutes(10) });
        await UntilAsync(status => status.Lease is not null);
        var before = world.Live.Leadership.Current.Version;
        await PassAsync(60);
        Assert.InRange(world.Live.Leadership.Current.Version - before, 3, 6);
        Assert.Equal(Freshness.Live, world.Live.Leadership.Freshness);
    }

    [Fact]
    public async Task With_both_sources_silent_the_old_status_stays_and_the_section_says_why()
    {
        await StartAsync(System());
        cluster.Tell(Noon, Lease(Noon));
        await UntilAsync(status => status.Lease is not null);
        world.Prom.Down = ScriptedMetrics.Unreachable("prom refused");
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        world.Time.Advance(TimeSpan.FromSeconds(5));
        cluster.Break("cluster refused");
        var failed = await BoardWorld.UntilAsync(world.Live.Leadership, snapshot => snapshot.Problem is not null && snapshot.Value is not null);
        Assert.Equal("the lease can't be seen: cluster refused; nor the metric: prom refused", failed.Problem);
        Assert.Equal(LeaderState.Led, failed.Value!.Systems[0].State);
        cluster.Tell(Noon, Lease(Noon));
        Assert.Null((await BoardWorld.UntilAsync(world.Live.Leadership, snapshot => snapshot.Problem is null)).Problem);
    }

    [Fact]
    public async Task The_history_joins_what_was_scraped_to_what_is_watched()
    {
        world.Prom.Range = (promql, range) => promql == "leads"
            ? [new Series(LabelSet.Of(("pod", "b")), [.. Minutes(range, 100, 359).Select(at => new Point(at, 1))])]
            : [new Series(LabelSet.Empty, [.. Minutes(range, 50, 359).Select(at => new Point(at, 9))])];
        await StartAsync(System());
        cluster.Tell(Noon, Lease(Noon));
        await UntilAsync(status => status.Lease is not null && status.History.Length >= 3);
        await PassAsync(20);
        var history = Now.History;
        Assert.Equal([(false, null), (true, null), (true, "b"), (true, "x2m4q")], history.Select(term => (term.Known, term.Holder)));
        Assert.Equal(Noon.AddMinutes(-260), history[1].To);
        Assert.Equal(Noon, history[2].To);
    }

    [Fact]
    public async Task Watches_follow_the_profiles()
    {
        await StartAsync(System());
        await UntilWatchedAsync("fleet", 1);
        world.Profiles(System() with { Leader = Election with { Namespace = "other" } }, System() with { Id = "twin", Leader = Election with { Namespace = "other" } });
        await UntilWatchedAsync("fleet", 0);
        await UntilWatchedAsync("other", 1);
        world.Profiles(BoardWorld.System("none"));
        await UntilWatchedAsync("other", 0);
        Assert.Empty((await BoardWorld.UntilAsync(world.Live.Leadership, snapshot => snapshot.Value?.Systems.IsEmpty is true)).Value!.Systems);
    }

    [Fact]
    public async Task A_cluster_that_is_not_configured_is_named_and_the_gauges_still_tell()
    {
        await StartAsync(System() with { Cluster = "elsewhere" });
        var led = await UntilAsync(status => status.State is LeaderState.Led);
        Assert.Equal("x2m4q says that it leads; the lease can't be seen: no cluster is named 'elsewhere'; configured: prod", led.Because);
    }

    [Fact]
    public async Task A_reading_of_one_system_leaves_the_others_alone()
    {
        await StartAsync(System(), System() with { Id = "b", Leader = Election with { Lease = "another" } });
        cluster.Tell(Noon, Lease(Noon));
        var seen = await BoardWorld.UntilAsync(world.Live.Leadership, snapshot => snapshot.Value?.Find("a") is { Lease: not null } && snapshot.Value.Find("b") is { State: LeaderState.LeaseMissing });
        Assert.Null(seen.Value!.Find("b")!.Lease);
    }

    [Fact]
    public async Task A_quiet_namespace_stays_live_while_its_watch_is_open()
    {
        await StartAsync(System() with { Leader = Election with { StatusMetric = null } });
        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
        cluster.Tell(Noon);
        await UntilAsync(status => status.State is LeaderState.LeaseMissing);
        for (var minute = 1; minute <= 5; minute++)
        {
            for (var part = 0; part < 4; part++)
            {
                await PassAsync(15);
                Assert.Equal(Freshness.Live, world.Live.Leadership.Freshness);
            }

            cluster.Tell(Noon.AddMinutes(minute));
        }
    }

    [Fact]
    public async Task A_holder_whose_pod_is_gone_is_told_when_the_pod_goes()
    {
        world.Live.Pods.Observed(Pods(Made.PodOf("op", "x"), Made.PodOf("op", "y")));
        await StartAsync(System() with { Workloads = [Made.Profile("op")] });
        cluster.Tell(Noon, Lease(Noon) with { Holder = "op-5d8f-x_0f8fad5b" });
        Assert.Null((await UntilAsync(status => status.Lease is not null)).HolderPod);
        var going = Made.PodOf("op", "x");
        world.Live.Pods.Observed(Pods(going with { Id = going.Id with { DeletedAt = Noon } }));
        Assert.Equal("op-5d8f-x", (await UntilAsync(status => status.HolderPod == "its pod is being deleted")).Holder);
        world.Live.Pods.Observed(Pods(going with { Phase = "Failed" }));
        await UntilAsync(status => status.HolderPod == "its pod has ended (Evicted)");
        world.Live.Pods.Observed(Pods(Made.PodOf("op", "y")));
        await UntilAsync(status => status.HolderPod == "fleet has no pod of that name");
        cluster.Tell(Noon, Lease(Noon) with { Holder = "op-5d8f-y" });
        Assert.Null((await UntilAsync(status => status.Holder == "op-5d8f-y")).HolderPod);
    }

    [Fact]
    public async Task A_holder_that_is_named_after_no_pod_is_not_missed()
    {
        world.Live.Pods.Observed(Pods(Made.PodOf("op", "x")));
        await StartAsync(System() with { Workloads = [Made.Profile("op")] });
        cluster.Tell(Noon, Lease(Noon) with { Holder = "machine-7_0f8fad5b" });
        Assert.Null((await UntilAsync(status => status.Holder == "machine-7")).HolderPod);
        world.Live.Pods.Failed("prod does not answer");
        cluster.Tell(Noon, Lease(Noon) with { Holder = "op-5d8f-z" });
        await UntilAsync(status => status is { Holder: "op-5d8f-z", HolderPod: null });
    }

    private static PodBoard Pods(params Pod[] pods) =>
        new([.. pods.Select(pod => new PodStatus("a", "prod", pod) { Words = pod.Phase == "Failed" ? "Evicted" : "Running" })]);

    private LeaderStatus Now => world.Live.Leadership.Current.Value!.Find("a")!;

    private static SystemProfile System() => BoardWorld.System("a") with { Cluster = "prod", Leader = Election };

    private static Lease Lease(DateTimeOffset renewed) =>
        new("fleet", "leader", "uid-1", "7", "x2m4q", TimeSpan.FromSeconds(30), Noon.AddHours(-2), renewed, 3);

    private static IEnumerable<DateTimeOffset> Minutes(QueryRange range, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(i => range.From.AddMinutes(i));

    private async Task StartAsync(params SystemProfile[] systems)
    {
        world.Profiles(systems);
        await world.StartAsync(new LeaderCollector(
            world.Live, new LeaderCollector.Readings(world.Sources, [cluster]), Options.Create(new LeaderOptions()), world.Time,
            NullLogger<LeaderCollector>.Instance));
    }

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await world.Time.TimersAsync(Loops, BoardWorld.Cancellation);
    }

    private async Task<LeaderStatus> UntilAsync(Func<LeaderStatus, bool> wanted) =>
        (await BoardWorld.UntilAsync(world.Live.Leadership, snapshot => snapshot.Value?.Find("a") is { } status && wanted(status))).Value!.Find("a")!;

    // The profiles wake the collector; the time that its watch takes to begin is not measured by the fake clock.
    private async Task UntilWatchedAsync(string @namespace, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (cluster.Watching.GetValueOrDefault(@namespace, -1) != count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }
}
