using OpsConsole.Remediation;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages;

/// <summary>What the console's own account may do in each cluster, on Sources.</summary>
public sealed class OwnRightsCardTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task What_it_lacks_and_what_is_beyond_its_need_are_told_with_their_reasons()
    {
        var words = await WordsAsync(new OwnRights("east")
        {
            AskedAt = Now,
            Needed = 40,
            Lacks = [new("delete leases in pay", "lease-delete on billing", true)],
            Beyond = [new("delete secrets in pay", "secrets are among it", true)],
            Gaps = "a webhook decides, too",
        });

        Assert.Contains("The console's own rights in east", words, StringComparison.Ordinal);
        Assert.Contains("It lacks what it needs", words, StringComparison.Ordinal);
        Assert.Contains("lacks delete leases in pay lease-delete on billing", words, StringComparison.Ordinal);
        Assert.Contains("beyond delete secrets in pay secrets are among it", words, StringComparison.Ordinal);
        Assert.Contains("There may be more that is beyond need: a webhook decides, too", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Having_all_and_nothing_beyond_is_one_quiet_line() => Assert.Contains(
        "It has all it needs (40), and nothing beyond.", await WordsAsync(new OwnRights("east") { AskedAt = Now, Needed = 40 }), StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_that_is_old_or_never_came_is_told_as_such()
    {
        console.Live.Rights.Observed(new([
            new OwnRights("east") { AskedAt = Now.AddMinutes(-30), Needed = 40, Problem = "east <b>can't</b> be reached" },
            new OwnRights("west") { Problem = "west can't be reached" },
        ]));
        Known.Fine(console.Live);

        var page = await console.PageAsync("/sources");
        var (east, west) = (page.QuerySelector("section[aria-labelledby=rights-0]")!, page.QuerySelector("section[aria-labelledby=rights-1]")!);

        Assert.All([east, west], card => Assert.Contains("stale-data", card.ClassName, StringComparison.Ordinal));
        Assert.Contains("not answered east <b>can't</b> be reached", east.Words(), StringComparison.Ordinal);
        Assert.Contains("asked 30 min ago", east.Words(), StringComparison.Ordinal);
        Assert.Contains("It was not told yet what it may do here.", west.Words(), StringComparison.Ordinal);
        Assert.Contains("not known yet", west.Words(), StringComparison.Ordinal);
    }

    private async Task<string> WordsAsync(OwnRights rights)
    {
        console.Live.Rights.Observed(new([rights]));
        Known.Fine(console.Live);
        return (await console.PageAsync("/sources")).QuerySelector("section[aria-labelledby=rights-0]")!.Words();
    }
}
