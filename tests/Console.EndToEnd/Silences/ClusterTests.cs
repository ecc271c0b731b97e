using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Silences;

/// <summary>An Alertmanager cluster of two, one of which is killed, as a person sees it.</summary>
public sealed class ClusterTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    [Fact]
    public async Task When_one_of_two_Alertmanagers_dies_that_is_said_reads_go_on_and_a_silence_reaches_the_other_and_both_once_it_is_back()
    {
        await using var pair = await AlertmanagerPair.StartAsync(Cancellation);
        await AlertmanagerPair.PostAsync("PairBefore", Cancellation, pair.First, pair.Second);
        var console = await StartConsoleAsync(pair.Settings);
        var page = (await OpenAtAsync(console, Visitor.Operator, "alerts?q=alertname%3D~%22Pair.%2B%22")).Page;
        await FollowAsync(page, "PairBefore");

        // Until both have told of each other they are two, and one would have to choose.
        await Eventually.SoAsync("the two are known to be one cluster", Soon, async () =>
        {
            await page.GotoAsync("silences/new?system=plue");
            await SeenAsync(page.Locator("#matcher-text").Or(page.GetByText("As text")));
            return await page.Locator(".toggle").Filter(new() { HasText = "am-2" }).CountAsync() == 0;
        }, Cancellation);

        await pair.Second.KillAsync();
        var board = (await OpenAtAsync(console, Visitor.Viewer, "alerts?q=alertname%3D~%22Pair.%2B%22")).Page;
        await SeenAsync(board.GetByRole(AriaRole.Status).Filter(new() { HasText = "am-2 has not answered" }));
        await AlertmanagerPair.PostAsync("PairAfter", Cancellation, pair.First);
        await SeenAsync(board.GetByRole(AriaRole.Link, new() { Name = "PairAfter", Exact = true }));

        await GoLiveAsync(page, "alerts?q=alertname%3D%22PairAfter%22");
        await FollowAsync(page, "PairAfter");
        await SeenAsync(page.GetByRole(AriaRole.Link, new() { Name = "Silence this alert" }));
        await page.Keyboard.PressAsync("s");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/silences/new\?"));
        var view = new ActionView(page);
        await SeenAsync(view.Guard("Warns", "Not every member of the cluster answers"));
        await view.FillAsync(await page.Locator("#act-typed-what").InnerTextAsync(), "One of two is away");
        await view.PressAsync(Soon);
        await BecomesAsync(view, "Worked");
        await SeenAsync(view.Result.GetByText("am-2 does not answer"));

        await pair.Second.StartAsync(Cancellation);
        await GoneAsync(board.GetByRole(AriaRole.Status).Filter(new() { HasText = "am-2 has not answered" }));
        await board.GotoAsync("silences");
        await board.Locator("[data-row]").Filter(new() { HasText = "PairAfter" }).ClickAsync();
        await SeenAsync(board.Locator("aside dt:text-is('Where') + dd").Filter(new() { HasText = "am-1, am-2" }));
    }
}
