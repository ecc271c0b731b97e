using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class AlertPagesTests : IAsyncDisposable
{
    private const string Script = "<script>alert('x')</script>\"'&";
    private static readonly string Long = new('x', 10 * 1024);

    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task The_filter_of_the_address_is_applied_and_shown()
    {
        Known.InTrouble(console.Live, Known.Alert(), Known.Alert("00000000000000bb", "SearchSlow", "warning", "search"));

        var page = await console.PageAsync("/alerts?q=" + Uri.EscapeDataString("severity=\"warning\""));

        Assert.Equal(["SearchSlow"], page.QuerySelectorAll(".alerts .name").Select(name => name.TextContent));
        Assert.Equal("severity=\"warning\"", page.QuerySelector(".filter .chip b")!.TextContent);
        Assert.Contains("1 of 2 fit", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_is_wrong_says_in_which_column_and_hides_nothing()
    {
        Known.InTrouble(console.Live);

        var page = await console.PageAsync("/alerts?q=" + Uri.EscapeDataString("severity=~\"(\""));

        var problem = page.QuerySelector("#filter-problem")!.Words();
        Assert.Matches("column \\d+", problem);
        Assert.Equal("true", page.QuerySelector("[data-filter]")!.GetAttribute("aria-invalid"));
        Assert.Equal("severity=~\"(\"", page.QuerySelector("[data-filter]")!.GetAttribute("value"));
        Assert.Single(page.QuerySelectorAll(".alerts .name"));
    }

    [Fact]
    public async Task States_of_the_address_are_shown()
    {
        Known.InTrouble(console.Live, Known.Alert(state: AlertState.Silenced), Known.Alert("00000000000000bb", "Waits", state: AlertState.Pending));

        Assert.Empty((await console.PageAsync("/alerts")).QuerySelectorAll(".alerts .name"));
        var page = await console.PageAsync("/alerts?show=silenced,pending,nonsense");

        Assert.Equal(["BillingDown", "Waits"], page.QuerySelectorAll(".alerts .name").Select(name => name.TextContent));
    }

    [Fact]
    public async Task Before_an_Alertmanager_answered_no_alert_is_known_rather_than_none_firing()
    {
        var page = await console.PageAsync("/alerts");

        Assert.Contains("No alert is known yet", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing fires", page.Body!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_board_that_is_old_is_not_called_quiet()
    {
        console.Live.Alerts.Observed(AlertBoard.Empty);
        console.Live.Alerts.Failed("main does not answer");

        var page = await console.PageAsync("/alerts");

        Assert.DoesNotContain("Nothing fires", page.Body!.Words(), StringComparison.Ordinal);
        Assert.Contains("Nothing fired when last seen", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Stale", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_silent_is_named_beside_what_the_others_tell()
    {
        console.Live.Alerts.Observed(new([], ["west"]));

        var page = await console.PageAsync("/alerts");

        Assert.DoesNotContain("Nothing fires", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("west does not answer", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/alerts/00000000000000aa")]
    [InlineData("/systems")]
    [InlineData("/systems/billing")]
    public async Task Hostile_texts_are_only_ever_texts(string path)
    {
        Known.InTrouble(console.Live, Hostile());

        var page = await console.PageAsync(path);

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.All(page.QuerySelectorAll("*").SelectMany(element => element.Attributes), attribute =>
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name));
        Assert.All(page.QuerySelectorAll("a[href]"), link =>
        {
            var target = new Uri(new Uri("http://console"), link.GetAttribute("href")!);
            Assert.Contains(target.Scheme, new[] { "http", "https" });
            Assert.True(link.GetAttribute("href")!.Length < 4_000, "a link that no server would take");
        });
    }

    [Fact]
    public async Task A_hostile_alert_is_shown_as_it_is_written()
    {
        Known.InTrouble(console.Live, Hostile());

        var page = await console.PageAsync("/alerts/00000000000000aa");

        Assert.Equal(Script, page.QuerySelector("h1")!.TextContent);
        Assert.Contains("javascript:alert(1)", page.QuerySelector("[aria-labelledby=notes]")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[aria-labelledby=notes] a"));
        Assert.Contains("Show all 10240 letters", page.QuerySelector("[aria-labelledby=notes]")!.Words(), StringComparison.Ordinal);
        Assert.True(page.Body!.TextContent.Length < 12_000, "ten kilobytes of one text fill the page");
    }

    [Fact]
    public async Task An_annotation_that_is_a_web_address_is_a_link_that_tells_nobody_where_it_came_from()
    {
        Known.InTrouble(console.Live, Known.Alert(annotations: [("runbook_url", "https://wiki.example.org/billing"), ("trap", "//evil.example.org")]));

        var links = (await console.PageAsync("/alerts/00000000000000aa")).QuerySelectorAll("[aria-labelledby=notes] a");

        var link = Assert.Single(links);
        Assert.Equal("https://wiki.example.org/billing", link.GetAttribute("href"));
        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
    }

    [Fact]
    public async Task An_alert_that_is_not_reported_says_so_and_offers_all_alerts()
    {
        Known.Fine(console.Live);

        var page = await console.PageAsync("/alerts/0123456789abcdef");

        Assert.Equal("This alert is not reported", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("0123456789abcdef", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("It resolved", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_an_Alertmanager_answered_an_alert_is_not_called_resolved()
    {
        var main = (await console.PageAsync("/alerts/0123456789abcdef")).QuerySelector("main")!.Words();

        Assert.Contains("nothing is known of any alert", main, StringComparison.Ordinal);
        Assert.DoesNotContain("resolved", main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_alerts_are_old_an_alert_that_is_missing_is_not_called_resolved()
    {
        Known.Fine(console.Live);
        console.Live.Alerts.Failed("main does not answer");

        var main = (await console.PageAsync("/alerts/0123456789abcdef")).QuerySelector("main")!.Words();

        Assert.Contains("when last seen", main, StringComparison.Ordinal);
        Assert.DoesNotContain("It resolved", main, StringComparison.Ordinal);
    }

    private static Alert Hostile() => new(
        "00000000000000aa",
        LabelSet.Of(("alertname", Script), ("severity", "critical"), ("system", "billing"), ("long", Long), ("onclick", "x\" onclick=\"alert(1)")),
        LabelSet.Of(("summary", Script + "\u202Egnp.exe"), ("runbook_url", "javascript:alert(1)"), ("data", "data:text/html,<script>1</script>"), ("long", Long)),
        AlertState.Firing, TimeProvider.System.GetUtcNow().AddMinutes(-1))
    {
        System = "billing",
        Origins = [Script],
    };
}
