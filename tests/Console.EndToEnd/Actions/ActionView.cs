using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

/// <summary>A guarded action as a person sees it: in the dialog, or on a page of its own.</summary>
/// <param name="page">The browser's page.</param>
internal sealed partial class ActionView(IPage page)
{
    /// <summary>The dialog while one is open, else the page.</summary>
    private ILocator Sheet => page.Locator("dialog[open], body:not(:has(dialog[open])) main");

    public IPage Page => page;

    /// <summary>What was typed where.</summary>
    public ILocator Name => Sheet.GetByLabel("Type the name and the place");

    public ILocator Reason => Sheet.GetByLabel("Reason, kept in the audit");

    /// <summary>The button that confirms.</summary>
    public ILocator Button => Sheet.Locator("footer button[data-acts].main");

    /// <summary>Why it can't be pressed.</summary>
    public ILocator WhyNot => Sheet.Locator("#act-why");

    public ILocator Approve => Sheet.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true });

    public ILocator Refuse => Sheet.GetByRole(AriaRole.Button, new() { Name = "Refuse", Exact = true });

    /// <summary>What became of it, from the confirmation on.</summary>
    public ILocator Result => Sheet.Locator(".result");

    public ILocator Undo => Sheet.GetByRole(AriaRole.Link, new() { Name = "Undo it" });

    public ILocator Text(string text) => Sheet.GetByText(text);

    /// <summary>A parameter.</summary>
    public ILocator Field(string name) => Sheet.Locator($"#act-{name}");

    /// <summary>What is said beside a parameter.</summary>
    public ILocator Beside(string name) => Sheet.Locator($"#act-{name}-hint");

    /// <summary>A guard's answer: its verdict's word and something of what it says.</summary>
    public ILocator Guard(string verdict, string says) => Sheet.Locator("ul.guards > li").Filter(new() { Has = page.Locator($".said:text-is('{verdict}')") })
        .Filter(new() { HasTextRegex = new Regex(Regex.Escape(says), RegexOptions.IgnoreCase) });

    /// <summary>Types what a risky action asks for.</summary>
    public async Task FillAsync(string name, string reason)
    {
        await Name.FillAsync(name);
        await Reason.FillAsync(reason);
    }

    /// <summary>Presses the button once it can be pressed; who pressed within a second of a change is asked to look, and presses again.</summary>
    public async Task PressAsync(TimeSpan within)
    {
        await Assertions.Expect(Button).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = (float)within.TotalMilliseconds });
        await Button.ClickAsync();
        await Eventually.SoAsync("what was pressed is taken", within, async () =>
        {
            if (await Text("The plan changed just before you pressed").First.IsVisibleAsync())
            {
                // In one go: between a look and a press the button may be gone, since the press before was taken.
                await Button.EvaluateAllAsync<int>("buttons => buttons.filter(button => button.getAttribute('aria-disabled') !== 'true').map(button => button.click()).length");
            }

            return await Result.IsVisibleAsync();
        }, WorldTest.Cancellation);
    }

    /// <summary>The id of the run that is shown.</summary>
    public async Task<string> RunAsync(TimeSpan within)
    {
        await Assertions.Expect(Result).ToBeVisibleAsync(new() { Timeout = (float)within.TotalMilliseconds });
        return Id().Match(page.Url) is { Success: true } here ? here.Value
            : Id().Match((await Sheet.GetByRole(AriaRole.Link, new() { Name = "its own page" }).GetAttributeAsync("href"))!).Value;
    }

    [GeneratedRegex("(?<=actions/)[a-z0-9]{20}$")]
    private static partial Regex Id();
}
