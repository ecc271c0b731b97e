using AngleSharp.Dom;
using OpsConsole.Alerts;
using OpsConsole.Sources;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Silences;

/// <summary>The form of a silence as a browser without scripts sees it.</summary>
public sealed class NewSilencePageTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start(("Upstreams:Alertmanager:0:Name", "main"), ("Upstreams:Alertmanager:0:Url", "http://127.0.0.1:1"));

    public NewSilencePageTests()
    {
        Known.InTrouble(console.Live);
        console.Live.Systems.Observed(new SystemCatalog(
            [new(Known.Billing with { Actions = [new ActionProfile("silence", [])] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"), new(Known.Search, [], "search.yaml")], []));
        SomeSilences.See(console.Live);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task From_an_alert_all_its_labels_are_filled_in_and_what_they_match_is_shown()
    {
        var page = await console.PageAsync("/silences/new?alert=00000000000000aa");

        Assert.Equal(["alertname", "severity", "system"], page.QuerySelectorAll(".matcher input[aria-label=Label]").Select(input => input.GetAttribute("value")));
        Assert.Equal(["BillingDown", "critical", "billing"], page.QuerySelectorAll(".matcher input[aria-label^=Value]").Select(input => input.GetAttribute("value")));
        Assert.Equal("billing", page.QuerySelector("#silence-system option[selected]")!.GetAttribute("value"));
        Assert.Contains("1 alert of 1", page.QuerySelector("[aria-label=Preview]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("alertname=\"BillingDown\", severity=\"critical\", system=\"billing\"", page.QuerySelector("#matcher-text")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("None that the console saw in the last 30 days", page.QuerySelector("[aria-label=Preview]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_a_system_its_claim_is_filled_in_and_from_scratch_a_system_is_asked_for_first()
    {
        Assert.Equal("system=\"billing\"", (await console.PageAsync("/silences/new?system=billing")).QuerySelector("#matcher-text")!.TextContent.Trim());

        var scratch = await console.PageAsync("/silences/new");
        Assert.Equal(["", "billing"], scratch.QuerySelectorAll("#silence-system option").Select(option => option.GetAttribute("value")));
        Assert.Contains("Choose the system that it is for", Why(scratch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_that_holds_is_changed_and_one_that_is_over_made_again()
    {
        var change = await console.PageAsync($"/silences/new?from={SomeSilences.EndsSoon}");
        Assert.Equal("Change a silence", change.QuerySelector("h1")!.Words());
        Assert.Equal("planned work", change.QuerySelector("#act-reason")!.TextContent.Trim());
        Assert.Equal("system=\"billing\"", change.QuerySelector("#matcher-text")!.TextContent.Trim());

        var again = await console.PageAsync($"/silences/new?from={SomeSilences.Over}");
        Assert.Equal("Silence again", again.QuerySelector("h1")!.Words());
        Assert.Contains("alertname=\"SearchSlow\"", again.QuerySelector("#matcher-text")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("is not known (any more)", (await console.PageAsync("/silences/new?from=nobody")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=~\"(\"", "no regular expression")]
    [InlineData("a=\"\"", "fit every alert that lacks these labels")]
    [InlineData("a", "the first is wrong")]
    public async Task What_is_wrong_with_the_matchers_is_said_once_beside_them_and_nothing_is_planned(string matchers, string expected)
    {
        var page = await console.PageAsync($"/silences/new?system=billing&matchers={Uri.EscapeDataString(matchers)}");

        Assert.Contains(expected, page.QuerySelector(".matchers")!.Words(), StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelector("main")!.Words().Split(expected).Length);
        Assert.Equal("true", page.QuerySelector(".dialog footer .btn.main")!.GetAttribute("aria-disabled"));
        Assert.Equal("Mend the matchers first: what is wrong stands beside them.", Why(page).Trim());
    }

    [Fact]
    public async Task Everything_that_is_typed_into_is_closed_before_the_circuit_is_there()
    {
        var page = await console.PageAsync("/silences/new?alert=00000000000000aa");

        Assert.All(page.QuerySelectorAll(".silence-form input:not([type=hidden]), .silence-form textarea"), input => Assert.True(input.HasAttribute("readonly") || input.HasAttribute("disabled"), input.OuterHtml));
        Assert.All(page.QuerySelectorAll(".silence-form button, .silence-form select"), button => Assert.True(button.HasAttribute("disabled"), button.OuterHtml));
    }

    [Fact]
    public async Task Hostile_addresses_are_only_ever_text()
    {
        const string Script = "<script>alert(1)</script>";
        var page = await console.PageAsync($"/silences/new?system={Uri.EscapeDataString(Script)}&matchers={Uri.EscapeDataString($"a=\"{Script}\"")}&duration={Uri.EscapeDataString(Script)}&alert={Uri.EscapeDataString(Script)}&at={Uri.EscapeDataString(Script)}");

        Assert.Empty(page.QuerySelectorAll("main script"));
    }

    [Fact]
    public async Task A_cluster_and_an_Alertmanager_of_its_own_are_offered_apart()
    {
        await using var two = ConsoleHost.Start(
            ("Upstreams:Alertmanager:0:Name", "am-1"), ("Upstreams:Alertmanager:0:Url", "http://127.0.0.1:1"), ("Upstreams:Alertmanager:0:Cluster", "east"),
            ("Upstreams:Alertmanager:1:Name", "am-2"), ("Upstreams:Alertmanager:1:Url", "http://127.0.0.1:2"), ("Upstreams:Alertmanager:1:Cluster", "east"),
            ("Upstreams:Alertmanager:2:Name", "west"), ("Upstreams:Alertmanager:2:Url", "http://127.0.0.1:3"));
        two.Live.Systems.Observed(console.Live.Systems.Current.Value!);
        two.Live.Alerts.Observed(new AlertBoard([Known.Alert() with { Origins = ["west"] }], []));
        two.Live.Sources.Observed(new SourceBoard([], [], [], [], [], []));
        var page = await two.PageAsync("/silences/new?system=billing");

        var offered = page.QuerySelectorAll("fieldset label.toggle").ToList();
        Assert.Equal(["east, seen at am-1 and am-2", "west, which reports 1 of them"], offered.Select(label => label.Words()));
        Assert.Equal([false, true], offered.Select(label => label.QuerySelector("input")!.HasAttribute("checked")));
    }

    [Fact]
    public async Task A_viewer_sees_the_form_and_why_nothing_can_be_pressed()
    {
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var page = await vera.PageAsync("/silences/new?system=billing");

        Assert.Contains("responder, operator or admin", Why(page), StringComparison.Ordinal);
    }

    private static string Why(IDocument page) => page.QuerySelector("#batch-why")!.Words();
}
