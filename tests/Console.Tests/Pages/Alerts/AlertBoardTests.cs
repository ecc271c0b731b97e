using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Silences;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

/// <summary>The board as its address asks for it, drawn before any script runs.</summary>
public sealed class AlertBoardTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Any_labels_can_make_the_sections_and_groups()
    {
        See(Alert("Slow", "warning", ("namespace", "pay")), Alert("Down", "critical", ("namespace", "pay")), Alert("Odd", "info"));

        var page = await console.PageAsync("/alerts?by=namespace,severity");

        Assert.Equal(["pay", "No namespace"], page.QuerySelectorAll(".alerts .section b").Select(section => section.Words()));
        Assert.Equal(["critical", "warning", "info"], page.QuerySelectorAll(".alerts .name").Select(name => name.TextContent));
        Assert.Equal("Alerts by namespace and severity, worst first", page.QuerySelector("section.alerts")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_label_that_no_alert_carries_and_words_that_mean_nothing_are_said_and_the_board_is_shown_all_the_same()
    {
        See(Alert("Slow", "warning"));

        var page = await console.PageAsync("/alerts?by=nonsense&sort=upwards");
        var words = page.QuerySelector("main")!.Words();

        Assert.Contains("No alert carries the label 'nonsense' now", words, StringComparison.Ordinal);
        Assert.Contains("The address asks for 'upwards', which means nothing here", words, StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll(".alerts .name"));
    }

    [Fact]
    public async Task The_order_of_the_address_is_kept()
    {
        See(Alert("Bad", "critical") with { StartsAt = Minutes(9) }, Alert("New", "info") with { StartsAt = Minutes(1) }, Alert("Old", "info") with { StartsAt = Minutes(99) });

        foreach (var (sort, first) in new[] { ("worst", "Bad"), ("newest", "New"), ("oldest", "Old"), ("name", "Bad") })
        {
            Assert.Equal(first, (await console.PageAsync($"/alerts?sort={sort}")).QuerySelector(".alerts .name")!.TextContent);
        }
    }

    [Fact]
    public async Task As_cards_each_group_is_a_card_with_its_severity()
    {
        See(Alert("Slow", "warning", ("pod", "a")), Alert("Slow", "warning", ("pod", "b")), Alert("Down", "critical"));

        var cards = (await console.PageAsync("/alerts?as=cards")).QuerySelectorAll(".alert-card");

        Assert.Equal(["critical", "warning"], cards.Select(card => card.GetAttribute("data-sev")));
        Assert.Equal("2", cards[1].QuerySelector(".count")!.Words());
        Assert.Contains("alertname%3D", cards[1].QuerySelector("[data-row]")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_matrix_each_place_links_to_the_list_of_its_alerts()
    {
        See(Alert("Slow", "warning", ("namespace", "pay")), Alert("Lag", "warning", ("namespace", "pay")), Alert("Down", "critical"));

        var page = await console.PageAsync("/alerts?as=matrix&x=severity&y=namespace");
        var table = page.QuerySelector(".matrix table")!;
        Assert.Equal(["critical 1", "warning 2"], table.QuerySelectorAll("thead th[scope=col]").Skip(1).Select(head => head.Words()));
        Assert.Equal(["No namespace 1", "pay 2"], table.QuerySelectorAll("tbody th[scope=row]").Select(head => head.Words()));
        var cell = table.QuerySelectorAll("a.cell").Single(link => link.Words() == "2");
        Assert.Equal(("warning", "pay, warning: 2 alerts, worst warning firing"), (cell.GetAttribute("data-sev"), cell.GetAttribute("aria-label")));

        Assert.Equal(["Lag", "Slow"], (await console.PageAsync("/" + cell.GetAttribute("href"))).QuerySelectorAll(".alerts .name").Select(name => name.TextContent).Order());
        var missing = table.QuerySelectorAll("a.cell").Single(link => link.GetAttribute("data-sev") == "critical");
        Assert.Equal(["Down"], (await console.PageAsync("/" + missing.GetAttribute("href"))).QuerySelectorAll(".alerts .name").Select(name => name.TextContent));
    }

    [Fact]
    public async Task A_matrix_of_too_many_columns_says_how_many_are_left_out()
    {
        See([.. Enumerable.Range(0, 70).Select(i => Alert("Slow", "warning", ("pod", $"p{i}")))]);

        var page = await console.PageAsync("/alerts?as=matrix&x=pod");

        Assert.Equal(AlertMatrix.MostColumns + 1, page.QuerySelectorAll(".matrix thead th").Length);
        Assert.Contains("10 more values of pod do not fit", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_alert_is_said_counted_found_and_hidden_when_that_is_wished()
    {
        var (had, other) = (Alert("Had", "critical"), Alert("Other", "warning"));
        See(had, other);
        console.Live.Acknowledgements.Observed(new AckBoard([AlertLayoutsTests.Ack(had)]));

        var page = await console.PageAsync("/alerts");
        Assert.Contains("Acknowledged 1", page.QuerySelector("[aria-label=Show]")!.Words(), StringComparison.Ordinal);
        var line = page.QuerySelectorAll(".alerts [data-line]")[0];
        Assert.Contains("Ada, ", line.Words(), StringComparison.Ordinal);
        Assert.Contains("looking", line.QuerySelector(".had")!.GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal(["Had"], await NamesAsync("/alerts?q=state%3Dacknowledged"));
        Assert.Equal(["Other"], await NamesAsync("/alerts?show=firing,unacknowledged"));
    }

    [Fact]
    public async Task What_holds_an_alert_back_is_told_on_the_line_and_on_its_page()
    {
        var cause = Alert("NoLeader", "critical") with { State = AlertState.Silenced, SilencedBy = ["s1"] };
        var held = Alert("Lag", "warning") with { State = AlertState.Inhibited, InhibitedBy = [cause.Fingerprint] };
        See(cause, held);
        console.Live.Silences.Observed(new SilenceBoard(
            [new SeenSilence(SomeSilences.Silence("s1", "alertname=\"NoLeader\"", 2, comment: "patching"), ["main"])], 0, ImmutableSortedDictionary<string, string>.Empty));

        var line = (await console.PageAsync("/alerts?show=inhibited")).QuerySelector(".alerts [data-line]")!;
        Assert.Matches("inhibited by NoLeader on billing, which is silenced by ada's silence \\(until .* UTC\\): patching", line.QuerySelector(".state [title]")!.GetAttribute("title")!);
        var hero = (await console.PageAsync($"/alerts/{held.Fingerprint}")).QuerySelector(".hero")!.Words();
        Assert.Matches("Inhibited by NoLeader on billing, which is silenced by ada's silence \\(ends in (1|2) h\\): patching", hero);
    }

    [Fact]
    public async Task An_alert_whose_cause_is_gone_carries_a_warning()
    {
        var held = Alert("Lag", "warning") with { State = AlertState.Inhibited, InhibitedBy = ["ffffffffffffffff"] };
        See(held);

        Assert.Contains("cause gone", (await console.PageAsync("/alerts?show=inhibited")).QuerySelector(".alerts [data-line]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("look at it as if it fired", (await console.PageAsync($"/alerts/{held.Fingerprint}")).QuerySelector(".hero")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alertmanagers_that_disagree_and_an_alert_that_flaps_are_marked_and_explained()
    {
        var alert = Alert("Odd", "warning") with { Origins = ["am-1", "am-2"], Views = [new("am-1", AlertState.Firing), new("am-2", AlertState.Silenced)] };
        See(alert);
        console.Services.GetRequiredService<AlertPast>().Section.Observed(RecentPast.Empty with { Starts = ImmutableDictionary<string, int>.Empty.Add(alert.Fingerprint, 5) });

        var marks = (await console.PageAsync("/alerts")).QuerySelectorAll(".alerts .marks .pill");
        Assert.Equal(["disagree", "flapping"], marks.Select(mark => mark.Words()));
        Assert.Equal(["am-1 says firing, am-2 says silenced", "Began to fire 5 times in the last hour"], marks.Select(mark => mark.GetAttribute("title")));
        var page = (await console.PageAsync($"/alerts/{alert.Fingerprint}")).QuerySelector("main")!.Words();
        Assert.Contains("am-1 says firing, am-2 says silenced. What fires anywhere notifies somebody.", page, StringComparison.Ordinal);
        Assert.Contains("It began to fire 5 times in the last hour", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/alerts?as=cards")]
    [InlineData("/alerts?as=matrix&x=evil&y=alertname")]
    [InlineData("/alerts?by=evil,alertname")]
    [InlineData("/alerts?by=%3Cscript%3E&x=%22%3E&show=%3Cb%3E")]
    public async Task Hostile_texts_are_only_ever_texts(string path)
    {
        const string Script = "<script>alert('x')</script>\"'&\u202E";
        See(Alert(Script, "critical", ("evil", Script)), Alert(new string('x', 10_000), "info", ("evil", new string('y', 10_000))));

        var page = await console.PageAsync(path);

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.All(page.QuerySelectorAll("a[href]"), link => Assert.True(link.GetAttribute("href")!.Length <= 4_000, "a link that no server would take"));
        Assert.All(page.QuerySelectorAll("*").SelectMany(element => element.Attributes), attribute => Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name));
    }

    private static DateTimeOffset Minutes(double ago) => TimeProvider.System.GetUtcNow().AddMinutes(-ago);

    private static Alert Alert(string name, string severity, params (string Name, string Value)[] labels)
    {
        var all = LabelSet.Of([("alertname", name), ("severity", severity), ("system", "billing"), .. labels]);
        return new Alert(Fingerprint.Of(all), all, LabelSet.Empty, AlertState.Firing, Minutes(7)) { System = "billing", Origins = ["main"] };
    }

    private async Task<IEnumerable<string>> NamesAsync(string path) => (await console.PageAsync(path)).QuerySelectorAll(".alerts .name").Select(name => name.TextContent);

    private void See(params Alert[] alerts) => Known.InTrouble(console.Live, alerts);
}
