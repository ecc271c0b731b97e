using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OpsConsole.EndToEnd.Runbooks;

/// <summary>A walkthrough as a person sees it: beside an alert or on its own page.</summary>
/// <param name="page">The browser's page.</param>
internal sealed class WalkedPage(IPage page)
{
    public IPage Page => page;

    /// <summary>The step to do.</summary>
    public ILocator Current => page.Locator(".step[aria-current=step]");

    /// <summary>Who is on it.</summary>
    public ILocator People => page.Locator(".card header").GetByText(new Regex(" (is|are) here$"));

    /// <summary>A step by its title.</summary>
    public ILocator Step(string title) => page.Locator(".step").Filter(new() { Has = page.GetByRole(AriaRole.Button, new() { Name = title, Exact = true }) });

    /// <summary>Awaits that a step is the one to do.</summary>
    public async Task IsAtAsync(string title) =>
        await Assertions.Expect(Current.Locator("h4")).ToHaveTextAsync(title, new() { Timeout = (float)WorldTest.Soon.TotalMilliseconds });

    /// <summary>Takes a jump.</summary>
    public Task AnswerAsync(string condition) => Current.GetByRole(AriaRole.Button, new() { Name = condition, Exact = true }).ClickAsync();

    /// <summary>Marks the step to do as done.</summary>
    public Task DoneAsync() => Current.GetByRole(AriaRole.Button, new() { Name = "Done", Exact = true }).ClickAsync();

    /// <summary>Writes a note on the step to do.</summary>
    public async Task NoteAsync(string text)
    {
        await Current.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
        await Current.GetByLabel("Note", new() { Exact = true }).FillAsync(text);
        await Current.GetByRole(AriaRole.Button, new() { Name = "Save note" }).ClickAsync();
    }

    /// <summary>The address of its own page, relative to the console.</summary>
    public async Task<string> OwnPageAsync() => (await page.GetByRole(AriaRole.Link, new() { Name = "Its own page" }).GetAttributeAsync("href"))!;
}
