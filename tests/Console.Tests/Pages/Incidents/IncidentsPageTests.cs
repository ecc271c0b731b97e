using OpsConsole.Incidents;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>The list of incidents, as a browser without scripts sees it.</summary>
public sealed class IncidentsPageTests : IAsyncDisposable
{
    private readonly IncidentsHost host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Those_that_go_on_come_first_the_worst_at_the_top_with_who_leads_their_clock_and_what_still_fires()
    {
        var small = await host.OpenAsync("A slow page", 2);
        await host.DoAsync((desk, ada) => desk.AcknowledgeAsync(small.Id, ada, null, Cancellation));
        var worst = await host.OpenAsync(ago: TimeSpan.FromMinutes(9));

        var page = await host.Console.PageAsync("/incidents");

        Assert.Equal("2 go on, 1 that nobody has", page.QuerySelector(".head p")!.Words());
        var lines = page.QuerySelectorAll(".incidents .line").ToArray();
        Assert.Equal([$"incidents/{worst.Id}", $"incidents/{small.Id}"], lines.Select(line => line.QuerySelector("[data-row]")!.GetAttribute("href")));
        Assert.Matches("^Class 0 ?Payments fail ?Billing ?Nobody has it ?4 min late ?open 9 min ?its alert fires$", lines[0].Words());
        Assert.True(lines[0].QuerySelector("[data-until]")!.HasAttribute("data-late"));
        Assert.Contains("Ada Ek leads", lines[1].Words(), StringComparison.Ordinal);
        Assert.Contains("No incident has ended yet", page.QuerySelector("[aria-labelledby=closed-incidents]")!.Words(), StringComparison.Ordinal);
        Assert.Equal("incidents/new", page.QuerySelector(".head a.btn.main")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector(".head a[href=handover]"));
    }

    [Fact]
    public async Task Those_that_are_over_come_newest_first_and_are_found_by_system_and_words()
    {
        await CloseAsync("First", "a full disk", IncidentVerdict.Useful, "billing");
        await CloseAsync("Second", "a bad deploy", IncidentVerdict.NeedsRunbook, "search");

        Assert.Equal(["Second", "First"], await TitlesAsync("/incidents"));
        Assert.Equal(["First"], await TitlesAsync("/incidents?system=billing"));
        Assert.Equal(["Second"], await TitlesAsync("/incidents?q=DEPLOY"));
        Assert.Equal(["Second", "First"], await TitlesAsync("/incidents?q=ada"));
        Assert.Equal(["Second", "First"], await TitlesAsync("/incidents?days=99999&before="));
        Assert.Empty(await TitlesAsync("/incidents?q=nothing"));
        Assert.Contains("None of the 2 incidents fits.", (await host.Console.PageAsync("/incidents?q=nothing")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Equal("incidents", (await host.Console.PageAsync("/incidents?q=nothing")).QuerySelector(".filters > a")!.GetAttribute("href"));
        Assert.Matches("a bad deploy.*Search.*Ada Ek.*needs a runbook$", (await host.Console.PageAsync("/incidents")).QuerySelector(".closed-incidents tbody tr")!.Words());
    }

    [Fact]
    public async Task How_long_it_took_is_told_system_by_system_with_what_is_left_out()
    {
        var had = await host.OpenAsync(ago: TimeSpan.FromMinutes(6));
        await host.DoAsync((desk, ada) => desk.AcknowledgeAsync(had.Id, ada, null, Cancellation));
        await host.OpenAsync("Another", ago: TimeSpan.FromMinutes(2));

        var page = await host.Console.PageAsync("/incidents?days=90");

        var rows = page.QuerySelectorAll(".times tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.Words()))).ToArray();
        Assert.Equal(4, rows.Length);
        Assert.Matches("^Billing ?2 incidents\\|all\\|6 min [0-9]+ s\\|6 min [0-9]+ s\\|1\\|–\\|–\\|0\\|–\\|–\\|0$", rows[0]);
        Assert.Equal("left out|1 nobody had|2 nobody said so of|2 still go on", rows[3]);
        Assert.Equal("90 d", page.QuerySelector("[aria-labelledby=response-times] [aria-current=page]")!.Words());
    }

    [Fact]
    public async Task What_people_wrote_is_only_ever_text()
    {
        await host.OpenAsync(IncidentsHost.Script);
        await CloseAsync(IncidentsHost.Script, IncidentsHost.Script, IncidentVerdict.Noise, "billing");

        var page = await host.Console.PageAsync($"/incidents?q={Uri.EscapeDataString("<script>")}");

        Assert.Equal(3, page.QuerySelector("main")!.Words().Split(IncidentsHost.Script).Length - 1);
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
    }

    [Fact]
    public async Task Who_may_only_look_sees_them_and_what_is_missing_to_open_one()
    {
        await host.OpenAsync();
        using var vera = await host.Console.SignInAsync(ConsoleHost.Viewer);

        var page = await vera.PageAsync("/incidents");

        Assert.Equal("true", page.QuerySelector(".head button")!.GetAttribute("aria-disabled"));
        Assert.Contains("needs responder, operator or admin", page.QuerySelector("#open-why")!.Words(), StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll(".incidents .line"));
        Assert.Empty(page.QuerySelectorAll("main a[href='incidents/new']"));
    }

    [Fact]
    public async Task While_the_store_is_down_what_is_shown_is_as_last_known_and_nothing_is_said_to_be_none()
    {
        await host.OpenAsync();
        await host.HideAsync(true);
        host.Console.Live.Incidents.Failed("The database does not answer.");

        var words = (await host.Console.PageAsync("/incidents")).QuerySelector("main")!.Words();

        Assert.Contains("When last seen: 1 goes on", words, StringComparison.Ordinal);
        Assert.Contains(" ago: The database does not answer.", words, StringComparison.Ordinal);
        Assert.Contains("What is over can't be read", words, StringComparison.Ordinal);
        Assert.Contains("The times can't be read", words, StringComparison.Ordinal);
        Assert.DoesNotContain("No incident", words, StringComparison.Ordinal);
        await host.HideAsync(false);
    }

    private async Task CloseAsync(string title, string cause, IncidentVerdict verdict, string system)
    {
        var it = await host.OpenAsync(title, 1, ago: TimeSpan.FromMinutes(20));
        await host.DoAsync((desk, ada) => desk.UnlinkAsync(it.Id, LinkKind.Alert, IncidentsHost.Fingerprint, ada, Cancellation));
        await host.DoAsync((desk, ada) => desk.SetSystemsAsync(it.Id, [system], ada, null, Cancellation));
        await host.DoAsync((desk, ada) => desk.LeadAsync(it.Id, new("ada", "Ada Ek"), ada, null, Cancellation));
        await host.DoAsync((desk, ada) => desk.CloseAsync(it.Id, new IncidentClosing(cause, verdict), ada, null, Cancellation));
    }

    private async Task<IEnumerable<string>> TitlesAsync(string path) => (await host.Console.PageAsync(path)).QuerySelectorAll(".closed-incidents tbody th a").Select(title => title.Words());
}
