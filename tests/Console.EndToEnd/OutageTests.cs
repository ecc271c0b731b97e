using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class OutageTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    [Fact]
    public async Task Without_Prometheus_the_banner_and_Sources_say_since_when_and_why_and_the_overview_is_not_fine()
    {
        var overview = (await OpenLiveAsync("")).Page;
        var sources = (await OpenLiveAsync("sources")).Page;
        await World.Prometheus.KillAsync();
        try
        {
            await SeenAsync(Banner(overview, "Prometheus main"));
            await SeenAsync(Source(sources, "Prometheus main").GetByText("does not answer"));
            await Assertions.Expect(Source(sources, "Prometheus main").First).ToContainTextAsync(new Regex(@"for \d+ (s|min)"));
            await Assertions.Expect(Headline(overview)).Not.ToHaveTextAsync("Nothing needs you", new() { Timeout = 90_000 });

            // Alerts have another source: they go on.
            await PostAlertAsync(new() { ["alertname"] = "StillReported", ["severity"] = "warning" }, []);
            var alerts = (await OpenLiveAsync("alerts")).Page;
            await SeenAsync(alerts.GetByRole(AriaRole.Link, new() { Name = "StillReported", Exact = true }));
        }
        finally
        {
            await World.Prometheus.StartAsync(CancellationToken.None);
        }

        await GoneAsync(Banner(overview, "Prometheus main"));
        await SeenAsync(Source(sources, "Prometheus main").GetByText("answers", new() { Exact = true }));
        await ResolveAsync(new() { ["alertname"] = "StillReported", ["severity"] = "warning" });
    }

    [Fact]
    public async Task While_Alertmanager_hangs_the_last_alerts_stay_and_are_called_old()
    {
        var scenario = (await World.QuickScenariosAsync(Cancellation))[0];
        await Fleet.StartAsync(scenario, Cancellation);
        var alerts = (await OpenLiveAsync("alerts")).Page;
        var row = alerts.GetByRole(AriaRole.Link, new() { Name = scenario.Alert!, Exact = true });
        await SeenAsync(row);
        await World.Alertmanager.HangAsync();
        try
        {
            await SeenAsync(Banner(alerts, "Alertmanager main"));
            await SeenAsync(alerts.GetByRole(AriaRole.Main).GetByText("Stale"));
            await SeenAsync(row);
        }
        finally
        {
            await World.Alertmanager.GoOnAsync();
        }

        await GoneAsync(Banner(alerts, "Alertmanager main"));
        await SeenAsync(row);
    }

    [Fact]
    public async Task When_the_console_is_restarted_an_open_page_says_that_it_is_cut_off_and_comes_back_by_itself()
    {
        var open = await OpenLiveAsync("sources");
        open.Forgive();
        var tried = new ConcurrentQueue<long>();
        open.Page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains("/_blazor/negotiate", StringComparison.Ordinal))
            {
                tried.Enqueue(Stopwatch.GetTimestamp());
            }
        };
        await World.Console.KillAsync();
        await SeenAsync(open.Page.GetByText("Your connection to the console is lost."));

        // Blazor's script by itself would pause after its tenth try, and for ever longer: whoever waits for a console that is back must not.
        await Eventually.SoAsync("the page tries again and again", Soon, () => Task.FromResult(tried.Count > 12), Cancellation);
        var longest = tried.Zip(tried.Skip(1), Stopwatch.GetElapsedTime).Max();
        Assert.True(longest < TimeSpan.FromSeconds(4), $"it paused for {longest}");
        await World.Console.StartAsync(Cancellation);
        await Assertions.Expect(open.Page.GetByText("Your connection to the console is lost.")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await SeenAsync(open.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Prometheus main" }));
    }

    [Theory]
    [InlineData("**/_blazor/initializers*")]
    [InlineData("**/_blazor/negotiate*")]
    public async Task A_page_whose_server_was_gone_before_its_circuit_was_up_says_so_and_comes_back_by_itself(string asked)
    {
        var open = await BlankAsync();
        open.Forgive();
        await open.Page.RouteAsync(asked, route => route.AbortAsync("connectionrefused"));
        await open.Page.RouteAsync("**/health/live", route => route.AbortAsync("connectionrefused"));
        await open.Page.GotoAsync("sources");
        await SeenAsync(open.Page.GetByText("Your connection to the console is lost."));

        await open.Page.UnrouteAllAsync();
        await Assertions.Expect(open.Page.GetByText("Your connection to the console is lost.")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await SeenAsync(open.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Prometheus main" }));
    }

    private static ILocator Banner(IPage page, string source) => page.GetByRole(AriaRole.Status).Filter(new() { HasText = $"{source} has not answered" });

    private static ILocator Source(IPage page, string source) => page.GetByRole(AriaRole.Table, new() { Name = "Upstreams" }).GetByRole(AriaRole.Row).Filter(new() { HasText = source });

    private static ILocator Headline(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });
}
