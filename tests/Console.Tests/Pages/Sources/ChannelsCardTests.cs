using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Sources;

/// <summary>The ways to reach people, on the sources' page.</summary>
public sealed class ChannelsCardTests : IAsyncDisposable
{
    private const string Script = "<script>alert('x')</script>\"'&";
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task What_is_not_known_of_channels_is_said_and_none_at_all_calls_nobody()
    {
        Assert.Contains("How the channels are is not known yet", await CardAsync(), StringComparison.Ordinal);

        console.Live.Channels.Observed(new ChannelsBoard([], []));
        Assert.Contains("No channel is configured: the console calls nobody", await CardAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_takes_nothing_is_loud_with_since_when_and_why()
    {
        See([Channel("phone") with { FailingSince = Now.AddMinutes(-12), LastFailure = Now.AddMinutes(-2), LastError = "PagerDuty answered 401." }, Channel("mail") with { LastSuccess = Now.AddHours(-1) }, Channel("new")]);
        Known.Fine(console.Live);

        var page = await console.PageAsync("/sources");

        Assert.Contains("The channel phone takes no pages for 12 min", page.QuerySelector(".channel-trouble")!.Words(), StringComparison.Ordinal);
        Assert.Contains("PagerDuty answered 401.", page.QuerySelector(".channel-trouble")!.Words(), StringComparison.Ordinal);
        var rows = page.QuerySelectorAll("[aria-labelledby=channels] tbody tr");
        Assert.Contains("takes no pages for 12 min", rows[0].Words(), StringComparison.Ordinal);
        Assert.Contains("takes pages", rows[1].Words(), StringComparison.Ordinal);
        Assert.Contains("none was sent yet", rows[2].Words(), StringComparison.Ordinal);
        Assert.Equal("1 not answering", page.QuerySelector(".nav a[href=sources] .count")!.Words());
    }

    [Fact]
    public async Task What_was_not_taken_can_be_sent_again_or_put_aside_and_is_text()
    {
        See([Channel("phone") with { DeadLetters = 1 }], Letter(Script));

        var page = await console.PageAsync("/sources");
        var card = page.QuerySelector("[aria-labelledby=dead-letters]")!;

        Assert.Contains(Script, card.Words(), StringComparison.Ordinal);
        Assert.Contains("a call by phone for Ada Ek, billing", card.Words(), StringComparison.Ordinal);
        Assert.Contains("tried 3 times, the last time 2 min ago: no answer", card.Words(), StringComparison.Ordinal);
        Assert.Equal(["Send again", "Put aside"], card.QuerySelectorAll("button").Select(button => button.Words()));
        Assert.All(card.QuerySelectorAll("button"), button => Assert.True(button.HasAttribute("disabled"), "before the circuit is up nothing is pressed in vain"));
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
    }

    [Fact]
    public async Task Who_may_only_look_sees_what_waits_and_which_grant_is_missing()
    {
        See([Channel("phone") with { DeadLetters = 1 }], Letter("Nobody leads"));
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var card = (await vera.PageAsync("/sources")).QuerySelector("[aria-labelledby=dead-letters]")!;

        Assert.Equal(["true"], card.QuerySelectorAll("button").Select(button => button.GetAttribute("aria-disabled")));
        Assert.Contains("send-again needs responder, operator or admin", card.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_that_can_not_be_read_is_the_last_known()
    {
        See([Channel("phone") with { LastSuccess = Now }]);
        console.Live.Channels.Failed("the database is away");

        Assert.NotNull((await console.PageAsync("/sources")).QuerySelector("[aria-labelledby=channels].stale-data .fresh.stale"));
    }

    private static ChannelHealth Channel(string name) => new() { Name = name, Kind = ChannelKind.PagerDuty, Address = "https://events.pagerduty.com" };

    private static DeadLetter Letter(string title) => new("01jd0000000000000001", "phone", new Page
    {
        DedupKey = "ops-console/1",
        Step = "1.1",
        Kind = PageKind.Trigger,
        System = "billing",
        Title = title,
        Severity = Severity.Critical,
        To = "Ada Ek",
        Since = Now,
    })
    {
        At = Now.AddMinutes(-12),
        LastAt = Now.AddMinutes(-2),
        Why = "no answer",
        Tries = 3,
    };

    private void See(ChannelHealth[] channels, params DeadLetter[] letters) => console.Live.Channels.Observed(new ChannelsBoard([.. channels], [.. letters]));

    private async Task<string> CardAsync() => (await console.PageAsync("/sources")).QuerySelector("[aria-labelledby=channels]")!.Words();
}
