using System.Collections.Immutable;
using AngleSharp.Dom;
using OpsConsole.Pages.Slos;
using OpsConsole.Panels;
using OpsConsole.Slo;
using OpsConsole.Systems;
using OpsConsole.Tests.Components.Remediation;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Slos;

/// <summary>The pages of objectives: what needs somebody on top, and every figure with what it rests on.</summary>
public sealed class SloPagesTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task What_burns_and_what_is_not_known_stands_on_top_and_the_rest_takes_a_line_each()
    {
        See(SomeBudgets.Calm, SomeBudgets.Idle, SomeBudgets.Unknown, SomeBudgets.Burning);
        var page = await console.PageAsync("/slos");
        Assert.Equal("1 burning, 1 not known, 1 without traffic, 1 met", page.QuerySelector("header.head p")!.Words());
        Assert.Equal(["Availability 99.9%", "Unknown 99.9%"], page.QuerySelectorAll("article.slo-card h2").Select(title => title.Words()));
        Assert.Contains("3 of 208 requests failed", page.QuerySelector("article.slo-card")!.Words(), StringComparison.Ordinal);
        var rows = page.QuerySelectorAll("table.slos tbody tr");
        Assert.Equal(["Calm 99.9%", "Idle 99.9%"], rows.Select(row => row.QuerySelector("b")!.TextContent));
        Assert.Contains("met", rows[0].Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("met", rows[1].Words(), StringComparison.Ordinal);
        Assert.Contains("No traffic", rows[1].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_burns_fast_or_is_nearly_used_up_is_not_counted_among_what_is_met()
    {
        See(SomeBudgets.Calm, SomeBudgets.Fast, SomeBudgets.Nearly);
        var page = await console.PageAsync("/slos");
        Assert.Equal(["Burns fast", "Nearly used up"], page.QuerySelectorAll("article.slo-card .sev").Select(word => word.Words()).Order());
        Assert.Equal("1 nearly used up, 1 burning fast, 1 met", page.QuerySelector("header.head p")!.Words());
    }

    [Fact]
    public async Task One_system_alone_is_shown_when_the_address_says_so()
    {
        See(SomeBudgets.Burning, SomeBudgets.Calm with { System = "search" });
        Assert.Single((await console.PageAsync("/slos?system=billing")).QuerySelectorAll("article.slo-card, table.slos tbody tr"));
        Assert.Contains("No system of this name is known. All systems", (await console.PageAsync("/slos?system=nobody")).QuerySelector("main .empty, main .card")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_anything_is_measured_nothing_is_met()
    {
        console.Live.Systems.Observed(Known.Catalog);
        var main = (await console.PageAsync("/slos")).QuerySelector("main")!.Words();
        Assert.Contains("Nothing is measured yet", main, StringComparison.Ordinal);
        Assert.DoesNotContain("met", main, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("not measured yet", (await console.PageAsync("/slos/billing/availability")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_explains_its_figures_with_the_formula_and_the_queries()
    {
        See(SomeBudgets.Burning);
        var page = await console.PageAsync("/slos/billing/availability");
        var now = page.QuerySelector("[aria-labelledby=budget]")!.Words();
        Assert.Equal("40%", page.QuerySelector(".budget-big b")!.TextContent);
        Assert.Contains("99.9% of requests over 30 d", now, StringComparison.Ordinal);
        Assert.Contains("1,000 requests", now, StringComparison.Ordinal);
        var explained = page.QuerySelector("[aria-labelledby=explained]")!;
        Assert.Contains("1 - 600 / 1,000 = 40%", explained.QuerySelector(".formula")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["bad", "total"], explained.QuerySelectorAll("code.query").Select(query => query.TextContent));
        Assert.Contains("2,592,000: the expressions are events per second", explained.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_rate_stands_beside_the_events_behind_it_and_each_limit_beside_both_its_windows()
    {
        See(SomeBudgets.Burning);
        var burn = (await console.PageAsync("/slos/billing/availability")).QuerySelector("[aria-labelledby=burn]")!;
        var tables = burn.QuerySelectorAll("tbody");
        Assert.Contains("1 h|14.4x|3 of 208 requests|gone in 19 h 58 min", Rows(tables[0]));
        Assert.Contains("6 h|no data|no data|–", Rows(tables[0]));
        Assert.Contains("30 d|0.6x|600 of 1,000,000 requests|lasts", Rows(tables[0]));
        Assert.Equal(4, Rows(tables[1]).Count());
        Assert.Equal("14.4x critical|1 h 14.4x|5 min 118x|Above", Rows(tables[1]).First());
        Assert.Contains("Not known", tables[1].QuerySelectorAll("tr")[1].Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_says_what_it_will_end_with_since_when_it_is_held_and_what_is_left_out_by_whom()
    {
        console.Live.Systems.Observed(new SystemCatalog([new(Known.Billing with { Slos = [SomeBudgets.Monthly] }, [], "billing.yaml")], []));
        console.Live.Slo.Observed(new SloBoard([SomeBudgets.OfMonth]));
        var page = await console.PageAsync("/slos/billing/monthly");
        var now = page.QuerySelector("[aria-labelledby=budget]")!.Words();
        Assert.Contains("November 2026", now, StringComparison.Ordinal);
        Assert.Contains("left, at the rate of the last hour", now, StringComparison.Ordinal);
        Assert.Contains("Data since", now, StringComparison.Ordinal);
        Assert.Contains("The data reach back 15 d of 20 d", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        var off = page.QuerySelector("[aria-labelledby=left-out]")!;
        Assert.Contains("300 of 1,000 requests in them were bad", off.Words(), StringComparison.Ordinal);
        Assert.Contains("=cmd|' /C calc'!A0 <script>", off.Words(), StringComparison.Ordinal);
        Assert.Contains("Piet <i>Ek</i>", off.Words(), StringComparison.Ordinal);
        Assert.Empty(off.QuerySelectorAll("script, i"));
        Assert.Contains("Announced <b>before</b>", off.QuerySelector("q")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_names_its_objective_leads_there()
    {
        See(SomeBudgets.Burning);
        var alert = Known.Alert();
        Known.InTrouble(console.Live, alert with { Labels = OpsConsole.Metrics.LabelSet.Of(alert.Labels.Append(KeyValuePair.Create("slo", "availability"))) });
        var link = (await console.PageAsync($"/alerts/{alert.Fingerprint}")).QuerySelector("a[href='slos/billing/availability']")!;
        Assert.Equal("Availability 99.9%", link.TextContent);
    }

    [Fact]
    public async Task A_systems_card_leads_to_each_objective()
    {
        Known.InTrouble(console.Live);
        Assert.NotNull((await console.PageAsync("/")).QuerySelector("article.system .budget a[href='slos/billing/availability']"));
        Assert.NotNull((await console.PageAsync("/systems/billing")).QuerySelector(".budget a[href='slos/billing/availability']"));
    }

    [Fact]
    public async Task What_consumed_the_budget_is_told_with_what_happened_then()
    {
        var at = SomeBudgets.History.Largest[0].From;
        var told = new Happenings([new Happening(HappeningKind.Alert, at.AddMinutes(4), at.AddMinutes(60), false, "Slow <b>fired</b> for 56 min", "00000000000000aa", OpsConsole.Alerts.Severity.Critical)], 0, null);
        var drawn = await Drawn.OfAsync<Consumers>(("History", SomeBudgets.History), ("Unit", "requests"), ("Told", told));
        Assert.Equal("18 Nov, 12:00|18 Nov, 12:50|50 min|48%|480 of 3,000 requests|Slow <b>fired</b> for 56 min", Assert.Single(Rows(drawn.QuerySelector("tbody")!)));
        Assert.Contains("All other times together: 12% of the budget", drawn.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_begins_with_the_whole_budget_and_what_is_not_held_is_a_gap()
    {
        var drawn = await Drawn.OfAsync<BudgetChart>(("History", SomeBudgets.History), ("Budget", SomeBudgets.Burning));
        Assert.Equal(2, drawn.QuerySelectorAll("path[data-line]").Length);
        Assert.Contains("Each period begins with the whole budget", drawn.Words(), StringComparison.Ordinal);
        Assert.Contains("connection refused", (await Drawn.OfAsync<BudgetChart>(("History", null), ("Budget", SomeBudgets.Burning), ("Problem", "connection refused"))).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_past_that_can_not_be_read_says_why_instead_of_failing_the_page()
    {
        var none = SomeBudgets.History with { Left = [], Projected = [], Slices = [], Largest = [] };
        var drawn = await Drawn.OfAsync<BudgetChart>(("History", none), ("Budget", SomeBudgets.Burning), ("Problem", "Prometheus main did not answer within 10 s"));
        Assert.Contains("Prometheus main did not answer within 10 s", drawn.Words(), StringComparison.Ordinal);
        Assert.Empty(drawn.QuerySelectorAll("path[data-line]"));
    }

    [Fact]
    public async Task A_month_that_is_only_partly_held_is_said_to_be_so()
    {
        var drawn = await Drawn.OfAsync<PeriodTable>(("Periods", (ImmutableArray<ErrorBudget>?)[SomeBudgets.OfMonth]), ("Objective", SomeBudgets.Monthly), ("System", "billing"));
        Assert.Contains("only held since 6 Nov", drawn.Words(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(IElement body) => body.QuerySelectorAll("tr").Select(row => string.Join('|', row.Children.Select(cell => cell.Words())));

    private void See(params ErrorBudget[] budgets)
    {
        console.Live.Systems.Observed(Known.Catalog);
        console.Live.Slo.Observed(new SloBoard([.. budgets]));
    }
}
