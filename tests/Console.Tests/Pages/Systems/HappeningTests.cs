using OpsConsole.Alerts;
using OpsConsole.Pages.Slos;
using OpsConsole.Pages.Systems.Panels;
using OpsConsole.Panels;
using OpsConsole.Tests.Components.Remediation;
using OpsConsole.Tests.Pages.Slos;

namespace OpsConsole.Tests.Pages.Systems;

/// <summary>What happened to a system, beside its charts and budgets.</summary>
public sealed class HappeningTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Incidents_are_counted_first_and_lead_to_their_pages_and_a_hostile_title_is_only_text()
    {
        var told = new Happenings(
            [Incident("01jover", Noon, Noon.AddMinutes(40), "Incident: Checkout <b>fails</b> (over)"), Incident("01jon", Noon.AddHours(1), null, "Incident: Invoices wait (open)"), Alert(Noon)], 0, null);
        var drawn = await Drawn.OfAsync<HappeningList>(("Told", told), ("To", Noon.AddHours(2)));
        Assert.Equal("Happened in this range: 2 incidents, 1 alert", drawn.QuerySelector("summary")!.Words());
        Assert.Equal(["alerts/00000000000000aa", "incidents/01jon", "incidents/01jover"], drawn.QuerySelectorAll("a").Select(link => link.GetAttribute("href")).Order(StringComparer.Ordinal));
        Assert.Contains("Checkout <b>fails</b>", drawn.Words(), StringComparison.Ordinal);
        Assert.Empty(drawn.QuerySelectorAll("b"));
    }

    [Fact]
    public async Task On_the_chart_of_a_budget_one_stands_from_its_begin_to_its_end_and_one_that_goes_on_to_the_end_of_what_is_known()
    {
        var (from, until) = (SomeBudgets.History.Period.From, SomeBudgets.History.Until);
        var told = new Happenings([Incident("01jover", from + ((until - from) / 4), from + ((until - from) / 2), "Incident: over"), Incident("01jon", until - ((until - from) / 4), null, "Incident: goes on")], 0, null);
        var drawn = await Drawn.OfAsync<BudgetChart>(("History", SomeBudgets.History), ("Budget", SomeBudgets.Burning), ("Told", told));
        Assert.Equal(2, drawn.QuerySelectorAll("path.mark-line[data-kind='incident']").Length);
        Assert.Equal(2, drawn.QuerySelectorAll("rect.mark-span[data-kind='incident']").Length);
        Assert.Equal(["incidents/01jover", "incidents/01jon"], drawn.QuerySelectorAll(".chart-marks a").Select(link => link.GetAttribute("href")));
    }

    private static Happening Incident(string id, DateTimeOffset at, DateTimeOffset? until, string text) => new(HappeningKind.Incident, at, until, until is null, text, id, null);

    private static Happening Alert(DateTimeOffset at) => new(HappeningKind.Alert, at, at.AddMinutes(5), false, "Slow fired for 5 min", "00000000000000aa", Severity.Critical);
}
