using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

[Collection(nameof(LongWaits))]
public sealed class LeaderTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_lease_that_is_handed_over_shows_its_new_holder_on_the_open_page()
    {
        var system = Led();
        var page = await OpenLiveAsync($"systems/{system.Id}");
        var old = await HolderAsync(system);
        await SeenAsync(Holder(page.Page, old));

        var next = (await Fleet.PodsAsync(Namespace(system), Cancellation)).First(pod => !old.StartsWith(pod, StringComparison.Ordinal) && pod.StartsWith(WorkloadOf(old), StringComparison.Ordinal));
        await Fleet.MoveLeaseAsync(system.Lease!, next, Cancellation);
        await SeenAsync(Holder(page.Page, next));
    }

    [Fact]
    public async Task A_lease_that_is_deleted_gets_a_holder_again_on_the_open_page()
    {
        var system = Led();
        var page = await OpenLiveAsync($"systems/{system.Id}");
        await SeenAsync(Holder(page.Page, await HolderAsync(system)));
        await Fleet.DeleteLeaseAsync(system.Lease!, Cancellation);
        await SeenAsync(Holder(page.Page, await HolderAsync(system)));
    }

    [Fact]
    public async Task A_holder_that_is_killed_leaves_nobody_until_its_lease_expires_and_then_another_leads()
    {
        var system = Led();
        var page = await OpenLiveAsync($"systems/{system.Id}");
        var old = await HolderAsync(system);
        await SeenAsync(Holder(page.Page, old));

        await Fleet.KillPodAsync(Namespace(system), Pod(old), Cancellation);

        // A candidate that has watched the lease may take it in the moment it runs out, too quick to be seen. New ones count from their start.
        foreach (var other in (await Fleet.PodsAsync(Namespace(system), Cancellation)).Where(pod => pod != Pod(old) && pod.StartsWith(WorkloadOf(old), StringComparison.Ordinal)))
        {
            await Fleet.KillPodAsync(Namespace(system), other, Cancellation);
        }

        await SeenAsync(Leader(page.Page).GetByText("Nobody", new() { Exact = true }), Quiet);
        var next = await Eventually.GetAsync("another holds the lease", Quiet, () => Fleet.HolderAsync(system.Lease!, Cancellation),
            holder => holder is not null && holder != old, Cancellation);
        await SeenAsync(Holder(page.Page, next!));
    }

    private static ILocator Leader(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Leader", Exact = true });

    private static ILocator Holder(IPage page, string holder) => Leader(page).GetByText(Pod(holder));

    // client-go's identity is the host name, then _ and a random id.
    private static string Pod(string holder) => holder.Split('_')[0];

    private static string WorkloadOf(string holder) => Pod(holder)[..Pod(holder).LastIndexOf('-')];

    private static string Namespace(WatchedSystem system) => system.Lease!.Split('/')[0];

    private WatchedSystem Led() => World.Systems.First(system => system.Lease is not null);

    private Task<string> HolderAsync(WatchedSystem system) => Fleet.LeaderAsync(system.Lease!, Cancellation);
}
