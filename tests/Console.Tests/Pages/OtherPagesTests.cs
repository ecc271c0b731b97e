using System.Net;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class OtherPagesTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/alerts/00000000000000aa")]
    [InlineData("/alerts/unknown")]
    [InlineData("/alerts/noise")]
    [InlineData("/alerts/routing")]
    [InlineData("/alerts/routing?labels=alertname%3DX")]
    [InlineData("/walls")]
    [InlineData("/queues")]
    [InlineData("/queues?system=unknown")]
    [InlineData("/queues/billing/invoices")]
    [InlineData("/queues/billing/unknown")]
    [InlineData("/?full=1")]
    [InlineData("/systems")]
    [InlineData("/systems/billing")]
    [InlineData("/systems/unknown")]
    [InlineData("/slos")]
    [InlineData("/slos?system=search")]
    [InlineData("/slos/billing/availability")]
    [InlineData("/slos/billing/unknown")]
    [InlineData("/sources")]
    [InlineData("/handover")]
    [InlineData("/not-found")]
    [InlineData("/error")]
    public async Task Every_page_has_one_heading_a_title_and_one_main_part_whether_much_is_known_or_nothing(string path)
    {
        await LooksRightAsync();
        Known.InTrouble(console.Live);
        await LooksRightAsync();

        async Task LooksRightAsync()
        {
            using var answer = await console.Http.GetAsync(new Uri(console.Address, path), Cancellation);
            var page = await ConsoleHost.ParseAsync(await answer.Content.ReadAsStringAsync(Cancellation));

            Assert.NotEqual(string.Empty, Assert.Single(page.QuerySelectorAll("h1")).TextContent.Trim());
            Assert.EndsWith("Ops Console", page.Title, StringComparison.Ordinal);
            Assert.Single(page.QuerySelectorAll("main"));
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.All(page.QuerySelectorAll("[aria-labelledby]"), element => Assert.NotNull(page.GetElementById(element.GetAttribute("aria-labelledby")!)));
            Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(element => element.Id).Distinct().Count());
        }
    }

    [Fact]
    public async Task Systems_are_listed_worst_first_and_what_is_not_seen_is_not_quiet()
    {
        Known.InTrouble(console.Live);
        console.Live.Alerts.Failed("main does not answer");
        Known.Compose(console.Live);

        var rows = (await console.PageAsync("/systems")).QuerySelectorAll("tbody tr");

        Assert.Equal(["Billing", "Search"], rows.Select(row => row.QuerySelector("b")!.TextContent));
        Assert.Contains("Not seen", rows[1].Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("quiet", rows[1].QuerySelector("td")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_systems_page_says_what_is_not_known_of_it()
    {
        console.Live.Systems.Observed(Known.Catalog);
        Known.Compose(console.Live);

        var main = (await console.PageAsync("/systems/billing")).QuerySelector("main")!;

        Assert.Contains("Who leads is not known yet", main.Words(), StringComparison.Ordinal);
        Assert.Contains("Not measured yet", main.QuerySelector("[aria-labelledby=budgets]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Not measured yet", main.QuerySelector("[aria-labelledby=queues]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Not known yet", main.QuerySelector("[aria-labelledby=alerts]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Not known yet", main.QuerySelector("[aria-labelledby=workloads]")!.ParentElement!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workload_whose_ready_replicas_are_not_known_is_not_at_zero()
    {
        Known.Fine(console.Live);
        console.Live.Workloads.Observed(new([new("billing", Known.Api, null, "no series")]));

        var row = (await console.PageAsync("/systems/billing")).QuerySelector("[aria-labelledby=workloads] tbody tr td")!;

        Assert.Equal("not known", row.Words());
    }

    [Fact]
    public async Task A_system_that_no_profile_describes_is_said_to_be_unknown()
    {
        Known.Fine(console.Live);

        var page = await console.PageAsync("/systems/" + Uri.EscapeDataString("<script>"));

        Assert.Equal("There is no such system", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("<script>", page.QuerySelector("main code")!.TextContent);
    }

    [Fact]
    public async Task The_sources_say_who_does_not_answer_and_who_was_not_asked()
    {
        console.Live.Sources.Observed(new([Known.Source(false, "connection refused"), Known.Source(null) with { Name = "west" }], [], [], [], [], []));

        var page = await console.PageAsync("/sources");

        Assert.Contains("1 of 2 do not answer", page.QuerySelector("header.head")!.Words(), StringComparison.Ordinal);
        Assert.Contains("does not answer for 3 min", page.QuerySelectorAll("tbody tr")[0].Words(), StringComparison.Ordinal);
        Assert.Contains("connection refused", page.QuerySelectorAll("tbody tr")[0].Words(), StringComparison.Ordinal);
        Assert.Contains("not asked yet", page.QuerySelectorAll("tbody tr")[1].Words(), StringComparison.Ordinal);
        Assert.Contains("Alertmanager main has not answered for 3 min", page.QuerySelector(".banners")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_that_were_not_asked_are_not_said_to_answer()
    {
        console.Live.Sources.Observed(new([Known.Source(null)], [], [], [], [], []));
        Assert.Contains("1 of 1 not asked yet", (await console.PageAsync("/sources")).QuerySelector("header.head")!.Words(), StringComparison.Ordinal);

        console.Live.Sources.Observed(new([], [], [], [], [], []));
        Assert.Contains("None is configured", (await console.PageAsync("/sources")).QuerySelector("header.head")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/systems/a/b")]
    [InlineData("/css/nothing.css")]
    public async Task An_address_that_leads_nowhere_is_answered_404_with_a_page_that_helps(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, path)) { Headers = { { "Accept", "text/html" } } };
        using var answer = await console.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await ConsoleHost.ParseAsync(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("There is no such page", page.QuerySelector("h1")!.TextContent);
    }

    [Theory]
    [InlineData("a part of a page")]
    [InlineData("the frame around every page")]
    public async Task A_page_that_breaks_shows_no_stack_trace_and_the_others_go_on(string broken)
    {
        Known.Fine(console.Live);
        var fleet = console.Live.Overview.Current.Value!;
        console.Live.Overview.Observed(broken == "a part of a page"
            ? fleet with { Unclaimed = default }
            : fleet with { Counts = null! });

        using var answer = await console.Http.GetAsync(console.Address, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
        Assert.Contains((await ConsoleHost.ParseAsync(html)).QuerySelector("h1")!.TextContent, new[] { "This page met an error", "This page could not be made" });
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));

        Known.Compose(console.Live);
        Assert.Equal("Nothing needs you", (await console.PageAsync("/")).QuerySelector("h1")!.TextContent);
    }
}
