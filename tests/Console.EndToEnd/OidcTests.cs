using Microsoft.Playwright;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

/// <summary>Signing in at a real OpenID provider, in a real browser, with a console of its own that watches nothing.</summary>
public sealed class OidcTests(Browsers browsers) : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ops-console-oidc-");
    private OidcServer provider = null!;
    private ServerProcess console = null!;
    private IBrowserContext context = null!;
    private OpenPage page = null!;

    private IPage Page => page.Page;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        provider = await OidcServer.StartAsync();
        await provider.PersonAsync("ann", "ops-viewers");
        var port = LoopbackPorts.Next();
        var environment = provider.Settings.Append(("Storage:Folder", folder.CreateSubdirectory("data").FullName)).Append(("Access:File", Repository.At("access.yaml")))
            .Append(("Systems:Folder", folder.CreateSubdirectory("systems").FullName)).Append(("Systems:RunbooksFolder", Repository.At("runbooks")))
            .Append(("ASPNETCORE_ENVIRONMENT", "Production"))
            .ToDictionary(setting => setting.Item1.Replace(":", "__", StringComparison.Ordinal), setting => setting.Item2);
        console = new(new("console", "dotnet",
            [Repository.Console, "--contentRoot", Path.GetDirectoryName(Repository.Console)!, "--urls", $"http://127.0.0.1:{port}"], port, "health/ready")
        {
            Folder = folder.FullName,
            Environment = environment,
        });
        await console.StartAsync(TestContext.Current.CancellationToken);
        context = await browsers.Chromium.NewContextAsync(Screen.Desktop.Options(console.Address));
        page = new OpenPage(await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{Page.Url}\n{await Page.Locator("body").InnerTextAsync()}\n{console.Log}");
        }

        await context.DisposeAsync();
        await console.DisposeAsync();
        await provider.DisposeAsync();
        folder.Delete(recursive: true);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_person_signs_in_at_the_provider_and_out_of_both()
    {
        await SignInAsync();
        await SeenAsync(Page.GetByRole(AriaRole.Link, new() { Name = "ann of Example" }));

        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, sign me out" }).ClickAsync();
        await SeenAsync(Page.GetByText("You are signed out here and at Example."));

        await Page.GotoAsync("alerts");
        await SeenAsync(Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }));
        await PressAsync();
        await SeenAsync(Page.GetByRole(AriaRole.Heading, new() { Name = "Who are you?" }));
    }

    [Fact]
    public async Task A_group_that_is_taken_away_closes_the_open_page_within_a_minute()
    {
        await SignInAsync();

        await provider.PersonAsync("ann", "others");

        await SeenAsync(Page.GetByRole(AriaRole.Heading, new() { Name = "You are no longer signed in" }));
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" })).ToHaveCountAsync(0);
        page.Forgive();    // what the page still asked for is refused by then
    }

    [Fact]
    public async Task An_answer_with_a_wrong_state_ends_on_a_page_that_offers_another_try()
    {
        page.Forgive();    // Chromium writes down that the page has status 400
        await Page.GotoAsync("alerts");
        await PressAsync();
        await Page.GetByLabel("Name").WaitForAsync();

        // While the person is at the provider, somebody leads the browser back with an answer of their own.
        await Page.GotoAsync("sign-in/oidc/back?code=somebody-elses&state=somebody-elses");

        await SeenAsync(Page.GetByText("does not belong to a sign-in that this browser began"));

        await Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await PressAsync();
        await AtProviderAsync();
        await SeenAsync(Page.GetByRole(AriaRole.Link, new() { Name = "ann of Example" }));
    }

    private static Task SeenAsync(ILocator locator) =>
        Assertions.Expect(locator.First).ToBeVisibleAsync(new() { Timeout = (float)Minute.TotalMilliseconds });

    private async Task SignInAsync()
    {
        await Page.GotoAsync("alerts");
        await PressAsync();
        await AtProviderAsync();
        await SeenAsync(Page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" }));
    }

    private Task PressAsync() => Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with your provider" }).ClickAsync();

    private async Task AtProviderAsync()
    {
        await Page.GetByLabel("Name").FillAsync("ann");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Go in" }).ClickAsync();
    }
}
