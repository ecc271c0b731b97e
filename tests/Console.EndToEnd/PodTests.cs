using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class PodTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task A_pods_log_is_read_as_it_grows_narrowed_to_a_word_and_closed_with_Esc()
    {
        var system = World.Systems.First(it => it.Lease is not null);
        var page = (await OpenLiveAsync($"systems/{system.Id}")).Page;
        var holder = await Fleet.LeaderAsync(system.Lease!, Cancellation);

        await Row(page, holder).ClickAsync();
        var drawer = page.Locator("aside.drawer.pod");
        await SeenAsync(drawer.GetByText("Kept by"));
        var lines = drawer.Locator(".row-line");
        await SeenAsync(lines);
        var read = await lines.Last.InnerTextAsync();
        await Assertions.Expect(lines.Last).Not.ToHaveTextAsync(read, new() { Timeout = (float)Quiet.TotalMilliseconds });

        await drawer.GetByLabel("Show only lines with this text").FillAsync("no line has these words");
        await SeenAsync(drawer.GetByText("No line has this text."));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
        await GoneAsync(drawer);
        Assert.DoesNotContain("pod=", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_killed_leaves_the_open_page_and_another_takes_its_place()
    {
        var system = World.Systems.First(it => it.Lease is not null);
        var ns = system.Lease!.Split('/')[0];
        var page = (await OpenLiveAsync($"systems/{system.Id}")).Page;
        var holder = await Fleet.LeaderAsync(system.Lease!, Cancellation);
        var killed = (await Fleet.PodsAsync(ns, Cancellation)).First(pod => pod != holder && pod[..pod.LastIndexOf('-')] == holder[..holder.LastIndexOf('-')]);
        var set = killed[..killed.LastIndexOf('-')];
        var (desired, _) = await Fleet.ReplicasAsync($"{ns}/{set[..set.LastIndexOf('-')]}", Cancellation);
        await SeenAsync(Row(page, killed));
        await Assertions.Expect(Row(page, set)).ToHaveCountAsync(desired);

        await Fleet.KillPodAsync(ns, killed, Cancellation);

        await GoneAsync(Row(page, killed));
        await Assertions.Expect(Row(page, set)).ToHaveCountAsync(desired);
    }

    [Fact]
    public async Task A_pods_drawer_can_be_read_on_a_phone_in_both_themes()
    {
        var system = World.Systems.First(it => it.Lease is not null);
        var holder = await Fleet.LeaderAsync(system.Lease!, Cancellation);
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var page = (await OpenLiveAsync(
                $"systems/{system.Id}?pod={Uri.EscapeDataString($"{system.Lease!.Split('/')[0]}/{holder}")}", Screen.Phone with { Theme = theme })).Page;
            await SeenAsync(page.Locator("aside.drawer.pod .row-line"));
            Assert.Empty(await LookTests.FaultsAsync(page, "pod"));
        }
    }

    private static ILocator Row(IPage page, string pod) => page.Locator(".pods a.line").Filter(new() { HasText = pod });
}
