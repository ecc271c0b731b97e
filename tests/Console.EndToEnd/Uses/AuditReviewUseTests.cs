using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>Who deleted that lease, why, who agreed, did it work: asked of the record by somebody who may do nothing else, and of a copy of it by another program.</summary>
[Collection(nameof(LongWaits))]
public sealed class AuditReviewUseTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Auditor = "aude";
    private const string Reason = "The holder is gone and nobody takes its lease over.";
    private const string Agreed = "The pod is gone, go on.";

    private readonly FilmStrip film = new("audit");

    [Fact]
    public async Task Who_deleted_a_lease_why_who_agreed_and_whether_it_worked_is_found_verified_exported_and_verified_by_another_program()
    {
        // A console of its own: its record is whole from the first entry on, and there the lease was not deleted a moment ago.
        var console = await StartConsoleAsync([]);
        await Fleet.StartAsync("rynxs/StuckLease", Cancellation);
        await Visitor.AddAsync(Repository.Console, console.Folder, Auditor, "ops-auditors", Cancellation);
        await DeleteLeaseAsync(console);

        var page = (await OpenAtAsync(console, Auditor, "audit", Screen.Laptop)).Page;
        await FindAsync(page);
        await ReadAsync(page);
        await VerifyAsync(page);
        await ExportAsync(page, new Verifier(Path.Combine(console.Folder, "audit-keys")));
    }

    // What is to be found later: asked for by one, agreed to by another, done.
    private async Task DeleteLeaseAsync(OwnConsole console)
    {
        var asked = new ActionView((await OpenAtAsync(console, Visitor.Operator, $"actions/new?kind=lease-delete&system=rynxs&target={Lease}")).Page);
        await SeenAsync(asked.Guard("Pass", "run out"), Quiet);
        await asked.FillAsync("rynxs-operator-leader @ main", Reason);
        await asked.PressAsync(Soon);
        await BecomesAsync(asked, "Waits for approval");
        var approving = new ActionView((await OpenAtAsync(console, Visitor.Approver, $"actions/{await asked.RunAsync(Soon)}")).Page);
        await approving.Reason.FillAsync(Agreed);
        await Assertions.Expect(approving.Approve).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = (float)Soon.TotalMilliseconds });
        await approving.Approve.ClickAsync();
        await BecomesAsync(asked, "Worked");
    }

    // Nobody knows the words of the record by heart: "lease" is enough, and one of what is found says the rest.
    private async Task FindAsync(IPage page)
    {
        await SeenAsync(Rows(page));
        await film.TakeAsync(page, "all");
        await FilterAsync(page, "lease");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/audit\?text=lease$"));
        await SeenAsync(Stage(page, "requested"));
        await FilterAsync(page, "action=lease-delete");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/audit\?action=lease-delete&text=lease$"));
        foreach (var (stage, who) in new[] { ("requested", Visitor.Operator), ("approved", Visitor.Approver), ("succeeded", Visitor.Operator) })
        {
            await SeenAsync(Stage(page, stage).Filter(new() { HasText = who }));
        }

        await film.TakeAsync(page, "found");
    }

    // Who and why in one entry, who agreed in the next, what came of it in the last; and from each the way to the action as it was then.
    private async Task ReadAsync(IPage page)
    {
        var drawer = page.Locator("aside.entry");
        await OpenEntryAsync(page, "requested");
        await SeenAsync(drawer.GetByText(Reason));
        await SeenAsync(Fact(page, "Who").Filter(new() { HasText = Visitor.Operator }));
        await film.TakeAsync(page, "who-and-why");

        await OpenEntryAsync(page, "approved");
        await SeenAsync(drawer.GetByText(Agreed));
        await SeenAsync(Fact(page, "Who").Filter(new() { HasText = Visitor.Approver }));
        await film.TakeAsync(page, "who-agreed");

        await drawer.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^All [0-9]+ of this affair$") }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/audit\?affair=[0-9a-z]{20}&entry=\d+$"));
        await OpenEntryAsync(page, "succeeded");
        await SeenAsync(Fact(page, "Outcome").GetByText("holds the lease after"));
        await drawer.GetByText("Evidence", new() { Exact = true }).ClickAsync();
        await SeenAsync(drawer.GetByText($"\"approvedBy\": \"{Visitor.Approver}\""));
        await film.TakeAsync(page, "did-it-work");

        await drawer.GetByRole(AriaRole.Link, new() { Name = "The action itself" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/actions/[0-9a-z]{20}$"));
        await SeenAsync(page.Locator(".result").GetByText("Worked"));
        await film.TakeAsync(page, "the-action");
        await page.GetByRole(AriaRole.Link, new() { Name = "Its audit entries" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/audit\?affair=[0-9a-z]{20}$"));
    }

    // The whole chain, not only what the filter lets through.
    private async Task VerifyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify", Exact = true }).ClickAsync();
        await SeenAsync(page.Locator(".verdict.ok").Filter(new() { HasText = $"ago by {Auditor}" }));
        await film.TakeAsync(page, "verified");
    }

    // Narrowed to the affair, and whole; and whole with one byte that somebody changed.
    private static async Task ExportAsync(IPage page, Verifier verifier)
    {
        var narrowed = await DownloadAsync(page);
        Assert.Matches("^[0-9]+ entries, .*: good$", Good(await verifier.VerifyAsync(narrowed, "--selection")));
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Remove affair = ") }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/audit$"));
        var whole = await DownloadAsync(page);
        Assert.Matches("^([0-9]+) entries, 1 to \\1: good$", Good(await verifier.VerifyAsync(whole)));

        var text = await File.ReadAllTextAsync(whole, Cancellation);
        Assert.Contains(Reason, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(whole, text.Replace(Reason, Reason.Replace("holder", "folder", StringComparison.Ordinal), StringComparison.Ordinal), Cancellation);
        var (code, says) = await verifier.VerifyAsync(whole);
        Assert.Equal(1, code);
        Assert.Matches("^entry [0-9]+: changed, or made without the key$", says);
    }

    private static string Good((int Code, string Says) answer)
    {
        Assert.True(answer.Code == 0, answer.Says);
        return answer.Says;
    }

    private static async Task<string> DownloadAsync(IPage page)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "JSON Lines" }).ClickAsync());
        return (await file.PathAsync())!;
    }

    private static async Task FilterAsync(IPage page, string words)
    {
        await page.GetByLabel("Add a filter or words").FillAsync(words);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task OpenEntryAsync(IPage page, string stage)
    {
        await Stage(page, stage).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("entry="));
        await SeenAsync(page.Locator("aside.entry header").GetByText(stage, new() { Exact = true }));
    }

    private static ILocator Rows(IPage page) => page.GetByRole(AriaRole.Main).Locator("table.audit tbody tr");

    private static ILocator Stage(IPage page, string word) => Rows(page).Filter(new() { HasTextRegex = new($"\\b{word}\\b") });

    private static ILocator Fact(IPage page, string name) => page.Locator($"aside.entry dt:text-is('{name}') + dd");
}
