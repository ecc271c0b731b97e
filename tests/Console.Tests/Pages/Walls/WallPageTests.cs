using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Tests.Host;
using OpsConsole.Walls;

namespace OpsConsole.Tests.Pages.Walls;

public sealed class WallPageTests : IAsyncDisposable
{
    private static readonly Person Admin = new("tester", "The tester", ["ops-admins"], SignInMethod.Local);
    private readonly HeldClock clock = new();
    private readonly ConsoleHost console;

    public WallPageTests() => console = ConsoleHost.StartBy(clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WallDesk Desk => console.Services.GetRequiredService<WallDesk>();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_token_leads_to_the_clean_address_and_its_cookie_opens_the_wall_and_nothing_else()
    {
        Known.InTrouble(console.Live);
        var token = await NewWallAsync();
        using var screen = console.Stranger();

        using (var opened = await screen.BrowseAsync($"/wall/support?token={token}"))
        {
            Assert.Equal((HttpStatusCode.Found, "/wall/support"), (opened.StatusCode, opened.Headers.Location!.OriginalString));
            var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
            Assert.Matches("path=/wall/support; samesite=lax; httponly", cookie);
        }

        var wall = (await screen.PageAsync("/wall/support")).QuerySelector("main.wall")!;
        Assert.Equal("All systems", wall.QuerySelector("h1")!.TextContent);
        foreach (var elsewhere in new[] { "/", "/alerts", "/walls", "/wall/other", "/api/v1/actions", "/alerts/noise.csv", "/hubs/live" })
        {
            using var refused = await screen.BrowseAsync(elsewhere);
            Assert.True(refused.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Found, $"{elsewhere} answered {(int)refused.StatusCode}");
            Assert.True(refused.StatusCode is HttpStatusCode.Unauthorized || refused.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal), elsewhere);
        }
    }

    [Fact]
    public async Task A_wrong_token_a_revoked_one_and_none_open_nothing_and_say_why()
    {
        Known.InTrouble(console.Live);
        var token = await NewWallAsync();
        using var screen = console.Stranger();
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(screen, "/wall/support"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(screen, "/wall/support/now"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(screen, $"/wall/support?token={token[..^2]}xx"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(screen, $"/wall/other?token={token}"));
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(screen, $"/wall/support?token={token}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(screen, "/wall/support/now"));

        await Desk.RevokeAsync(Admin, "support", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(screen, "/wall/support/now"));
        using var refused = await screen.BrowseAsync("/wall/support");
        var words = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("sign in first", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Billing", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_signed_in_opens_a_wall_without_a_token()
    {
        Known.InTrouble(console.Live);
        await NewWallAsync();
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(vera, "/wall/support"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(vera, "/wall/none"));
    }

    [Fact]
    public async Task A_wall_shows_counts_the_worst_systems_the_budget_and_two_clocks()
    {
        Known.InTrouble(console.Live);
        clock.Hold(pages: 3);
        await NewWallAsync();

        var wall = (await console.PageAsync("/wall/support")).QuerySelector("main.wall")!;

        Assert.Equal(["1 Critical", "0 High", "0 Warning"], wall.QuerySelectorAll(".figure").Take(3).Select(figure => $"{figure.QuerySelector("b")!.TextContent} {figure.QuerySelector(".sev")!.Words()}"));
        Assert.Matches("BillingDown", wall.QuerySelectorAll(".figure")[3].Words());
        var article = wall.QuerySelector("article")!;
        Assert.Matches("Critical: Billing No leader for 9 min.*Invoices 1,240.*Availability 99.9%.*12% left", article.Words());
        Assert.Matches("Search.*nothing firing", wall.QuerySelector(".rest")!.Words());
        Assert.Equal(["UTC", "Berlin"], wall.QuerySelectorAll(".clock .quiet").Select(place => place.TextContent));
        Assert.Empty(wall.QuerySelectorAll("a, button, input"));
    }

    [Fact]
    public async Task What_is_not_known_is_no_zero_and_what_does_not_answer_is_named()
    {
        await NewWallAsync();
        console.Live.Sources.Observed(new([Known.Source(false, "refused")], [], [], [], [], []));
        var options = new DeadMansSwitchOptions { Name = "Watchdog" };
        options.Matchers.Add("alertname=\"Watchdog\"");
        var last = TimeProvider.System.GetUtcNow().AddMinutes(-6);
        console.Live.DeadMansSwitches.Observed(new([new(DeadMansSwitch.Read([options], []).Value[0], SwitchState.Missing, last, last, [])]));

        var wall = (await console.PageAsync("/wall/support")).QuerySelector("main.wall")!;

        Assert.Equal(["–", "–", "–", "–"], wall.QuerySelectorAll(".figure b").Select(figure => figure.TextContent));
        Assert.Contains("No alert is known yet", wall.QuerySelector("header")!.Words(), StringComparison.Ordinal);
        Assert.Matches("Alertmanager main does not answer for 3 min", wall.QuerySelector(".wall-silent")!.Words());
        Assert.StartsWith("Watchdog, which always fires, is missing", wall.QuerySelector(".wall-alarm")!.Words(), StringComparison.Ordinal);
        Assert.Matches("Last heartbeat 6 min ago", wall.QuerySelector("header")!.Words());
    }

    [Fact]
    public async Task The_page_of_walls_lists_them_and_says_who_may_not_why()
    {
        await NewWallAsync();
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var main = (await vera.PageAsync("/walls")).QuerySelector("main")!;

        Assert.Matches("All systems wall/support all alerts UTC, Berlin The tester", main.QuerySelector("tbody tr")!.Words());
        Assert.Equal(["New token", "Keep this wall"], main.QuerySelectorAll("button[aria-disabled=true]").Select(button => button.Words()));
        Assert.DoesNotContain("wall_", main.OuterHtml, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(SignedIn browser, string path)
    {
        using var answer = await browser.BrowseAsync(path);
        return answer.StatusCode;
    }

    private async Task<string> NewWallAsync()
    {
        Assert.True((await Desk.PutAsync(Admin, new WallWish("support", "All systems", string.Empty, "UTC", "Europe/Berlin"), Cancellation)).IsOk);
        Assert.True((await Desk.PutAsync(Admin, new WallWish("other", "Other", string.Empty, "UTC", string.Empty), Cancellation)).IsOk);
        var token = (await Desk.NewTokenAsync(Admin, "support", Cancellation)).Value.Text;
        await Desk.RemoveAsync(Admin, "other", Cancellation);
        return token;
    }
}
