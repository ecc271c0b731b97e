using OpsConsole.Alerts;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class SilencesPageTests : IAsyncDisposable
{
    private const string Script = "<script>alert(1)</script>";

    private readonly ConsoleHost console = ConsoleHost.Start();

    public SilencesPageTests()
    {
        Known.InTrouble(console.Live);
        console.Live.Systems.Observed(new SystemCatalog(
            [new(Known.Billing with { Actions = [new ActionProfile("silence", [])] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"), new(Known.Search, [], "search.yaml")], []));
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Active_silences_are_listed_with_what_they_match_and_what_to_notice()
    {
        SomeSilences.See(console.Live);

        var page = await console.PageAsync("/silences");
        var lines = page.QuerySelectorAll(".silences .line:not(.head)").ToList();

        Assert.Equal(2, lines.Count);
        Assert.Equal(["system=\"billing\""], lines[0].QuerySelectorAll(".chip").Select(chip => chip.Words()));
        Assert.Matches("planned work.*in (29|30) min.*1 critical.*ada.*main", lines[0].Words());
        Assert.Equal(["ends soon, 1 still fires", "all of billing"], lines[0].QuerySelectorAll(".pill").Select(mark => mark.Words()));
        Assert.Equal(["matches nothing"], lines[1].QuerySelectorAll(".pill").Select(mark => mark.Words()));
        Assert.Contains("2 active, 1 pending; 1 ends soon while alerts fire", page.QuerySelector(".head")!.Words(), StringComparison.Ordinal);
        Assert.Contains("2 active", page.QuerySelector(".nav a[href=silences]")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?show=pending", SomeSilences.ToCome)]
    [InlineData("?show=expired", SomeSilences.Over)]
    [InlineData("?q=author%3Dben&show=pending", SomeSilences.ToCome)]
    [InlineData("?q=behind", SomeSilences.FitsNothing)]
    [InlineData("?q=alertname%3D%22Never%22", SomeSilences.FitsNothing)]
    public async Task The_address_says_which_are_shown(string query, string id)
    {
        SomeSilences.See(console.Live);

        var row = Assert.Single((await console.PageAsync($"/silences{query}")).QuerySelectorAll("[data-row]"));

        Assert.EndsWith($"open={id}", row.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drawer_of_one_shows_its_alerts_and_offers_what_can_be_done()
    {
        SomeSilences.See(console.Live);

        var drawer = (await console.PageAsync($"/silences?open={SomeSilences.EndsSoon}")).QuerySelector("[data-drawer]")!;

        Assert.Equal("alerts/00000000000000aa", drawer.QuerySelector(".firing a")!.GetAttribute("href"));
        Assert.Contains(drawer.QuerySelectorAll("a.btn"), link => link.GetAttribute("href")!.Contains($"kind=silence-extend&system=billing&target=main%2F{SomeSilences.EndsSoon}", StringComparison.Ordinal));
        Assert.Contains(drawer.QuerySelectorAll("a.btn"), link => link.GetAttribute("href")!.Contains("kind=silence-expire", StringComparison.Ordinal));
        Assert.Contains(drawer.QuerySelectorAll("a.btn"), link => link.GetAttribute("href") == $"silences/new?system=billing&from={SomeSilences.EndsSoon}");
    }

    [Fact]
    public async Task One_that_is_over_opens_under_its_own_tab_and_one_without_a_granted_system_says_why_nothing_can_be_done()
    {
        SomeSilences.See(console.Live);

        var page = await console.PageAsync($"/silences?open={SomeSilences.Over}");

        Assert.Equal("Expired 1", page.QuerySelector(".seg [aria-current]")!.Words());
        Assert.Contains("allows silences", page.QuerySelector("[data-drawer]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_sees_the_buttons_and_what_is_missing()
    {
        SomeSilences.See(console.Live);
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var main = (await vera.PageAsync($"/silences?open={SomeSilences.EndsSoon}")).QuerySelector("main")!;

        Assert.Equal(["New silence", "Extend the silence", "End the silence", "Change the silence"], main.QuerySelectorAll("button[aria-disabled]").Select(button => button.Words()));
        Assert.NotEmpty(main.QuerySelector("#new-silence-why")!.Words());
        Assert.Empty(main.QuerySelectorAll("a[href^='actions/new']"));
    }

    [Fact]
    public async Task A_new_silence_is_asked_for_with_the_systems_own_matchers()
    {
        SomeSilences.See(console.Live);

        var links = (await console.PageAsync("/silences")).QuerySelectorAll(".menu a").Select(link => link.GetAttribute("href")).ToList();

        Assert.Equal(["silences/new", "silences/new?system=billing&matchers=system%3D%22billing%22&duration=2h"], links);
    }

    [Fact]
    public async Task Before_an_Alertmanager_answered_no_silence_is_known_rather_than_none_made()
    {
        console.Live.Silences.Failed("main refused the connection");

        var page = await console.PageAsync("/silences");

        Assert.Contains("No silence is known yet. main refused the connection", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is silenced", page.Body!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_falls_silent_is_named_with_its_words_and_its_silences_as_the_last_known()
    {
        SomeSilences.See(console.Live, "dial tcp: refused", SomeSilences.Silence(SomeSilences.FitsNothing, "alertname=\"Never\"", 5));

        var page = await console.PageAsync("/silences");

        Assert.Contains("main does not tell its silences; what only it has is the last known. dial tcp: refused", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal("last known", page.QuerySelector(".silences .line .stale")!.Words());
    }

    [Fact]
    public async Task Hostile_texts_are_only_ever_texts()
    {
        var hostile = SomeSilences.Silence(SomeSilences.FitsNothing, "alertname=\"x\"", 5, comment: $"{Script} javascript:alert(1) (action 01jdsomeactionwaits0)", author: Script) with
        {
            Unjudged = [$"x=~\"{Script}\"", new string('y', 10_000)],
        };
        SomeSilences.See(console.Live, Script, hostile);

        var page = await console.PageAsync($"/silences?open={SomeSilences.FitsNothing}");

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.Contains(new Uri(new Uri("http://console"), link.GetAttribute("href")!).Scheme, new[] { "http", "https" }));
        Assert.Contains(Script, page.QuerySelector("[data-drawer]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("actions/01jdsomeactionwaits0", page.QuerySelector("[data-drawer] .plainlist a")!.GetAttribute("href"));
        Assert.True(page.QuerySelector("main")!.TextContent.Length < 4_000, "one long matcher fills the page");
    }

    [Fact]
    public async Task An_alert_that_is_silenced_leads_to_its_silence()
    {
        Known.InTrouble(console.Live, Known.Alert(state: AlertState.Silenced) with { SilencedBy = [SomeSilences.EndsSoon] });

        var link = (await console.PageAsync("/alerts/00000000000000aa")).QuerySelector("main a[href^='silences']")!;

        Assert.Equal($"silences?open={SomeSilences.EndsSoon}", link.GetAttribute("href"));
    }
}
