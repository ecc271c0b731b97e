using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.HandOvers;

/// <summary>What the next shift must know, as a page.</summary>
public sealed class HandOverPageTests : IAsyncDisposable
{
    private const string Script = "<script>alert('x')</script>\"'&";
    private static readonly Person Ada = new("ada", "Ada Ek", ["ops-responders"], SignInMethod.Local);
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task While_nothing_is_known_no_part_says_that_there_is_nothing()
    {
        var main = await MainAsync();

        Assert.Equal("Hand-over", main.QuerySelector("h1")!.Words());
        Assert.Contains("Nothing is known to go on", main.QuerySelector("header.head")!.Words(), StringComparison.Ordinal);
        Assert.All(["nobodys", "had", "incidents", "ending", "approvals", "budgets", "done"], id => Assert.Contains("Not known yet", Card(main, id).Words(), StringComparison.Ordinal));
        Assert.Contains("alerts: nothing is known (not observed yet)", Card(main, "doubts").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_goes_on_stands_on_it_with_who_has_it_and_until_when()
    {
        var (mine, theirs) = (Known.Alert("00000000000000ab", "BillingSlow", "warning"), Known.Alert(annotations: ("summary", "Nobody sends invoices")));
        Known.InTrouble(console.Live, theirs, mine);
        SomeAcks.See(console.Live, SomeAcks.Of(mine));
        SomeSilences.See(console.Live);
        SomeIncidents.See(console.Live);
        SomeActions.See(console.Live);

        var main = await MainAsync();

        Assert.Contains("1 that nobody has, 1 acknowledged, 1 incident, 1 to approve", main.QuerySelector("header.head")!.Words(), StringComparison.Ordinal);
        Assert.Contains("BillingDown Billing: Nobody sends invoices", Card(main, "nobodys").Words(), StringComparison.Ordinal);
        Assert.Equal("alerts/00000000000000aa", Card(main, "nobodys").QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("BillingSlow Billing: I look at it The ben for 12 min, until", Card(main, "had").Words(), StringComparison.Ordinal);
        Assert.Contains("Checkout fails mitigated, Anna Ek leads", Card(main, "incidents").Words(), StringComparison.Ordinal);
        Assert.Contains("2 of 2", Card(main, "ending").QuerySelector("header")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Scale Deployment pay/billing-api to 5 Billing, asked by Anna Ek lapses,", Card(main, "approvals").Words(), StringComparison.Ordinal);
        Assert.Contains("by ada: planned work", Card(main, "ending").Words(), StringComparison.Ordinal);
        Assert.Contains("Availability 99.9%", Card(main, "budgets").Words(), StringComparison.Ordinal);
        Assert.Contains("The ben acknowledged BillingSlow", Card(main, "done").Words(), StringComparison.Ordinal);
        Assert.Null(main.QuerySelector("#doubts"));
    }

    [Fact]
    public async Task What_is_copied_and_what_is_downloaded_is_the_same_Markdown()
    {
        Known.InTrouble(console.Live);
        var main = await MainAsync();
        var address = main.QuerySelector("[data-copy-from]")!.GetAttribute("data-copy-from")!;

        Assert.Equal(address, main.QuerySelector("a[download]")!.GetAttribute("href"));
        using var answer = await console.Http.GetAsync(new Uri(console.Address, address), Cancellation);
        Assert.StartsWith("# Hand-over, ", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.NotNull(main.QuerySelector("[data-copied][role=status]"));
    }

    [Fact]
    public async Task Old_sources_are_named_and_what_they_told_is_said_to_be_the_last_known()
    {
        Known.Fine(console.Live);
        console.Live.Acknowledgements.Observed(AckBoard.Empty);
        console.Live.Alerts.Failed("main does not answer");

        var main = await MainAsync();

        Assert.Contains("alerts: as of", Card(main, "doubts").Words(), StringComparison.Ordinal);
        Assert.Contains("(main does not answer)", Card(main, "doubts").Words(), StringComparison.Ordinal);
        Assert.Contains("When last seen:", Card(main, "nobodys").Words(), StringComparison.Ordinal);
        Assert.Contains("stale-data", Card(main, "nobodys").ClassName, StringComparison.Ordinal);
        Assert.DoesNotContain("stale-data", Card(main, "budgets").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_notes_from_outside_are_text_and_nothing_else()
    {
        var alert = Known.Alert(name: Script, annotations: ("summary", Script));
        var had = Known.Alert("00000000000000ab", Script + "2");
        Known.InTrouble(console.Live, alert, had);
        SomeAcks.See(console.Live, SomeAcks.Of(had, comment: Script));
        SomeActions.See(console.Live);
        SomeSilences.See(console.Live, null, SomeSilences.Silence(SomeSilences.EndsSoon, "a=\"<b>\"", 1, comment: Script, author: Script));
        Assert.True((await Notes.KeepAsync(Ada with { Name = Script }, Script, Cancellation)).IsOk);

        var page = await console.PageAsync("/handover");

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.All(["nobodys", "had", "ending", "notes", "done"], id => Assert.Contains(Script, Card(page.QuerySelector("main")!, id).Words(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_is_seen_by_the_others_and_is_the_writers_own_to_change()
    {
        Known.Fine(console.Live);
        Assert.True((await Notes.KeepAsync(Ada, "acme were told", Cancellation)).IsOk);

        var card = Card(await MainAsync(), "notes");

        Assert.Matches("^Ada Ek, [0-9]+ s ago$", card.QuerySelector(".hand-notes p")!.Words());
        Assert.Equal("acme were told", card.QuerySelector(".hand-notes .prewrap")!.Words());
        Assert.Equal(string.Empty, card.QuerySelector("textarea")!.TextContent);
        Assert.True(card.QuerySelector("textarea")!.HasAttribute("readonly"), "before the circuit is up nothing is typed in vain");
    }

    [Fact]
    public async Task Who_may_only_look_reads_the_notes_and_is_told_what_is_missing_to_write()
    {
        Known.Fine(console.Live);
        await Notes.KeepAsync(Ada, "acme were told", Cancellation);
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var card = Card((await vera.PageAsync("/handover")).QuerySelector("main")!, "notes");

        Assert.Contains("acme were told", card.Words(), StringComparison.Ordinal);
        Assert.Null(card.QuerySelector("textarea"));
        Assert.Equal("Keep a note", card.QuerySelector("button[aria-disabled=true]")!.Words());
        Assert.Contains("work-incident needs responder, operator or admin", card.QuerySelector("#note-why")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_takes_the_notes_along_and_nothing_else()
    {
        Known.InTrouble(console.Live);
        await console.Services.GetRequiredService<Database>().WriteAsync(work => work.ExecuteAsync("ALTER TABLE preferences RENAME TO elsewhere", null, Cancellation), Cancellation);

        var main = await MainAsync();

        Assert.Contains("Notes can't be read now", Card(main, "notes").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has written", Card(main, "notes").Words(), StringComparison.Ordinal);
        Assert.Contains("notes: they can't be read now", Card(main, "doubts").Words(), StringComparison.Ordinal);
        Assert.Contains("Availability 99.9%", Card(main, "budgets").Words(), StringComparison.Ordinal);
    }

    private HandOverNotes Notes => console.Services.GetRequiredService<HandOverNotes>();

    private static IElement Card(IElement main, string id) => main.QuerySelector($"[aria-labelledby={id}]")!;

    private async Task<IElement> MainAsync() => (await console.PageAsync("/handover")).QuerySelector("main")!;
}
