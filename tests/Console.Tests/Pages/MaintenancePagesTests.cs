using OpsConsole.Alerts;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

public sealed class MaintenancePagesTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public MaintenancePagesTests()
    {
        Known.InTrouble(console.Live);
        console.Live.Systems.Observed(new SystemCatalog(
            [new(Known.Billing with { Actions = [new ActionProfile("silence", [])] }, [Matcher.Parse("system=\"billing\"").Value], "billing.yaml"), new(Known.Search, [], "search.yaml")], []));
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Windows_are_listed_by_what_they_do_with_what_is_understood_of_them()
    {
        SomeWindows.See(console.Live);
        var page = await console.PageAsync("/maintenance");
        Assert.Equal(["Running", "To come"], page.QuerySelectorAll(".windows h2").Select(title => title.Words()));
        Assert.Contains("2 running, 1 to come; 1 not set up", page.QuerySelector(".head")!.Words(), StringComparison.Ordinal);
        var weekly = page.QuerySelectorAll(".windows .line")[^1];
        Assert.Contains($"{SomeWindows.Day} 02:30 to 04:30 Europe/Paris", weekly.Words(), StringComparison.Ordinal);
        Assert.Equal($"maintenance/{SomeWindows.Weekly}", weekly.QuerySelector("[data-row]")!.GetAttribute("href"));
        Assert.Equal(["over", "never set up: no console ran at that time"], page.QuerySelectorAll(".past-runs tbody tr").Select(row => row.QuerySelectorAll("td")[2].Words()));
    }

    [Theory]
    [InlineData("/maintenance")]
    [InlineData("/")]
    [InlineData("/alerts")]
    public async Task One_that_could_not_be_set_up_is_told_on_every_page_also_to_who_may_only_look(string path)
    {
        SomeWindows.See(console.Live);
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);
        var banner = (await vera.PageAsync(path)).QuerySelectorAll(".banner[data-sev=critical]").Single(one => one.Words().Contains("Maintenance window", StringComparison.Ordinal));
        Assert.Matches("^Maintenance window Switch <b>off</b> is not set up, for (9|10) min.*: main: main refused the connection\\. It is tried again\\.", banner.Words());
        Assert.Equal($"maintenance/{SomeWindows.Troubled}", banner.QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(banner.QuerySelector("b b"));
    }

    [Fact]
    public async Task The_page_of_one_tells_the_next_ten_times_its_silences_and_what_can_be_done()
    {
        SomeWindows.See(console.Live);
        var page = await console.PageAsync($"/maintenance/{SomeWindows.Weekly}");
        Assert.Equal(10, page.QuerySelectorAll(".runs-ahead tbody tr").Length);
        var first = page.QuerySelector(".runs-ahead tbody tr button")!;
        Assert.Equal("Skip the next", first.Words());
        Assert.StartsWith($"Skip the next, leave out {SomeWindows.Day}", first.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal($"silences?open={SomeSilences.Over}", page.QuerySelector(".past-runs a")!.GetAttribute("href"));
        Assert.Equal(["End early", "Switch off", "Change", "Delete"], page.QuerySelectorAll("main .acts > .btn").Select(button => button.Words()));
        Assert.Equal("true", page.QuerySelector("main .acts > .btn")!.GetAttribute("aria-disabled"));

        var running = await console.PageAsync($"/maintenance/{SomeWindows.Runs}");
        Assert.NotNull(running.QuerySelector("main .acts > .btn.danger:not([aria-disabled])"));
        Assert.Contains("It fits 1 alert of now. 1 of them is critical.", running.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("main refused the connection", (await console.PageAsync($"/maintenance/{SomeWindows.Troubled}")).QuerySelector("main .error")!.Words(), StringComparison.Ordinal);
        Assert.Contains("There is no such window", (await console.PageAsync("/maintenance/none")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_runs_leads_to_its_silence_to_be_extended_and_says_when_somebody_moved_its_end()
    {
        SomeWindows.See(console.Live);
        var page = await console.PageAsync($"/maintenance/{SomeWindows.Runs}");
        Assert.Equal($"silences?open={SomeSilences.EndsSoon}", page.QuerySelectorAll("main .acts a").First(link => link.Words() == "Extend this run").GetAttribute("href"));
        Assert.DoesNotContain("moved to", page.QuerySelector(".facts")!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".facts a"), link => link.GetAttribute("href") == $"audit?affair={SomeWindows.Runs}");

        SomeSilences.See(console.Live);
        Assert.Matches("the silence at main, whose end somebody moved to [0-9:]{5} UTC", (await console.PageAsync($"/maintenance/{SomeWindows.Runs}")).QuerySelector(".facts")!.Words());
    }

    [Fact]
    public async Task Who_may_not_sees_the_buttons_and_what_is_missing()
    {
        SomeWindows.See(console.Live);
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);
        var page = await vera.PageAsync($"/maintenance/{SomeWindows.Runs}");
        Assert.All(page.QuerySelectorAll("main .acts > .btn"), button => Assert.Equal("true", button.GetAttribute("aria-disabled")));
        Assert.Contains("silence needs responder, operator or admin", page.QuerySelector("#window-why")!.Words(), StringComparison.Ordinal);
        Assert.NotEmpty((await vera.PageAsync("/maintenance")).QuerySelector("#new-window-why")!.Words());
        Assert.NotEmpty((await vera.PageAsync("/maintenance/new?system=billing")).QuerySelector("#window-save-why")!.Words());
        Assert.Contains("silence needs responder, operator or admin", (await vera.PageAsync("/maintenance/new")).QuerySelector("#window-save-why")!.Words(), StringComparison.Ordinal);
        Assert.Null((await console.PageAsync("/maintenance/new")).QuerySelector("#window-save-why"));
    }

    [Fact]
    public async Task The_form_is_closed_before_the_circuit_is_up_and_shows_what_is_understood()
    {
        var page = await console.PageAsync("/maintenance/new?system=billing");
        Assert.All(page.QuerySelectorAll(".window-form input.input, .window-form textarea"), input => Assert.True(input.HasAttribute("readonly")));
        Assert.Equal(["UTC", "Your time"], page.QuerySelectorAll(".runs-ahead thead th").Select(head => head.Words()));
        Assert.Contains("choose a system or write matchers", (await console.PageAsync("/maintenance/new")).QuerySelector("[aria-labelledby=fits]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("once, ", page.QuerySelector("[data-understood]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("It can reach alerts of billing alone.", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal("billing", page.QuerySelector("#window-system option[selected]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task Changing_one_begins_with_what_it_is()
    {
        SomeWindows.See(console.Live);
        var page = await console.PageAsync($"/maintenance/{SomeWindows.Weekly}/edit");
        Assert.Equal((SomeWindows.Cron, "2h", "Europe/Paris", "Weekly reindex"), (Of("cron"), Of("duration"), Of("zone"), Of("name")));

        string? Of(string field) => page.QuerySelector($"#window-{field}")!.GetAttribute("value");
    }

    [Theory]
    [InlineData("month", 42)]
    [InlineData("week", 7)]
    public async Task The_calendar_is_a_table_with_a_cell_for_each_day(string view, int days)
    {
        SomeWindows.See(console.Live);
        var page = await console.PageAsync($"/maintenance?view={view}");
        Assert.Equal(days, page.QuerySelectorAll(".cal tbody td").Length);
        Assert.NotEmpty(page.QuerySelector(".cal caption")!.Words());
        Assert.Contains(page.QuerySelectorAll(".cal [aria-current=date] a"), link => link.Words() == "Patching");
        Assert.Equal(days, (await console.PageAsync($"/maintenance?view={view}&at=not-a-day")).QuerySelectorAll(".cal tbody td").Length);
    }

    [Fact]
    public void An_occurrence_over_midnight_stands_on_both_of_its_days_and_one_that_is_left_out_says_so()
    {
        var now = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
        var times = WindowTimes.Recurring("0 23 * * *", TimeSpan.FromHours(3), TimeZoneInfo.Utc, now).Value;
        var window = new MaintenanceWindow("w", new WindowPlan("Nightly", null, [Matcher.Parse("a=\"b\"").Value], times, "x"), new("anna", "Anna"), now);
        var run = new WindowRun("w", now.AddDays(1).AddHours(11), now.AddDays(1).AddHours(14), WindowRunState.Skipped);
        var entries = CalendarEntry.Of(MaintenanceBoard.Of([window], [run], [], SystemCatalog.Empty, now), now.AddHours(-12), now.AddDays(3).AddHours(-12), now);
        Assert.Equal(["planned", "left out", "planned"], entries.Select(entry => entry.Says));
        Assert.Equal([1, 2, 2], Enumerable.Range(1, 3).Select(day => CalendarEntry.On(entries, new DateOnly(2026, 12, day), TimeZoneInfo.Utc).Count()));
    }

    [Fact]
    public async Task A_silence_names_its_window()
    {
        SomeWindows.See(console.Live);
        SomeSilences.See(console.Live, null, SomeSilences.Silence(SomeSilences.EndsSoon, "system=\"billing\"", 2, comment: $"Patching: planned (window {SomeWindows.Runs}, 2026-12-01 02:00 UTC) (window <script>, x UTC)"));
        var links = (await console.PageAsync($"/silences?open={SomeSilences.EndsSoon}")).QuerySelectorAll("[data-drawer] a[href^=maintenance]");
        Assert.Equal(("Patching", $"maintenance/{SomeWindows.Runs}"), (Assert.Single(links).Words(), links[0].GetAttribute("href")));
        Assert.NotNull((await console.PageAsync("/silences")).QuerySelector(".head a[href=maintenance]"));
    }

    [Fact]
    public async Task Before_the_store_answered_no_window_is_known_rather_than_none_planned()
    {
        console.Live.Maintenance.Failed("The database does not answer.");
        var words = (await console.PageAsync("/maintenance")).QuerySelector("main")!.Words();
        Assert.Contains("No maintenance window is known yet. The database does not answer.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("No maintenance is planned", words, StringComparison.Ordinal);
    }
}
