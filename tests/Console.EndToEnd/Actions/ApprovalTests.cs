using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

/// <summary>The last ready pod of a workload that a budget guards: to delete it takes a second person.</summary>
[Collection(nameof(LongWaits))]
public sealed class ApprovalTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private const string Reason = "It answers nobody any more.";

    [Fact]
    public async Task A_request_that_nobody_answers_lapses_and_nothing_is_done()
    {
        var hasty = await StartConsoleAsync(new() { ["Actions__ApprovalWithin"] = "00:00:30" });
        var pod = await PodAsync();
        var view = new ActionView((await OpenAtAsync(hasty, Visitor.Operator, Address(pod))).Page);
        await RequestAsync(view, pod);
        await BecomesAsync(view, "Lapsed");
        Assert.Equal(pod, await PodAsync());
    }

    [Fact]
    public async Task Who_asked_can_not_agree_and_what_another_refuses_is_not_done()
    {
        var pod = await PodAsync();
        var asked = new ActionView((await OpenAsAsync(Visitor.Operator, Address(pod))).Page);
        var id = await RequestAsync(asked, pod);
        await Assertions.Expect(asked.Approve).ToHaveAttributeAsync("aria-disabled", "true");
        await SeenAsync(asked.Text("You asked for it yourself"));

        var decides = new ActionView((await OpenAsAsync(Visitor.Approver, $"actions/{id}")).Page);
        await decides.Reason.FillAsync("Not in the middle of the day.");
        await decides.Refuse.ClickAsync();
        await BecomesAsync(asked, "Not agreed to");
        await SeenAsync(asked.Text("Not in the middle of the day."));
        Assert.Equal(pod, await PodAsync());
    }

    [Fact]
    public async Task What_is_gone_when_the_second_person_looks_can_not_be_agreed_to_any_more()
    {
        var pod = await PodAsync();
        var asked = new ActionView((await OpenAsAsync(Visitor.Operator, Address(pod))).Page);
        var id = await RequestAsync(asked, pod);
        var decides = new ActionView((await OpenAsAsync(Visitor.Approver, $"actions/{id}")).Page);
        await decides.Reason.FillAsync("Go on.");
        await Assertions.Expect(decides.Approve).Not.ToHaveAttributeAsync("aria-disabled", "true");

        await Fleet.KillPodAsync("plue", pod, Cancellation);
        await Assertions.Expect(decides.Approve).ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = 30_000 });
        await asked.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();
        await BecomesAsync(decides, "Withdrawn");
    }

    private static string Address(string pod) => $"actions/new?kind=pod-delete&system=plue&target=plue/{pod}";

    private static async Task<string> RequestAsync(ActionView view, string pod)
    {
        await SeenAsync(view.Name);
        await view.FillAsync($"{pod} @ main", Reason);
        await Assertions.Expect(view.Button).ToContainTextAsync("Ask for approval");
        await view.PressAsync(Soon);
        await BecomesAsync(view, "Waits for approval");
        return await view.RunAsync(Soon);
    }

    private Task<string> PodAsync() => Fleet.PodOfAsync("plue", "electric", Cancellation);
}
