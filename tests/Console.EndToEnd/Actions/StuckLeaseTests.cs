using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

[Collection(nameof(LongWaits))]
public sealed class StuckLeaseTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Reason = "The holder is gone and nobody takes its lease over.";

    [Fact]
    public async Task Without_a_second_person_an_admin_breaks_the_glass_and_who_could_have_agreed_is_told_and_reviews_it()
    {
        // A console of its own: there the lease was not deleted a moment ago.
        var console = await StartConsoleAsync([]);
        await Fleet.StartAsync("rynxs/StuckLease", Cancellation);
        var uid = await Fleet.LeaseUidAsync(Lease, Cancellation);
        var view = new ActionView((await OpenAtAsync(console, Visitor.Admin, $"actions/new?kind=lease-delete&system=rynxs&target={Lease}")).Page);
        await SeenAsync(view.Guard("Pass", "run out"), Quiet);
        await view.FillAsync("rynxs-operator-leader@main", Reason);
        await view.Page.GetByLabel("Break the glass").CheckAsync();
        await Assertions.Expect(view.Button).ToContainTextAsync("Break the glass and go");
        await view.PressAsync(Soon);
        await BecomesAsync(view, "Worked");
        Assert.NotEqual(uid, await Fleet.LeaseUidAsync(Lease, Cancellation));

        var reviewer = (await OpenAtAsync(console, Visitor.Approver, "actions")).Page;
        await SeenAsync(reviewer.Locator(".banner").Filter(new() { HasText = "The glass was broken" }));
        var review = reviewer.GetByRole(AriaRole.Form, new() { Name = "Close the review" });
        await review.GetByLabel("What you found").FillAsync("Nobody else was there, it was right.");
        await review.GetByRole(AriaRole.Button).ClickAsync();
        await GoneAsync(reviewer.Locator(".banner").Filter(new() { HasText = "The glass was broken" }));
    }
}
