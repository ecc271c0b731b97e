using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Alerts;

[Collection(nameof(LongWaits))]
public sealed class WallTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    private static readonly Visitor Nobody = new("nobody", "nothing=here");

    [Fact]
    public async Task A_wall_opens_with_its_token_in_a_clean_browser_follows_the_fleet_survives_a_restart_and_ends_when_revoked()
    {
        var first = await OpenLiveAsync("walls");
        var admin = first.Page;
        await admin.GetByLabel("Name in the address").FillAsync("tested");
        await admin.GetByLabel("Title").FillAsync("The tested wall");
        await admin.GetByLabel("Second clock").FillAsync("Europe/Berlin");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Keep this wall" }).ClickAsync();
        var row = admin.GetByRole(AriaRole.Row).Filter(new() { HasText = "wall/tested" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Make a token" }).ClickAsync();
        var address = await admin.Locator(".me-token code").InnerTextAsync();

        var screen = await BlankAsync(visitor: Nobody);
        screen.Forgive();
        await screen.Page.GotoAsync($"{address[..^3]}xyz");
        await SeenAsync(screen.Page.GetByText("does not open this wall"));
        await screen.Page.GotoAsync(address);
        Assert.EndsWith("/wall/tested", screen.Page.Url, StringComparison.Ordinal);
        await SeenAsync(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "The tested wall" }));
        await SeenAsync(screen.Page.GetByText("Last heartbeat"));

        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        await SeenAsync(screen.Page.Locator("article").First, Quiet);
        await Fleet.StopAsync(scenario, Cancellation);

        first.Forgive();
        await World.Console.KillAsync();
        await SeenAsync(screen.Page.GetByText("The console does not answer."));
        await World.Console.StartAsync(Cancellation);
        await Assertions.Expect(screen.Page.GetByText("The console does not answer.")).ToBeHiddenAsync(new() { Timeout = (float)Quiet.TotalMilliseconds });
        await SeenAsync(screen.Page.GetByText("Live,"), Quiet);

        await screen.Page.GotoAsync("alerts");
        await SeenAsync(screen.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }));
        await screen.Page.GotoAsync("wall/tested");
        await SeenAsync(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "The tested wall" }));
        admin = (await OpenLiveAsync("walls")).Page;
        await admin.GetByRole(AriaRole.Row).Filter(new() { HasText = "wall/tested" }).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await SeenAsync(screen.Page.GetByText("This wall is not shown"));
    }
}
