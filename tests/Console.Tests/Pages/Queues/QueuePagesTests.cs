using System.Collections.Immutable;
using System.Net;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Queues;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Queues;

public sealed class QueuePagesTests : IAsyncDisposable
{
    private static readonly QueueProfile Due = Known.Invoices with { ServedBy = "pay/billing-api", InRate = "in", OutRate = "out", Workers = "workers" };
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static QueueStatus Growing => new()
    {
        System = "billing",
        Profile = Due,
        Depth = 1240,
        InRate = 10,
        OutRate = 6,
        Workers = 3,
        Oldest = TimeSpan.FromMinutes(12),
        Level = Severity.Critical,
        Forecast = new DrainForecast(DrainOutlook.Growing, null, null, 4, "grows 4/s and will not drain: in 10/s, out 6/s") { Course = new DrainCourse(1240, 4, 0.2, 16) },
        History = [.. Enumerable.Range(0, 60).Select(i => new Point(Now.AddMinutes(i - 60), 1000 + (i * 4)))],
        BackTest = new BackTest([.. Enumerable.Range(0, 12).Select(i => new PastForecast(
            Now.AddMinutes(-10 - (5 * i)), 1000 - i, new DrainForecast(DrainOutlook.Growing, null, null, 4, "in 10/s, out 6/s"), [new ForecastCheck(TimeSpan.FromMinutes(10), 1100, i > 0), new ForecastCheck(TimeSpan.FromMinutes(20), null, null)]))]),
    };

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Queues_are_listed_worst_first_and_what_only_fills_up_stands_apart()
    {
        See(
            Growing with { Profile = Due with { Name = "fine", Title = "Fine" }, Level = Severity.Info, Forecast = new(DrainOutlook.Empty, null, null, 0, "nothing is in it"), Depth = 0 },
            Growing with { Profile = Due with { Name = "dark", Title = "Dark" }, Level = Severity.Unknown, Depth = null, Problem = "no series" },
            Growing,
            Growing with { Profile = Due with { Name = "pool", Title = "Pool", Capacity = "100", ServedBy = null, Warn = 0.8 }, Depth = 50, Capacity = 100, Level = Severity.Info });

        var main = (await console.PageAsync("/queues")).QuerySelector("main")!;

        Assert.Equal("1 of 4 needs a look, 1 not known", main.QuerySelector("header p")!.Words());
        var (drains, fills) = (main.QuerySelectorAll("table")[0], main.QuerySelectorAll("table")[1]);
        Assert.Equal(["Invoices", "Dark", "Fine"], drains.QuerySelectorAll("th[scope=row] b").Select(title => title.TextContent));
        Assert.Matches("1,240.*Critical.*growing 4/s, will not drain.*of the last 12 forecasts 11 held after 10 min.*12 min.*10/s, 6/s.*3.*413.3", drains.QuerySelector("tbody tr")!.Words());
        Assert.Matches("not known.*Not known.*no series", drains.QuerySelectorAll("tbody tr")[1].Words());
        Assert.Matches("Pool.*Billing.*50%.*50 of 100 items", fills.QuerySelector("tbody tr")!.Words());
    }

    [Fact]
    public async Task A_queue_shows_where_it_goes_as_a_band_how_forecasts_held_and_how_many_workers_would_do()
    {
        See(Growing);

        var page = await console.PageAsync("/queues/billing/invoices");

        Assert.Equal("Invoices", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("1,240 items, growing 4/s, will not drain", page.QuerySelector("header.head p")!.Words());
        var chart = page.QuerySelector(".chart")!;
        Assert.NotEqual(string.Empty, chart.QuerySelector("path.band")!.GetAttribute("d"));
        Assert.Equal(["warns", "critical"], chart.QuerySelectorAll(".chart-limit").Select(limit => limit.TextContent));
        Assert.Matches("One completes 2/s: 5 would keep up, 6 would drain it", page.QuerySelector("dl.facts")!.Words());
        var forecast = page.QuerySelector("section[aria-labelledby=forecast]")!;
        Assert.Matches("Grows 4/s and will not drain: in 10/s, out 6/s", forecast.Words());
        Assert.Matches("Of the last 12 forecasts 11 held after 10 min", forecast.Words());
        Assert.DoesNotMatch(@"of \d+ \d+ held", forecast.Words());
        Assert.Equal("1,100 missed", forecast.QuerySelector("tbody td.warn")!.TextContent);
    }

    [Fact]
    public async Task The_scale_stands_beside_filled_in_and_who_may_not_is_told_why()
    {
        See(Growing);

        var link = (await console.PageAsync("/queues/billing/invoices")).QuerySelector("header.head a[aria-haspopup=dialog]")!;
        Assert.StartsWith("actions/new?kind=scale&system=billing&target=pay%2Fbilling-api", link.GetAttribute("href"), StringComparison.Ordinal);

        using var vera = await console.SignInAsync(ConsoleHost.Viewer);
        var head = (await vera.PageAsync("/queues/billing/invoices")).QuerySelector("header.head")!;
        Assert.Empty(head.QuerySelectorAll("a[aria-haspopup=dialog]"));
        Assert.Matches("Scale Deployment pay/billing-api", head.QuerySelector("button[aria-disabled=true]")!.Words());
        Assert.Matches("scale", head.QuerySelector(".why")!.Words());
    }

    [Fact]
    public async Task Where_nothing_is_foretold_it_says_why_and_draws_no_band()
    {
        See(Growing with { Forecast = new(DrainOutlook.Silent, null, null, null, "it changes too unevenly for a forecast: in 10/s, out 6/s"), BackTest = null });

        var page = await console.PageAsync("/queues/billing/invoices");

        Assert.Matches("It changes too unevenly for a forecast", page.QuerySelector("section[aria-labelledby=forecast]")!.Words());
        Assert.Empty(page.QuerySelectorAll("path.band"));
    }

    [Fact]
    public async Task A_queue_that_there_is_not_is_said_to_be_none()
    {
        See(Growing);
        Assert.Equal("There is no such queue", (await console.PageAsync("/queues/billing/none")).QuerySelector("h1")!.TextContent);
        Assert.Equal("There is no such queue", (await console.PageAsync("/queues/none/invoices")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Before_anything_was_read_no_queue_reads_as_fine()
    {
        var main = (await console.PageAsync("/queues")).QuerySelector("main")!;
        Assert.Equal("Not known yet", main.QuerySelector("header p")!.Words());
        Assert.Empty(main.QuerySelectorAll("table"));
        Assert.Equal("No queue was read yet", (await console.PageAsync("/queues/billing/invoices")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Words_from_outside_are_encoded()
    {
        const string Hostile = "<img src=x onerror=alert(1)>";
        See(Growing with { Profile = Due with { Title = Hostile }, Problem = Hostile });
        foreach (var path in (string[])["/queues", "/queues/billing/invoices", "/?full=1"])
        {
            using var answer = await console.Http.GetAsync(new Uri(console.Address, path), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<img", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Overview_in_full_has_nothing_around_it_and_says_what_page_it_is()
    {
        Known.InTrouble(console.Live);

        var page = await console.PageAsync("/?full=1");

        Assert.Empty(page.QuerySelectorAll("nav, header.top"));
        var wall = page.QuerySelector("main.wall")!;
        Assert.Matches("(Systems|Error budgets|Queues), page [123] of 3", wall.QuerySelector("header")!.Words());
        Assert.Equal(["1 Critical", "0 High", "0 Warning"], wall.QuerySelectorAll(".figure").Take(3).Select(figure => $"{figure.QuerySelector("b")!.TextContent} {figure.QuerySelector(".sev")!.Words()}"));
        Assert.Equal("./", page.QuerySelector("[data-leave-full]")!.GetAttribute("href"));
    }

    private void See(params ImmutableArray<QueueStatus> queues)
    {
        Known.Fine(console.Live);
        console.Live.Systems.Observed(new SystemCatalog([new(Known.Billing with { Queues = [.. queues.Select(queue => queue.Profile)], Actions = [new ActionProfile("scale", [])] }, [], "billing.yaml")], []));
        console.Live.Queues.Observed(new QueueBoard(queues));
        Known.Compose(console.Live);
    }
}
