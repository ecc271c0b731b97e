using OpsConsole.Panels;
using OpsConsole.Tests.Host;
using static OpsConsole.Tests.Pages.Systems.ChartedHost;

namespace OpsConsole.Tests.Pages.Systems;

/// <summary>A system's charts as they are drawn before the circuit is up: nobody is asked for that.</summary>
public sealed class PanelPagesTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task The_usual_range_is_drawn_at_once_from_what_is_known_and_costs_the_source_nothing()
    {
        await using var host = await StartAsync();
        Observe(host, Data(Requests, new PanelLine("pod-1", [new(Now.AddMinutes(-9), 40), new(Now, 60)])));

        var page = await PageAsync(host, "systems/billing");

        var cards = page.QuerySelectorAll("figure.panel").Select(card => card.Words()).ToArray();
        Assert.Matches(@"Requests\s*60 req/s.*limit 50 req/s.*pod-1\s*60\s*40\s*60", cards[0]);
        Assert.Contains("Being asked.", cards[1], StringComparison.Ordinal);
        Assert.Equal("Speed", page.QuerySelectorAll("h3").Select(it => it.TextContent).Single(it => it == "Speed"));
        Assert.Equal("3h", page.QuerySelector(".range [aria-current]")!.TextContent);
        Assert.Contains("https://prometheus.example.com/graph?g0.expr=requests", page.QuerySelectorAll("figure.panel a").Select(link => link.GetAttribute("href")));
        Assert.Empty(host.Source.Asked);
    }

    [Fact]
    public async Task Another_range_shows_nothing_of_the_usual_one()
    {
        await using var host = await StartAsync();
        Observe(host, Data(Requests, new PanelLine("pod-1", [new(Now, 60)])));

        var page = await PageAsync(host, "systems/billing?range=24h");

        Assert.All(page.QuerySelectorAll("figure.panel"), card => Assert.Contains("Being asked.", card.TextContent, StringComparison.Ordinal));
        Assert.Equal("24h", page.QuerySelector(".range [aria-current]")!.TextContent);
    }

    [Theory]
    [InlineData("range=5y", "range: '5y' is no range from 1m to 400d")]
    [InlineData("from=2026-11-21T11:00&to=2026-11-21T10:00", "from: must be before to")]
    [InlineData("from=2021-01-01T00:00&to=2026-01-01T00:00", "at most 400 days are shown at once")]
    [InlineData("from=%3Cscript%3E&to=x", "from: '<script>' is no time")]
    public async Task A_range_that_is_none_is_told_beside_the_picker_and_the_usual_one_is_shown(string query, string words)
    {
        await using var host = await StartAsync();

        var page = await PageAsync(host, $"systems/billing?{query}");

        Assert.Contains(words, page.QuerySelector(".range [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The last 3 h are shown instead.", page.QuerySelector(".range [role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("3h", page.QuerySelector(".range .seg [aria-current]")!.TextContent);

        // An open form would lie over these words.
        Assert.False(page.QuerySelector(".range details")!.HasAttribute("open"));
    }

    [Fact]
    public async Task Nothing_is_said_of_what_happened_before_it_was_read()
    {
        await using var host = await StartAsync();

        Assert.Contains("What happened in this range is being read.", (await PageAsync(host, "systems/billing")).QuerySelector(".charts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_without_series_one_that_was_refused_and_one_of_a_silent_source_each_say_so()
    {
        await using var host = await StartAsync();
        Observe(
            host, Data(Requests) with { Problem = "no series" },
            Data(Latency, new PanelLine("p50", [new(Now, 1)])) with { Problem = "Prometheus main did not answer within 10 s", IsSilent = true });

        var page = await PageAsync(host, "systems/billing");

        var cards = page.QuerySelectorAll("figure.panel");
        Assert.Contains("No series in this range", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Not what is now: Prometheus main did not answer within 10 s", cards[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("stale-data", cards[1].ClassName, StringComparison.Ordinal);

        Observe(host, Data(Requests) with { Problem = "parse error: unexpected <by>" });
        Assert.Contains("parse error: unexpected <by>", (await PageAsync(host, "systems/billing")).QuerySelector("figure.panel")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_series_are_told_with_how_many_are_shown()
    {
        await using var host = await StartAsync();
        Observe(host, Data(Requests, new PanelLine("a", [new(Now, 2)]), new PanelLine("b", [new(Now, 1)])) with { Series = 10_000 });

        Assert.Contains("10,000 series; the first 2 by last value are shown.", (await PageAsync(host, "systems/billing")).QuerySelector("figure.panel")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_chart_alone_has_its_own_address()
    {
        await using var host = await StartAsync();

        var page = await PageAsync(host, "systems/billing?panel=Speed%2FLatency&range=1h");

        Assert.Equal("Latency", Assert.Single(page.QuerySelectorAll("figure.panel figcaption")).TextContent);
        Assert.Equal(2, (await PageAsync(host, "systems/billing?panel=nothing")).QuerySelectorAll("figure.panel").Length);
    }

    private static PanelData Data(OpsConsole.Systems.PanelProfile panel, params PanelLine[] lines) =>
        new("billing", panel, Now.AddHours(-3), Now, [.. lines], null) { Step = TimeSpan.FromMinutes(1), Series = lines.Length };

    private static void Observe(ChartedHost host, params PanelData[] panels) => host.Console.Live.Panels.Observed(new([.. panels]));

    private static async Task<AngleSharp.Dom.IDocument> PageAsync(ChartedHost host, string path)
    {
        var (status, text, _) = await host.GetAsync(path);
        Assert.Equal(200, status);
        return await ConsoleHost.ParseAsync(text);
    }
}
