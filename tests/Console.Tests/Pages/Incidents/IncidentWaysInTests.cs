using OpsConsole.Incidents;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>How people come to incidents: from alerts, from the overview, by the navigation.</summary>
public sealed class IncidentWaysInTests : IAsyncDisposable
{
    private readonly IncidentsHost host = new();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_form_begins_with_what_the_alerts_say()
    {
        var page = await host.Console.PageAsync($"/incidents/new?alerts={IncidentsHost.Fingerprint},00000000000000ff");

        Assert.Equal("Nobody sends invoices", page.QuerySelector("#incident-title")!.GetAttribute("value"));
        Assert.Contains("Class 0", page.QuerySelector("input[name=class][checked]")!.ParentElement!.Words(), StringComparison.Ordinal);
        Assert.Contains("with its first alert, 7 min ago", page.QuerySelector("input[name=begin][checked]")!.ParentElement!.Words(), StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll("input[type=checkbox][checked]"), box => box.ParentElement!.Words() == "Billing");
        Assert.Contains("not on the board now", page.QuerySelector("[aria-labelledby=incident-alerts]")!.Words(), StringComparison.Ordinal);
        Assert.True(page.QuerySelector("#incident-title")!.HasAttribute("readonly"), "before the circuit is up nothing is typed in vain");
        Assert.True(page.QuerySelector("main button[type=submit]")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task By_hand_it_begins_empty_and_who_may_not_reads_what_is_missing()
    {
        using var vera = await host.Console.SignInAsync(ConsoleHost.Viewer);

        var page = await vera.PageAsync($"/incidents/new?alerts={Uri.EscapeDataString(IncidentsHost.Script)}");

        Assert.Equal(string.Empty, page.QuerySelector("#incident-title")!.GetAttribute("value") ?? string.Empty);
        Assert.Contains("work-incident needs responder, operator or admin", page.QuerySelector("#incident-why")!.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main button[type=submit]"));
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
    }

    [Fact]
    public async Task An_alerts_page_leads_to_a_new_one_and_to_the_one_it_belongs_to()
    {
        var before = (await host.Console.PageAsync($"/alerts/{IncidentsHost.Fingerprint}")).QuerySelector("[aria-label=Incident]")!;
        Assert.Equal($"incidents/new?alerts={IncidentsHost.Fingerprint}", before.QuerySelector("a")!.GetAttribute("href"));

        var it = await host.OpenAsync(IncidentsHost.Script);
        var page = await host.Console.PageAsync($"/alerts/{IncidentsHost.Fingerprint}");
        var after = page.QuerySelector("[aria-label=Incident]")!;
        Assert.Equal($"Part of the incident {IncidentsHost.Script}, nobody leads", after.Words());
        Assert.Equal($"incidents/{it.Id}", after.QuerySelector("a")!.GetAttribute("href"));
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.Contains("already", (await host.Console.PageAsync($"/incidents/new?alerts={IncidentsHost.Fingerprint}")).QuerySelector("[aria-labelledby=incident-alerts]")!.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/alerts")]
    [InlineData("/alerts?as=cards")]
    public async Task A_line_and_a_card_of_the_board_carry_the_incident_of_their_alert(string path)
    {
        Assert.Empty((await host.Console.PageAsync(path)).QuerySelectorAll(".in-incident"));
        var it = await host.OpenAsync();

        var chip = Assert.Single((await host.Console.PageAsync(path)).QuerySelectorAll(".in-incident"));

        Assert.Equal(("incident", $"incidents/{it.Id}"), (chip.Words(), chip.GetAttribute("href")));
        Assert.Equal("Part of the incident Payments fail", chip.GetAttribute("title"));
    }

    [Fact]
    public async Task The_overview_and_the_navigation_tell_of_those_that_go_on_and_are_silent_when_none_does()
    {
        var quiet = await host.Console.PageAsync("/");
        Assert.Null(quiet.QuerySelector("main .incidents"));
        Assert.Equal("Incidents", quiet.QuerySelector(".nav a[href=incidents]")!.Words());

        var it = await host.OpenAsync();
        var page = await host.Console.PageAsync("/");
        Assert.Contains("1 incident goes on", page.QuerySelector("main .incidents h2")!.Words(), StringComparison.Ordinal);
        Assert.Equal($"incidents/{it.Id}", page.QuerySelector("main .incidents [data-row]")!.GetAttribute("href"));
        Assert.Equal("Incidents1 go on, 1 that nobody has", page.QuerySelector(".nav a[href=incidents]")!.Words());

        await host.DoAsync((desk, ada) => desk.CloseAsync(it.Id, new IncidentClosing("x", IncidentVerdict.Noise), ada, null, TestContext.Current.CancellationToken));
        Assert.Null((await host.Console.PageAsync("/")).QuerySelector("main .incidents"));
    }

    [Fact]
    public async Task Before_the_store_answered_it_is_not_said_that_none_goes_on()
    {
        await using var silent = ConsoleHost.Start();
        silent.Live.Incidents.Failed("The database does not answer.");

        var words = (await silent.PageAsync("/incidents")).QuerySelector("main")!.Words();

        Assert.Contains("Which incidents go on is not known yet. The database does not answer.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("No incident goes on", words, StringComparison.Ordinal);
    }
}
