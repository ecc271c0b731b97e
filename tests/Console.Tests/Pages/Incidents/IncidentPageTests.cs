using OpsConsole.Incidents;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>An incident's page, as a browser without scripts sees it.</summary>
public sealed class IncidentPageTests : IAsyncDisposable
{
    private readonly IncidentsHost host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task One_that_nobody_has_says_so_with_its_clock_what_fires_and_what_may_be_done_next()
    {
        var it = await host.OpenAsync(ago: TimeSpan.FromMinutes(3));

        var page = await host.Console.PageAsync($"/incidents/{it.Id}");

        Assert.Equal("Payments fail", page.QuerySelector("h1")!.TextContent);
        var hero = page.QuerySelector("[aria-label='How it stands']")!;
        Assert.Equal("critical", hero.GetAttribute("data-sev"));
        Assert.Matches("^Nobody has it It goes on for 3 min [0-9]+ s\\. Class 0 is answered within 5 min: [0-2]:[0-9]{2} left\\. Its alert fires\\.", hero.Words());
        Assert.Equal(["I have it", "It is mitigated", "Resolve and close"], hero.QuerySelectorAll(".acts > .btn").Select(button => button.Words()));
        Assert.All(hero.QuerySelectorAll("button"), button => Assert.True(button.HasAttribute("disabled"), "before the circuit is up nothing is pressed in vain"));
        Assert.Equal($"incidents/{it.Id}/review", page.QuerySelector(".head a.btn")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector(".head a[href=handover]"));
        Assert.Matches("BillingDown Firing since", page.QuerySelector(".linked li")!.Words());
        Assert.Equal($"alerts/{IncidentsHost.Fingerprint}", page.QuerySelector(".linked a")!.GetAttribute("href"));
        Assert.Contains("opened it", page.QuerySelector(".incident-timeline")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Ada Ek", page.QuerySelector("[aria-labelledby=people]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_over_tells_its_times_its_cause_and_what_its_alerts_were_worth()
    {
        var it = await host.OpenAsync(ago: TimeSpan.FromMinutes(30));
        await host.DoAsync((desk, ada) => desk.AcknowledgeAsync(it.Id, ada, null, Cancellation));
        await host.DoAsync((desk, ada) => desk.CloseAsync(it.Id, new IncidentClosing("a full disk", IncidentVerdict.NeedsRunbook, TimeProvider.System.GetUtcNow().AddMinutes(-10)), ada, null, Cancellation));

        var hero = (await host.Console.PageAsync($"/incidents/{it.Id}")).QuerySelector("[aria-label='How it stands']")!;

        Assert.Matches("^It is over It lasted (19 min [0-9]+|20 min [0-9]+) s, Ada Ek led\\. Its alerts were: needs a runbook\\. ?Cause: a full disk", hero.Words());
        Assert.Matches("Somebody had it after 30 min [0-9]+ s ?Ada Ek ?25 min late ?Mitigated not yet ?Over after", hero.Words());
        Assert.Equal(["Open it again"], hero.QuerySelectorAll(".acts > .btn").Select(button => button.Words()));
    }

    [Fact]
    public async Task The_timeline_tells_all_in_one_order_of_one_kind_when_asked_and_how_a_note_read_before()
    {
        var it = await host.OpenAsync();
        var noted = await host.DoAsync((desk, ada) => desk.NoteAsync(it.Id, "a deploy at noon", null, ada, Cancellation));
        await host.DoAsync((desk, ada) => desk.EditNoteAsync(it.Id, noted.Version, "a deploy before noon", null, ada, null, Cancellation));
        await host.DoAsync((desk, ada) => desk.LeadAsync(it.Id, new("ada", "Ada Ek"), ada, null, Cancellation));

        var page = await host.Console.PageAsync($"/incidents/{it.Id}?order=oldest");
        var kinds = page.QuerySelectorAll(".incident-timeline li[data-kind]").Select(entry => entry.GetAttribute("data-kind")!).ToArray();
        Assert.Equal(["Incident", "Note", "Incident"], kinds);
        var note = page.QuerySelector("[data-kind=Note]")!;
        Assert.Contains("a deploy before noon", note.Words(), StringComparison.Ordinal);
        Assert.Equal("a deploy at noon", note.QuerySelector("s")!.Words());
        Assert.Matches("[0-9]{2}:[0-9]{2}:[0-9]{2}", note.QuerySelector("time")!.Words());
        Assert.EndsWith(" UTC", note.QuerySelector("time")!.GetAttribute("title"), StringComparison.Ordinal);

        var notes = await host.Console.PageAsync($"/incidents/{it.Id}?kind=note");
        Assert.Equal(["Note"], notes.QuerySelectorAll(".incident-timeline li[data-kind]").Select(entry => entry.GetAttribute("data-kind")!));
        Assert.Equal("Notes 1", notes.QuerySelector(".kinds [aria-current]")!.Words());
        Assert.Equal(["Incident", "Note", "Incident"], (await host.Console.PageAsync($"/incidents/{it.Id}?kind=;drop")).QuerySelectorAll("li[data-kind]").Select(entry => entry.GetAttribute("data-kind")!));
    }

    [Fact]
    public async Task A_note_that_is_struck_out_stays_readable_and_says_who_did_it()
    {
        var it = await host.OpenAsync();
        var noted = await host.DoAsync((desk, ada) => desk.NoteAsync(it.Id, "it was the network", null, ada, Cancellation));
        await host.DoAsync((desk, ada) => desk.EditNoteAsync(it.Id, noted.Version, "(struck out)", null, ada, null, Cancellation));

        var note = (await host.Console.PageAsync($"/incidents/{it.Id}")).QuerySelector("[data-kind=Note]")!;

        Assert.Contains("wrote, struck out by Ada Ek", note.Words(), StringComparison.Ordinal);
        Assert.Equal("it was the network", note.QuerySelector("s")!.Words());
    }

    [Fact]
    public async Task What_people_wrote_is_only_ever_text()
    {
        var it = await host.OpenAsync(IncidentsHost.Script);
        await host.DoAsync((desk, ada) => desk.NoteAsync(it.Id, $"{IncidentsHost.Script} javascript:alert(1)", null, ada, Cancellation));
        await host.DoAsync((desk, ada) => desk.GiveRoleAsync(it.Id, IncidentsHost.Script, new("x", IncidentsHost.Script), ada, null, Cancellation));
        await host.DoAsync((desk, ada) => desk.CloseAsync(it.Id, new IncidentClosing(IncidentsHost.Script, IncidentVerdict.Noise), ada, null, Cancellation));

        var page = await host.Console.PageAsync($"/incidents/{it.Id}");

        Assert.Equal(IncidentsHost.Script, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(IncidentsHost.Script, page.QuerySelector("[data-kind=Note]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(IncidentsHost.Script, page.QuerySelector("[aria-labelledby=people]")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")!.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Who_may_only_look_sees_every_button_and_what_is_missing()
    {
        var it = await host.OpenAsync();
        await host.DoAsync((desk, ada) => desk.NoteAsync(it.Id, "a note", null, ada, Cancellation));
        using var vera = await host.Console.SignInAsync(ConsoleHost.Viewer);

        var page = await vera.PageAsync($"/incidents/{it.Id}");

        Assert.All(page.QuerySelectorAll(".acts > .btn"), button => Assert.Equal("true", button.GetAttribute("aria-disabled")));
        Assert.All(page.QuerySelectorAll("main button[aria-describedby]"), button => Assert.NotEmpty(page.QuerySelector($"#{button.GetAttribute("aria-describedby")}")!.Words()));
        Assert.Contains("work-incident needs responder, operator or admin", page.QuerySelector("#incident-why")!.Words(), StringComparison.Ordinal);
        Assert.True(page.QuerySelector("#note-text")!.HasAttribute("readonly"));
        Assert.Empty(page.QuerySelectorAll("button[data-acts]"));
    }

    [Fact]
    public async Task One_that_was_merged_leads_to_the_one_that_goes_on_and_that_tells_its_events()
    {
        var one = await host.OpenAsync();
        var other = await host.OpenAsync("Billing is down");
        await host.DoAsync((desk, ada) => desk.NoteAsync(one.Id, "seen on the first", null, ada, Cancellation));
        await host.DoAsync((desk, ada) => desk.MergeAsync(one.Id, other.Id, ada, null, Cancellation));

        var merged = await host.Console.PageAsync($"/incidents/{one.Id}");
        Assert.Contains("It goes on as Billing is down: act on that one.", merged.QuerySelector("[aria-label='How it stands']")!.Words(), StringComparison.Ordinal);
        Assert.Equal($"incidents/{other.Id}", merged.QuerySelector(".hero a")!.GetAttribute("href"));
        Assert.Empty(merged.QuerySelectorAll("button[data-acts]"));
        var note = (await host.Console.PageAsync($"/incidents/{other.Id}")).QuerySelector("[data-kind=Note]")!;
        Assert.Matches("on the merged one.*seen on the first", note.Words());
        Assert.Null(note.QuerySelector("button"));
    }

    [Fact]
    public async Task An_address_of_none_says_so_and_while_the_store_is_down_that_it_is_not_known()
    {
        Assert.Contains("There is no such incident", (await host.Console.PageAsync("/incidents/01jd8r4w2k5n7q9s3v6x")).QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("There is no such incident", (await host.Console.PageAsync("/incidents/%3Cscript%3E")).QuerySelector("main")!.Words(), StringComparison.Ordinal);

        var it = await host.OpenAsync();
        await host.HideAsync(true);
        Assert.Contains("Whether there is such an incident is not known: The database", (await host.Console.PageAsync("/incidents/01jd8r4w2k5n7q9s3v6x")).QuerySelector("main")!.Words(), StringComparison.Ordinal);

        // What the live state has of it is shown all the same, and said to be as last read.
        var known = await host.Console.PageAsync($"/incidents/{it.Id}");
        Assert.Equal("Payments fail", known.QuerySelector("h1")!.TextContent);
        Assert.Contains("Below is as last read: The database", known.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        Assert.Contains("What happened is not read yet.", known.QuerySelector("main")!.Words(), StringComparison.Ordinal);
        await host.HideAsync(false);
    }
}
