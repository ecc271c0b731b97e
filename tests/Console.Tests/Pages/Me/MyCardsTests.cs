using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.People;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Me;

/// <summary>What people set for themselves: saved views, what calls them, their time zone.</summary>
public sealed class MyCardsTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_phone_whose_bar_has_no_room_for_a_page_finds_it_here()
    {
        var page = await console.PageAsync("/me");
        var hidden = page.QuerySelectorAll("nav.nav li:not(.tab) > a").Select(link => link.GetAttribute("href")).ToList();
        var offered = page.QuerySelectorAll("nav[aria-label='More pages'] a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Contains("sources", hidden);
        Assert.Empty(hidden.Except([.. offered, "me"]));
    }

    [Fact]
    public async Task Without_a_saved_view_it_says_what_to_do()
    {
        var page = await console.PageAsync("/me");
        Assert.Contains("None of your views is saved yet", page.QuerySelector("[aria-labelledby=notifications]")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Not chosen: your browser's zone counts", page.QuerySelector("[aria-labelledby=time-zone-title]")!.Words(), StringComparison.Ordinal);
        Assert.Equal(5, page.QuerySelectorAll(".notify-state [data-when]").Length);
    }

    [Fact]
    public async Task Ones_own_views_are_there_with_what_they_do_and_nobody_elses()
    {
        var filters = console.Services.GetRequiredService<SavedFilters>();
        await filters.SaveAsync(ConsoleHost.Tester, "Ours <b>", "?q=system%3Dbilling", new FilterNotice(true, false, Severity.High), Cancellation);
        await filters.SaveAsync(ConsoleHost.Tester, "Broken", "?q=severity%3D~%22(%22", FilterNotice.Off, Cancellation);
        await filters.SaveAsync(ConsoleHost.Viewer, "Vera's", "alerts", FilterNotice.Off, Cancellation);
        await console.Services.GetRequiredService<IPreferences>().KeepTimeZoneAsync(ConsoleHost.Tester, "Asia/Tokyo", Cancellation);

        var page = await console.PageAsync("/me");
        var rows = page.QuerySelectorAll(".notify-table tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Equal("alerts?q=system%3Dbilling", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Ours <b>", rows[0].QuerySelector("a")!.TextContent);
        Assert.True(rows[0].QuerySelector("[aria-label^=Notify]")!.HasAttribute("checked"));
        Assert.False(rows[0].QuerySelector("[aria-label^=Sound]")!.HasAttribute("checked"));
        Assert.Equal("high", rows[0].QuerySelector("option[selected]")!.TextContent);
        Assert.Contains("Calls nobody, because it does not read any more", rows[1].Words(), StringComparison.Ordinal);
        Assert.Equal("Asia/Tokyo", page.QuerySelector("#time-zone")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_frame_says_nothing_to_the_browser_before_its_scripts_run()
    {
        Known.InTrouble(console.Live);
        var page = await console.PageAsync("/alerts");
        Assert.Empty(page.QuerySelectorAll("[data-notice]"));
        Assert.NotNull(page.QuerySelector("[data-bell]"));
        Assert.Equal("Saved views", page.QuerySelector(".saved > button")!.Words());
    }
}
