using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Silences;

/// <summary>A silence in a browser, against a real Alertmanager: asked for with its preview, seen on the board, extended, ended early, and the alert is back.</summary>
public sealed class SilenceFormTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    private static readonly Dictionary<string, string> Labels = new() { ["alertname"] = "FormTest", ["system"] = "plue", ["severity"] = "warning", ["pod"] = "api-1" };

    [Fact]
    public async Task A_silence_from_an_alert_holds_it_back_on_the_board_within_two_seconds_is_extended_and_ended_and_the_alert_is_back()
    {
        await PostAlertAsync(Labels, new() { ["summary"] = "A test of the form" });
        var board = (await OpenAsAsync(Visitor.Operator, "alerts?q=alertname%3D%22FormTest%22&show=firing")).Page;
        var line = board.Locator("main a").Filter(new() { HasText = "FormTest" });
        await SeenAsync(line);

        var page = (await OpenAsAsync(Visitor.Operator, "alerts?q=alertname%3D%22FormTest%22")).Page;
        await FollowAsync(page, "FormTest");
        await page.GetByRole(AriaRole.Link, new() { Name = "Silence this alert" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/silences/new\?"));
        var preview = page.Locator("[aria-label=Preview]");
        await SeenAsync(preview.GetByText("1 alert", new() { Exact = true }));

        // A label that is dropped goes from the text as well, and can be taken back.
        await page.GetByRole(AriaRole.Button, new() { Name = "Drop pod" }).ClickAsync();
        await Assertions.Expect(page.Locator("#matcher-text")).Not.ToHaveValueAsync(new System.Text.RegularExpressions.Regex("pod="));
        await SeenAsync(preview.GetByText("1 alert", new() { Exact = true }));
        await page.GetByRole(AriaRole.Button, new() { Name = "1 h", Exact = true }).ClickAsync();
        var view = new ActionView(page);
        await SeenAsync(view.Guard("Pass", "It fits 1 alert of now"));
        await view.Reason.FillAsync("A test in a browser");
        await view.PressAsync(Soon);
        await SeenAsync(page.Locator(".result").GetByText("Under way").Or(page.Locator(".result").GetByText("Worked")));
        var begun = Stopwatch.StartNew();
        await GoneAsync(line);
        Assert.True(begun.Elapsed < TimeSpan.FromSeconds(20), $"held back on the board after {begun.Elapsed.TotalSeconds:0.0} s");
        TestContext.Current.TestOutputHelper?.WriteLine($"held back on the board {begun.Elapsed.TotalSeconds:0.00} s after it was seen to be under way");
        await BecomesAsync(view, "Worked");

        // Extended from the list, in the dialog.
        var list = (await OpenAsAsync(Visitor.Operator, "silences")).Page;
        await list.Locator("[data-row]").Filter(new() { HasText = "FormTest" }).ClickAsync();
        await Offer(list, "Extend the silence").ClickAsync();
        var extend = new ActionView(list);
        await extend.Reason.FillAsync("It takes longer");
        await extend.PressAsync(Soon);
        await BecomesAsync(extend, "Worked");
        await list.Keyboard.PressAsync("Escape");

        // Chosen in the list and ended: what would notify again is told first.
        await list.GetByRole(AriaRole.Checkbox, new() { Name = "Choose alertname=\"FormTest\"" }).CheckAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "End 1 silence" }).First.ClickAsync();
        await SeenAsync(list.GetByText("1 alert would notify again"));
        var end = new ActionView(list);

        // What the plan is made of is seconds old: until it knows the new end, the desk would say that the target changed.
        await SeenAsync(list.Locator("aside header").GetByText("in 1 h"));
        var ends = await list.Locator("aside dt:text-is('Ends') + dd time").GetAttributeAsync("datetime");
        await SeenAsync(list.Locator(".dialog").GetByText($"ends {ends![..19]}Z"));
        await end.FillAsync(await list.Locator("#act-typed-what").InnerTextAsync(), "The test is over");

        await end.PressAsync(Soon);
        await BecomesAsync(end, "Worked");
        await SeenAsync(line);
        await ResolveAsync(Labels);
    }

    [Fact]
    public async Task The_rows_and_the_text_say_the_same_and_the_preview_follows_while_one_types()
    {
        await PostAlertAsync(Labels, new() { ["summary"] = "A test of the preview" });
        var page = (await OpenAsAsync(Visitor.Operator, "silences/new?system=plue")).Page;
        var text = page.Locator("#matcher-text");
        await page.GetByText("As text", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(text).ToHaveValueAsync("system=\"plue\"");
        await text.FillAsync("system=\"plue\", alertname=~\"Form.+\"");
        await Assertions.Expect(page.GetByLabel("Value of alertname")).ToHaveValueAsync("Form.+");
        await SeenAsync(page.Locator("[aria-label=Preview]").GetByText("1 alert", new() { Exact = true }));

        await page.GetByLabel("Value of alertname").FillAsync("(");
        await SeenAsync(page.Locator(".matchers").GetByText("is no regular expression"));
        await Assertions.Expect(text).ToHaveValueAsync("system=\"plue\", alertname=~\"(\"");
        await page.GetByLabel("Value of alertname").FillAsync("Nothing.+");
        await SeenAsync(page.GetByText("It matches no alert that fires now"));

        // By the clock of the browser's own zone, with UTC beside it.
        await page.GetByRole(AriaRole.Button, new() { Name = "End time" }).ClickAsync();
        await page.GetByLabel("By the clock of").FillAsync("Europe/Paris");
        await page.GetByLabel("By the clock of").BlurAsync();
        await page.GetByLabel("Ends at").FillAsync("2031-03-30T02:30");
        await SeenAsync(page.GetByText("does not exist in Europe/Paris"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Until resolved" }).ClickAsync();
        await SeenAsync(page.GetByText("Ends 15 min after the last alert that it matches is over"));
        Assert.Equal(string.Empty, await StandsOutAsync(page));
        await ResolveAsync(Labels);
    }
}
