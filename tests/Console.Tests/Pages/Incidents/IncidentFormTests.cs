using Microsoft.Playwright;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Incidents;

/// <summary>What is typed and pressed on an incident's page, in a real Chromium: also when somebody else was quicker, the desk refuses, or the store is down.</summary>
public sealed class IncidentFormTests : IAsyncLifetime
{
    private const float Patience = 30_000;

    private readonly IncidentsHost host = new();
    private IPlaywright playwright = null!;
    private IBrowser chromium = null!;
    private IPage page = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        chromium = await RealChromium.StartAsync(playwright);
        var browser = await chromium.NewContextAsync(new() { BaseURL = host.Console.Address.AbsoluteUri });
        await browser.AddCookiesAsync(host.Console.Self.Cookies.GetCookies(host.Console.Address).Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = host.Console.Address.AbsoluteUri }));
        page = await browser.NewPageAsync();
        page.SetDefaultTimeout(30_000);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task It_is_opened_of_an_alert_had_written_on_and_closed_with_one_tap()
    {
        await page.GotoAsync($"incidents/new?alerts={IncidentsHost.Fingerprint}");
        await Assertions.Expect(page.Locator("#incident-title")).ToBeEditableAsync(Patient);
        await page.Locator("#incident-title").FillAsync(" ");
        await Press("Open it").ClickAsync();
        await SeenAsync("It is empty: say in a line what is the matter.");
        await page.Locator("#incident-title").FillAsync("Nobody <b>sends</b> invoices");
        await Press("Open it").ClickAsync();
        await SeenAsync("Nobody has it");
        Assert.Equal("Nobody <b>sends</b> invoices", await page.Locator("h1").InnerTextAsync());

        await Press("I have it").ClickAsync();
        await SeenAsync("Open, The tester leads");
        await SeenAsync("1 of its alerts is acknowledged.");
        await page.Locator("#note-text").FillAsync("restarted it");
        await Press("Write it").ClickAsync();
        await Assertions.Expect(page.Locator("[data-kind=Note]")).ToContainTextAsync("restarted it", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync(string.Empty, new() { Timeout = Patience });
        await Press("Strike out the note").ClickAsync();
        await Assertions.Expect(page.Locator("[data-kind=Note] s").First).ToHaveTextAsync("restarted it", new() { Timeout = Patience });

        await Press("Resolve and close").ClickAsync();
        await page.Locator("#close-cause").FillAsync("a full disk");
        await Press("Close it").ClickAsync();
        await SeenAsync("Say what its alerts were worth.");
        await Press("Needs a runbook").ClickAsync();
        await Press("Close it").ClickAsync();
        await SeenAsync("It is over");
        await SeenAsync("needs a runbook");
    }

    [Fact]
    public async Task Who_was_slower_is_told_by_whom_keeps_what_they_typed_and_may_go_on_then()
    {
        var it = await host.OpenAsync();
        var noted = await host.DoAsync((desk, ada) => desk.NoteAsync(it.Id, "a deploy at noon", null, ada, Cancellation));
        await LiveAsync(it);

        await Press("Edit the note").ClickAsync();
        var text = page.Locator($"#note-{noted.Version}-text");
        await text.FillAsync("a deploy, mine");
        await host.DoAsync((desk, ada) => desk.EditNoteAsync(it.Id, noted.Version, "a deploy before noon", null, ada, null, Cancellation));
        await SeenAsync("a deploy before noon");
        await Press("Keep it").ClickAsync();
        await SeenAsync("Ada Ek wrote it anew after what you saw: look again.");
        await Assertions.Expect(text).ToHaveValueAsync("a deploy, mine");
        await Press("Write over it").ClickAsync();
        await Assertions.Expect(page.Locator("[data-kind=Note]")).ToContainTextAsync("It read otherwise 2 times before", new() { Timeout = Patience });

        await Press("Resolve and close").ClickAsync();
        await page.Locator("#close-cause").FillAsync("what I found");
        await Press("Useful").ClickAsync();
        await host.DoAsync((desk, ada) => desk.MitigateAsync(it.Id, null, ada, null, Cancellation));
        await SeenAsync("and nobody is hurt any more");
        await Press("Close it").ClickAsync();
        await SeenAsync("Ada Ek said that it is mitigated");
        await Assertions.Expect(page.Locator("#close-cause")).ToHaveValueAsync("what I found");
        await Press("Close it").ClickAsync();
        await SeenAsync("It is over");
    }

    [Fact]
    public async Task While_the_store_is_down_a_note_is_not_lost_and_it_is_said_why_nothing_was_kept()
    {
        var it = await host.OpenAsync();
        await LiveAsync(it);
        await page.Locator("#note-text").FillAsync("what I saw");
        await host.HideAsync(true);
        await Press("Write it").ClickAsync();
        await SeenAsync("the console's database does not work");
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync("what I saw");

        await host.HideAsync(false);
        await Press("Write it").ClickAsync();
        await Assertions.Expect(page.Locator("[data-kind=Note]")).ToContainTextAsync("what I saw", new() { Timeout = Patience });
    }

    [Fact]
    public async Task Whose_right_is_taken_meanwhile_reads_so_keeps_what_they_typed_and_is_refused_by_the_desk_too()
    {
        var it = await host.OpenAsync();
        await LiveAsync(it);
        await page.Locator("#note-text").FillAsync("what I saw");
        await File.WriteAllTextAsync(host.Console.AccessFile, "grants:\n  - {role: viewer, groups: [ops-admins]}\n", Cancellation);
        await SeenAsync("work-incident needs responder, operator or admin");
        await Assertions.Expect(page.Locator("#note-text")).ToHaveValueAsync("what I saw");
        await Assertions.Expect(Press("Write it")).ToHaveAttributeAsync("aria-disabled", "true");

        var refused = await host.Desk.NoteAsync(it.Id, "what I saw", null, new(ConsoleHost.Tester, "The tester", ["ops-admins"], SignInMethod.Local), Cancellation);
        Assert.Equal("grant", Assert.Single(refused.Problems).Where);
        Assert.Empty(await host.Desk.NotesAsync(it.Id, Cancellation));
    }

    private static LocatorAssertionsToBeEditableOptions Patient => new() { Timeout = Patience };

    private ILocator Press(string words) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words }).First;

    private Task SeenAsync(string words) => Assertions.Expect(page.Locator("main").GetByText(words).First).ToBeVisibleAsync(new() { Timeout = Patience });

    private async Task LiveAsync(Incident it)
    {
        await page.GotoAsync($"incidents/{it.Id}");
        await Assertions.Expect(page.Locator("#note-text")).ToBeEditableAsync(Patient);
    }
}
