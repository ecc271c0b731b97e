using OpsConsole.Tests.Host;
using OpsConsole.Tests.Pages;

namespace OpsConsole.Tests.SignIn;

public sealed class NoUserYetTests
{
    [Fact]
    public async Task While_there_is_no_user_the_page_says_how_to_add_one()
    {
        await using var console = ConsoleHost.StartWithoutUsers(("SignIn:DemoNotice", "Try demo / demo"), ("Frame:SandboxNotice", "Nothing here is real"));
        using var stranger = console.Stranger();

        var page = await stranger.PageAsync("/sign-in");

        Assert.Null(page.QuerySelector("form"));
        Assert.Contains("OpsConsole users add NAME", page.Body!.Words(), StringComparison.Ordinal);
        Assert.Contains("Try demo / demo", page.Body!.Words(), StringComparison.Ordinal);
    }
}
