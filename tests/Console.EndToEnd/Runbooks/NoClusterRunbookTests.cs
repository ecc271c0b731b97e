using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsConsole.EndToEnd.Actions;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Runbooks;

public sealed class NoClusterRunbookTests(FleetWorld world, Browsers browsers) : ActionTest(world, browsers)
{
    [Fact]
    public async Task The_runbook_of_a_system_that_runs_on_one_host_has_nothing_dead_in_it()
    {
        var page = (await OpenAsAsync(Visitor.Operator, "runbooks/ordinaut/high-queue-depth")).Page;
        await SeenAsync(page.Locator(".code.live"));
        await Assertions.Expect(page.GetByText(new Regex("^(Asking|Asked as soon)"))).ToHaveCountAsync(0, new() { Timeout = (float)Soon.TotalMilliseconds });
        await Assertions.Expect(page.Locator(".answer.failed")).ToHaveCountAsync(0);

        // Only what divides by a pace that may be none has no figure, and the text beside it says what that means.
        var silent = await page.Locator(".code.live").Filter(new() { HasText = "no series" }).Locator("> pre").AllInnerTextsAsync();
        Assert.All(silent, code => Assert.Contains("> 0)", code, StringComparison.Ordinal));

        // Each command is there to copy, each action can be opened or says why not.
        Assert.True(await page.Locator("[data-copy]").CountAsync() >= await page.Locator("figure.code").CountAsync());
        foreach (var act in await page.Locator(".act").AllAsync())
        {
            await SeenAsync(act.GetByRole(AriaRole.Link, new() { Name = "Open guarded action" }));
        }

        var links = await page.Locator(".prose a").EvaluateAllAsync<string[]>("links => links.map(link => link.href).filter(link => link.startsWith(location.origin))");
        foreach (var link in links.Select(link => link.Split('#')[0]).Distinct())
        {
            await page.GotoAsync(link);
            await Assertions.Expect(page.GetByText("There is no such runbook")).ToHaveCountAsync(0);
        }
    }
}
