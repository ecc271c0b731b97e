using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.Workloads;
using OpsConsole.Remediation;
using static OpsConsole.Core.Tests.Remediation.ActionWorld;

namespace OpsConsole.Core.Tests.Remediation.Guards;

/// <summary>The guards of deleting and evicting pods.</summary>
public sealed class PodGuardTests
{
    private const string Second = "fleet/api-5d8f-2";
    private readonly ActionWorld world = new();

    [Fact]
    public async Task A_pod_that_is_going_is_not_told_again()
    {
        Assert.Equal(GuardVerdict.Pass, await DeleteAsync("terminating"));
        world.Pods[1] = world.Pods[1] with { Id = world.Pods[1].Id with { DeletedAt = BoardWorld.Noon.AddSeconds(20) } };

        Assert.Equal(GuardVerdict.Block, await DeleteAsync("terminating"));
    }

    [Fact]
    public async Task A_pod_that_nobody_keeps_does_not_come_back()
    {
        Assert.Equal(GuardVerdict.Pass, await DeleteAsync("owner"));
        world.Pods.Add(Made.PodOf("lonely", "1") with { Id = Made.Id("lonely") });
        world.Tell();

        Assert.Equal(GuardVerdict.Warn, (await world.JudgeAsync("owner", Ask("pod-delete", "fleet/lonely"))).Verdict);
        Assert.Equal(GuardVerdict.Warn, (await world.JudgeAsync("last-ready", Ask("pod-delete", "fleet/lonely"))).Verdict);
    }

    [Fact]
    public async Task The_last_pod_that_serves_is_named_so()
    {
        Assert.Equal(GuardVerdict.Pass, await DeleteAsync("last-ready"));
        (world.Pods[0], world.Pods[2]) = (NotReady(world.Pods[0]), NotReady(world.Pods[2]));
        var last = await DeleteAsync("last-ready");
        world.Pods[1] = NotReady(world.Pods[1]);

        Assert.Equal((GuardVerdict.Warn, GuardVerdict.Pass), (last, await DeleteAsync("last-ready")));
    }

    [Theory]
    [InlineData(1, GuardVerdict.Pass, GuardVerdict.Pass)]
    [InlineData(0, GuardVerdict.Warn, GuardVerdict.Block)]
    [InlineData(null, GuardVerdict.Warn, GuardVerdict.Unknown)]
    public async Task A_budget_without_room_is_a_warning_for_a_deletion_and_a_stop_for_an_eviction(int? allowed, GuardVerdict delete, GuardVerdict evict)
    {
        world.Budgets = [Made.Budget("api", "2") with { DisruptionsAllowed = allowed, CurrentHealthy = 3, DesiredHealthy = 2, ExpectedPods = 3 }];

        Assert.Equal((delete, evict), (await DeleteAsync("budget"), await EvictAsync("budget")));
    }

    [Fact]
    public async Task Two_budgets_are_an_error_to_the_cluster()
    {
        world.Budgets = [Made.Budget("api", "1", name: "one") with { DisruptionsAllowed = 2 }, Made.Budget("api", "1", name: "two") with { DisruptionsAllowed = 2 }];

        Assert.Equal(GuardVerdict.Block, await EvictAsync("budget"));
    }

    [Fact]
    public async Task A_budget_over_other_pods_is_none_of_it()
    {
        world.Budgets = [Made.Budget("web", "1") with { DisruptionsAllowed = 0 }];

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Pass), (await DeleteAsync("budget"), await EvictAsync("budget")));
    }

    [Fact]
    public async Task A_pod_that_has_not_begun_asks_no_budget_and_one_that_is_not_ready_only_an_unhealthy_one()
    {
        world.Budgets = [Made.Budget("api", "2") with { DisruptionsAllowed = 0, CurrentHealthy = 2, DesiredHealthy = 2 }];
        world.Pods[1] = NotReady(world.Pods[1]);
        var healthy = await EvictAsync("budget");
        world.Budgets = [world.Budgets[0] with { CurrentHealthy = 1 }];
        var unhealthy = await EvictAsync("budget");
        world.Pods[1] = world.Pods[1] with { Phase = "Pending" };

        Assert.Equal((GuardVerdict.Pass, GuardVerdict.Block, GuardVerdict.Pass), (healthy, unhealthy, await EvictAsync("budget")));
    }

    [Fact]
    public async Task Budgets_of_a_workload_outside_the_profile_are_not_known()
    {
        world.Pods.Add(Made.PodOf("web", "1"));
        world.Tell();

        Assert.Equal(GuardVerdict.Warn, (await world.JudgeAsync("budget", Ask("pod-evict", "fleet/web-5d8f-1"))).Verdict);
    }

    [Fact]
    public async Task The_pod_that_leads_is_named_so()
    {
        var leads = (await world.JudgeAsync("holder", Ask("pod-delete", "fleet/api-5d8f-1"))).Verdict;
        var stands = await DeleteAsync("holder");
        world.LeaseRunsOut(holderIsGone: false);
        var stopped = (await world.JudgeAsync("holder", Ask("pod-delete", "fleet/api-5d8f-1"))).Verdict;
        world.Fleet = world.Fleet with { Leader = null };

        Assert.Equal((GuardVerdict.Warn, GuardVerdict.Pass, GuardVerdict.Pass, GuardVerdict.Pass), (leads, stands, stopped, await DeleteAsync("holder")));
    }

    [Fact]
    public async Task Who_leads_unknown_warns_and_does_not_stop_it()
    {
        world.Tell();
        world.Live.Leadership.Failed("forbidden");

        var scene = await world.Scenes.ReadAsync(new SceneQuestion(world.Read(Ask("pod-delete", Second)), Ada, ActingAs.Console, world.Fleet), Cancellation);

        Assert.Equal(GuardVerdict.Warn, new HolderGuard().Judge(scene).Verdict);
    }

    [Fact]
    public async Task A_pod_that_went_meanwhile_is_unknown_to_every_guard_of_it()
    {
        var scene = (await world.SceneAsync(Ask("pod-evict", Second))) with { Pod = null };

        Assert.All(world.Book.Find("pod-evict")!.Guards, guard => Assert.Equal(GuardVerdict.Unknown, guard.Judge(scene).Verdict));
        Assert.All(world.Book.Find("pod-delete")!.Guards, guard => Assert.Equal(GuardVerdict.Unknown, guard.Judge(scene).Verdict));
    }

    private async Task<GuardVerdict> DeleteAsync(string guard) => (await world.JudgeAsync(guard, Ask("pod-delete", Second))).Verdict;

    private async Task<GuardVerdict> EvictAsync(string guard) => (await world.JudgeAsync(guard, Ask("pod-evict", Second))).Verdict;
}
