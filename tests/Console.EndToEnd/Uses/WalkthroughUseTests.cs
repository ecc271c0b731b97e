using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.EndToEnd.Runbooks;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Uses;

/// <summary>An alert that neither of two people knows: they follow its runbook to the end, with what they saw kept, an approval, and a restart of the console in the middle.</summary>
[Collection(nameof(LongWaits))]
public sealed class WalkthroughUseTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Alert = "RynxsNoLeader";
    private const string Reason = "The holder is gone and nobody takes its lease over.";

    private readonly FilmStrip film = new("walkthrough");

    [Fact]
    public async Task A_stuck_lease_is_mended_by_two_people_on_one_walkthrough_with_its_own_action_and_a_restart_in_the_middle()
    {
        var watching = await OpenAsAsync(Visitor.Viewer, "systems/rynxs");
        var watcher = watching.Page;
        await Fleet.StartAsync("rynxs/StuckLease", Cancellation);
        await SeenAsync(Leader(watcher).GetByText("Nobody", new() { Exact = true }), Quiet);

        // The first browser: from the alert into the walkthrough. The answers are there before anything is pressed.
        var first = await OpenAsAsync(Visitor.Operator, "alerts", Screen.Laptop);
        await FollowAsync(first.Page, Alert);
        await SeenAsync(first.Page.Locator("#block-1 .value").GetByText("0", new() { Exact = true }));
        await film.TakeAsync(first.Page, "alert");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Start walkthrough" }).ClickAsync();
        var one = new WalkedPage(first.Page);
        await one.IsAtAsync("Does any pod report?");

        // The second comes to the same one by the alert's address alone; each sees the other.
        var second = await OpenAsAsync(Visitor.Admin, new Uri(first.Page.Url).AbsolutePath.TrimStart('/'), Screen.Laptop);
        var two = new WalkedPage(second.Page);
        await two.IsAtAsync("Does any pod report?");
        await SeenAsync(one.People.Filter(new() { HasText = Visitor.Admin }));
        await SeenAsync(two.People.Filter(new() { HasText = Visitor.Operator }));

        // What one answers moves both; what the other writes is read by both.
        await two.AnswerAsync("The pods are Running and the first value is 0");
        await one.IsAtAsync("What do the pods say about the election?");
        await SeenAsync(one.Step("Why do the pods not start?").GetByText("skipped by the answer to: Does any pod report?"));
        await one.NoteAsync("Every pod only stands by.");
        await SeenAsync(two.Current.GetByText("Every pod only stands by."));
        await film.TakeAsync(two.Page, "two-people", two.People);
        await one.DoneAsync();
        await two.IsAtAsync("Who holds the lease?");

        // The console goes away and comes back: both are where they were.
        var walk = await one.OwnPageAsync();
        foreach (var open in (OpenPage[])[watching, first, second])
        {
            open.Forgive();
            await open.Page.EvaluateAsync("() => { window.before = true; }");
        }

        await World.Console.KillAsync();
        await World.Console.StartAsync(Cancellation);
        foreach (var page in (IPage[])[first.Page, second.Page])
        {
            await page.WaitForFunctionAsync("() => !window.before", null, new() { Timeout = (float)Soon.TotalMilliseconds });
            await GoLiveAsync(page, walk);
        }

        await one.IsAtAsync("Who holds the lease?");
        await two.IsAtAsync("Who holds the lease?");
        await SeenAsync(two.Step("Does any pod report?").GetByText("The pods are Running and the first value is 0"));

        // What the cluster answers now is kept with the step.
        await one.Current.GetByRole(AriaRole.Button, new() { Name = "Keep" }).First.ClickAsync();
        await SeenAsync(two.Current.GetByText(new Regex("^What was seen")));
        await film.TakeAsync(one.Page, "after-the-restart", one.Current.Locator("h4"));

        await one.AnswerAsync("The holder is no living pod and the lease has run out");
        await one.IsAtAsync("Delete the stuck lease");
        await DeleteAsync(one, two);
        var holder = await Fleet.HolderAsync(Lease, Cancellation);
        await SeenAsync(Leader(watcher).GetByText(holder!), Quiet);

        await one.AnswerAsync("A new lease appears");
        await two.IsAtAsync("Exactly one leader, and it stays");
        await two.DoneAsync();
        await one.IsAtAsync("Work is done again");
        await one.DoneAsync();
        await EndAsync(one, two);
        await GoneAsync((await OpenAsAsync(Visitor.Viewer, "alerts")).Page.GetByRole(AriaRole.Link, new() { Name = Alert, Exact = true }), Quiet);
        await StaysReadableAsync(walk);
    }

    private static ILocator Leader(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Leader", Exact = true });

    // The runbook's own block opens the guarded action filled in; the other one agrees to it.
    private async Task DeleteAsync(WalkedPage one, WalkedPage two)
    {
        await one.Current.GetByRole(AriaRole.Link, new() { Name = "Open guarded action" }).ClickAsync();
        var asked = new ActionView(one.Page);
        await SeenAsync(asked.Guard("Pass", "run out"), Quiet);
        await asked.FillAsync("rynxs-operator-leader @ main", Reason);
        await film.TakeAsync(one.Page, "action");
        await asked.PressAsync(Soon);
        await BecomesAsync(asked, "Waits for approval");
        var id = await asked.RunAsync(Soon);
        var approving = new ActionView((await OpenAsAsync(Visitor.Approver, $"actions/{id}", Screen.Laptop)).Page);
        await approving.Reason.FillAsync("The pod is gone, go on.");
        await Assertions.Expect(approving.Approve).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = (float)Soon.TotalMilliseconds });
        await film.TakeAsync(approving.Page, "approval");
        await approving.Approve.ClickAsync();
        await BecomesAsync(asked, "Worked");
        await film.TakeAsync(one.Page, "worked");
        await one.Page.Keyboard.PressAsync("Escape");
        await SeenAsync(two.Current.Locator($"a[href$='actions/{id}']"));
        await OnRecordAsync(id);
    }

    private async Task EndAsync(WalkedPage one, WalkedPage two)
    {
        var form = one.Page.GetByRole(AriaRole.Form, new() { Name = "End the walkthrough" });
        await form.GetByLabel("Resolved by this runbook").CheckAsync();
        await form.GetByLabel("In a sentence").FillAsync("The lease was stuck on a dead pod.");
        await form.GetByLabel("It", new() { Exact = true }).SelectOptionAsync("Missing");
        await form.GetByLabel("What should it say instead?").FillAsync("Say how long a new leader takes.");
        await form.GetByRole(AriaRole.Button, new() { Name = "End walkthrough" }).ClickAsync();
        await SeenAsync(two.Page.GetByText("The lease was stuck on a dead pod."));
        await film.TakeAsync(two.Page, "ended");
    }

    // Long after the alert: the steps, what was seen in them, and what its owner should mend.
    private async Task StaysReadableAsync(string walk)
    {
        var late = new WalkedPage((await OpenAsAsync(Visitor.Viewer, $"{walk}?step=reporting#reporting", Screen.Laptop)).Page);
        await late.Step("Does any pod report?").GetByText("What was seen").ClickAsync();
        await SeenAsync(late.Step("Does any pod report?").GetByText("kept by"));
        await film.TakeAsync(late.Page, "long-after", late.Step("Does any pod report?").GetByText("kept by"));
        var runbook = (await OpenAsAsync(Visitor.Viewer, "runbooks/rynxs/rynxs-no-leader")).Page;
        await SeenAsync(runbook.GetByText("Say how long a new leader takes."));
        await SeenAsync(runbook.GetByText("1 of 1 resolved by it"));
    }

    // The whole chain, with both people.
    private async Task OnRecordAsync(string id)
    {
        var audit = (await OpenAsAsync(Visitor.Admin, $"actions/{id}")).Page;
        await audit.GetByRole(AriaRole.Link, new() { Name = "Its audit entries" }).ClickAsync();
        await Assertions.Expect(audit).ToHaveURLAsync(new Regex(@"/audit\?"));
        var rows = audit.GetByRole(AriaRole.Main).Locator("table tbody tr");
        foreach (var stage in (string[])["requested", "approved", "started", "succeeded"])
        {
            await SeenAsync(Stage(rows, stage));
        }

        await SeenAsync(Stage(rows, "requested").Filter(new() { HasText = Visitor.Operator }));
        await SeenAsync(Stage(rows, "approved").Filter(new() { HasText = Visitor.Approver }));
    }

    private static ILocator Stage(ILocator rows, string word) => rows.Filter(new() { HasTextRegex = new($"\\b{word}\\b") });
}
