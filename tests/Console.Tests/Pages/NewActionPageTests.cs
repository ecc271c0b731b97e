using AngleSharp.Dom;
using OpsConsole.Live;
using OpsConsole.Systems;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

/// <summary>Asking for an action: from the pages that offer one, and by a link.</summary>
public sealed class NewActionPageTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    public NewActionPageTests()
    {
        Known.InTrouble(console.Live);
        KnownCluster.See(console.Live);
        Allow(console.Live);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_wrong_parameter_of_a_link_is_told_beside_its_field_and_closes_the_button()
    {
        var page = await console.PageAsync("/actions/new?kind=scale&system=billing&target=pay/billing-api&replicas=three");

        var input = page.QuerySelector("#act-replicas")!;
        Assert.Equal(("three", "true"), (input.GetAttribute("value"), input.GetAttribute("aria-invalid")));
        Assert.Contains("2 to 6", page.QuerySelector("#act-replicas-hint")!.Words(), StringComparison.Ordinal);
        Assert.Equal("true", Press(page).GetAttribute("aria-disabled"));
        Assert.NotEmpty(Why(page));
    }

    [Fact]
    public async Task A_link_to_an_action_that_there_is_not_says_which_there_are()
    {
        var page = await console.PageAsync("/actions/new?kind=<b>nonsense</b>&system=billing&target=x");

        Assert.Contains("lease-delete", page.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main b b"));
        Assert.Equal("true", Press(page).GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task A_viewer_sees_the_buttons_and_what_is_missing_for_them()
    {
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var alert = await vera.PageAsync("/alerts/00000000000000aa");
        var buttons = alert.QuerySelectorAll("[aria-labelledby=acts] button[aria-disabled=true]");
        Assert.NotEmpty(buttons);
        Assert.Empty(alert.QuerySelectorAll("[aria-labelledby=acts] a"));
        Assert.All(buttons, button => Assert.Contains("Ask an admin", alert.QuerySelector($"#{button.GetAttribute("aria-describedby")}")!.Words(), StringComparison.Ordinal));

        var page = await vera.PageAsync("/actions/new?kind=lease-delete&system=billing&target=pay/billing-lock");
        Assert.Equal("true", Press(page).GetAttribute("aria-disabled"));
        Assert.Contains("operator or admin on billing", Why(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_is_offered_what_the_profile_allows_filled_in()
    {
        var links = (await console.PageAsync("/alerts/00000000000000aa")).QuerySelectorAll("[aria-labelledby=acts] a").Select(link => link.GetAttribute("href")).ToList();

        Assert.Contains(links, link => link!.StartsWith("actions/new?kind=lease-delete&system=billing&target=pay%2Fbilling-lock", StringComparison.Ordinal) && link.Contains("alert=00000000000000aa", StringComparison.Ordinal));
        Assert.Contains(links, link => link!.StartsWith("silences/new?system=billing&alert=00000000000000aa&matchers=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_systems_page_offers_them_where_their_targets_stand()
    {
        var page = await console.PageAsync("/systems/billing?pod=pay/billing-api-7c9f6d5b8-lw5zc");

        Assert.Single(page.QuerySelectorAll("[aria-labelledby=leader] a[href^='actions/new?kind=lease-delete']"));
        Assert.Single(page.QuerySelectorAll(".workloads tbody tr a[href^='actions/new?kind=scale']"));
        Assert.Single(page.QuerySelectorAll("aside.pod a[href^='actions/new?kind=pod-delete']"));
    }

    private static IElement Press(IDocument page) => page.QuerySelector(".dialog footer .btn.main")!;

    private static string Why(IDocument page) => page.QuerySelector($"#{Press(page).GetAttribute("aria-describedby")}")!.Words();

    private static void Allow(LiveState live)
    {
        var billing = Known.Billing with
        {
            Actions = [new("lease-delete", []), new("scale", []), new("rollout-restart", []), new("pod-delete", ["pay/*"]), new("silence", [])],
        };
        live.Systems.Observed(new SystemCatalog([new(billing, [], "billing.yaml")], []));
    }
}
