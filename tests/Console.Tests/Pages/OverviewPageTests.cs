using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class OverviewPageTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_system_in_trouble_says_what_since_when_who_leads_what_is_left_and_where_the_queue_goes()
    {
        Known.InTrouble(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("1 of 2 systems needs you", page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("(1 critical) Overview", page.Title, StringComparison.Ordinal);
        var card = page.QuerySelector("article.system")!.Words();
        Assert.Contains("No leader for 9 min", card, StringComparison.Ordinal);
        Assert.Contains("Invoices are not sent", card, StringComparison.Ordinal);
        Assert.Contains("Nobody: the lease was released", card, StringComparison.Ordinal);
        Assert.Contains("BillingDown", card, StringComparison.Ordinal);
        Assert.Contains("12% left", card, StringComparison.Ordinal);
        Assert.Contains("14.4x", card, StringComparison.Ordinal);
        Assert.Contains("gone in 6 h", card, StringComparison.Ordinal);
        Assert.Contains("1,240", card, StringComparison.Ordinal);
        Assert.Contains("growing 7/s, will not drain", card, StringComparison.Ordinal);
        Assert.Equal("Search", page.QuerySelector("ul.folded a")!.TextContent);
    }

    [Fact]
    public async Task When_all_is_seen_and_fine_it_says_so_in_one_sentence()
    {
        Known.Fine(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("Nothing needs you", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Nothing fires", page.QuerySelector("header.top")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Led by x2m4q", page.QuerySelector("ul.folded")!.Words(), StringComparison.Ordinal);
        Assert.Contains("87% budget left", page.QuerySelector("ul.folded")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("article.system"));
    }

    [Fact]
    public async Task Before_anything_is_known_nothing_reads_as_fine()
    {
        var page = await console.PageAsync("/");

        Assert.Equal("The fleet is not known yet", page.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("Nothing", page.QuerySelector("header.top")!.Words(), StringComparison.Ordinal);
        Assert.Equal("img/favicon-unknown.svg", page.QuerySelector("link[rel=icon]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task What_failed_is_old_and_is_said_to_be_old()
    {
        Known.Fine(console.Live);
        console.Live.Alerts.Failed("main does not answer");
        Known.Compose(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("2 of 2 systems are not fully seen", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("No alert is known", page.QuerySelector("header.top")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Not seen", page.QuerySelector("#blind")!.TextContent);
        Assert.Null(page.QuerySelector("#fine"));
        Assert.Equal("img/favicon-unknown.svg", page.QuerySelector("link[rel=icon]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_overview_that_is_old_does_not_call_anything_quiet()
    {
        Known.Fine(console.Live);
        console.Live.Overview.Failed("it could not be composed");

        var page = await console.PageAsync("/");

        Assert.Equal("What is shown is old", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Nothing fired when last seen", page.QuerySelector("#fine")!.TextContent);
    }

    [Fact]
    public async Task Unknown_figures_are_words_and_never_zero()
    {
        Known.InTrouble(console.Live);
        console.Live.Slo.Observed(new([Known.Budget(BudgetHealth.NoData, null, null, null, null, "the series are absent")]));
        console.Live.Queues.Observed(new([Known.Queue(null, Severity.Unknown, DrainOutlook.Silent, problem: "no series")]));
        Known.Compose(console.Live);

        var card = (await console.PageAsync("/")).QuerySelector("article.system")!;

        Assert.Contains("not known", card.QuerySelector(".budget")!.Words(), StringComparison.Ordinal);
        Assert.Contains("the series are absent", card.QuerySelector(".budget")!.Words(), StringComparison.Ordinal);
        Assert.Null(card.QuerySelector("[role=meter]"));
        Assert.DoesNotContain("0%", card.Words(), StringComparison.Ordinal);
        Assert.Contains("Not seen: error budgets, queues", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_many_of_a_name_fire_stands_apart_from_the_name()
    {
        Known.InTrouble(console.Live, Known.Alert(), Known.Alert(fingerprint: "00000000000000ab"));

        Assert.Equal("BillingDown 2", (await console.PageAsync("/")).QuerySelector("ul.firing a")!.TextContent.Trim());
    }

    [Fact]
    public async Task An_alert_of_a_severity_that_nobody_knows_needs_a_person_too()
    {
        Known.Fine(console.Live);
        console.Live.Alerts.Observed(new([Known.Alert(severity: "sev-9")], []));
        Known.Compose(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("1 of 2 systems needs you", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_alert_for_information_leaves_people_alone_but_is_not_called_nothing()
    {
        Known.Fine(console.Live);
        console.Live.Alerts.Observed(new([Known.Alert(severity: "info")], []));
        Known.Compose(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("Nothing needs you", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Nothing that needs you", page.QuerySelector("#fine")!.TextContent);
        Assert.DoesNotContain("none of their alerts fires", page.Body!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_profile_it_says_what_to_do_and_calls_nothing_fine()
    {
        console.Live.Systems.Observed(SystemCatalog.Empty);
        Known.Compose(console.Live);

        var page = await console.PageAsync("/");

        Assert.Equal("No system to watch", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("docs/profiles.md", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("No alert is known", page.QuerySelector("header.top")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_a_fault_is_named_with_its_place()
    {
        console.Live.Systems.Observed(Known.Catalog with
        {
            Faults = [new("ledger", "ledger.yaml", [new("systems/ledger.yaml:1:1 title", "is missing"), new("systems/ledger.yaml:2:1", "unknown field")])],
        });
        Known.Compose(console.Live);

        var faults = (await console.PageAsync("/")).QuerySelector("ul.todo")!.Words();

        Assert.Contains("ledger: systems/ledger.yaml:1:1 title: is missing (and 1 more)", faults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_leaders_are_both_named()
    {
        Known.Fine(console.Live);
        console.Live.Leadership.Observed(new([Known.Leader(LeaderState.SplitBrain, "billing-a", "both say that they lead") with { Leading = ["billing-a", "billing-b"] }]));
        Known.Compose(console.Live);

        var card = (await console.PageAsync("/")).QuerySelector("article.system")!.Words();

        Assert.Contains("Two leaders: billing-a and billing-b", card, StringComparison.Ordinal);
    }
}
