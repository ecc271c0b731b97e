using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

[Collection(nameof(LongWaits))]
public sealed class RefusalTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    [Fact]
    public async Task The_lease_of_a_living_leader_can_not_be_deleted_and_the_guard_says_why()
    {
        var view = await AskAsync(Visitor.Operator, "lease-delete", "rynxs", Lease);
        var uid = await Fleet.LeaseUidAsync(Lease, Cancellation);
        await SeenAsync(view.Guard("Blocks", "renews the lease"));
        await BarredAsync(view, because: null);
        Assert.Equal(uid, await Fleet.LeaseUidAsync(Lease, Cancellation));
    }

    [Fact]
    public async Task A_workload_that_an_autoscaler_owns_is_not_scaled_and_the_guard_says_what_would_undo_it()
    {
        var view = await AskAsync(Visitor.Operator, "scale", "redis-gateway", "redis-system/redis-gateway", "&replicas=5");
        await SeenAsync(view.Guard("Blocks", "autoscaler"));
        await SeenAsync(view.Guard("Blocks", "2 to 10").Or(view.Guard("Blocks", "10")));
        await BarredAsync(view, "autoscaler");
        Assert.Equal(3, (await Fleet.ReplicasAsync("redis-system/redis-gateway", Cancellation)).Desired);
    }

    [Fact]
    public async Task A_disruption_budget_warns_of_a_deletion_and_blocks_an_eviction()
    {
        var pod = await Fleet.PodOfAsync("plue", "electric", Cancellation);
        var delete = await AskAsync(Visitor.Operator, "pod-delete", "plue", $"plue/{pod}");
        await SeenAsync(delete.Guard("Warns", "budget"));
        var evict = await AskAsync(Visitor.Operator, "pod-evict", "plue", $"plue/{pod}");
        await SeenAsync(evict.Guard("Blocks", "budget"));
        await BarredAsync(evict, "budget");
        Assert.Equal(pod, await Fleet.PodOfAsync("plue", "electric", Cancellation));
    }

    [Fact]
    public async Task Who_may_only_look_sees_the_button_and_why_it_can_not_be_pressed()
    {
        var view = await AskAsync(Visitor.Viewer, "rollout-restart", "ordinaut", "ordinaut/worker");
        await SeenAsync(view.Text("You may not restart a workload"));
        await BarredAsync(view, "operator");

        var page = (await OpenAsAsync(Visitor.Viewer, "systems/ordinaut")).Page;
        await SeenAsync(page.GetByRole(AriaRole.Main).Locator("[aria-disabled=true]").Filter(new() { HasTextRegex = new("(?i)scale") }));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1000000000")]
    [InlineData("three")]
    [InlineData("3.5")]
    public async Task A_number_of_replicas_that_makes_no_sense_is_refused_beside_the_field_with_the_bounds(string replicas)
    {
        var view = await AskAsync(Visitor.Operator, "scale", "ordinaut", "ordinaut/worker");
        await view.Field("replicas").FillAsync(replicas);
        await Assertions.Expect(view.Beside("replicas")).ToContainTextAsync("1");
        await Assertions.Expect(view.Beside("replicas")).ToContainTextAsync("8");
        await Assertions.Expect(view.Field("replicas")).ToHaveAttributeAsync("aria-invalid", "true");
        await BarredAsync(view, "8");
    }

    [Fact]
    public async Task While_the_cluster_does_not_answer_nothing_can_be_confirmed_and_afterwards_it_can()
    {
        var view = await AskAsync(Visitor.Operator, "scale", "plue", "plue/web", "&replicas=3");
        await SeenAsync(view.Text("What will change"));
        try
        {
            await Fleet.OutageAsync("10m", Cancellation);
            await Assertions.Expect(view.Button).ToHaveAttributeAsync("aria-disabled", "true");
            await Assertions.Expect(view.WhyNot).Not.ToContainTextAsync("Type the target");
        }
        finally
        {
            await Fleet.OutageAsync("1ms", CancellationToken.None);
        }

        await SeenAsync(view.Name, Quiet);
        await view.FillAsync("web @ main", "Nothing is done here.");
        await Assertions.Expect(view.Button).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = 60_000 });
    }

    // Pressed all the same, nothing happens.
    private static async Task BarredAsync(ActionView view, string? because)
    {
        await Assertions.Expect(view.Button).ToHaveAttributeAsync("aria-disabled", "true");
        await Assertions.Expect(view.WhyNot).ToContainTextAsync(because ?? ".", new() { IgnoreCase = true });
        await view.Button.ClickAsync(new() { Force = true });
        await GoneAsync(view.Result);
    }
}
