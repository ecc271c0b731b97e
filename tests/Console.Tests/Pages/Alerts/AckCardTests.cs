using OpsConsole.Alerts;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

/// <summary>Who has an alert, on its page.</summary>
public sealed class AckCardTests : IAsyncDisposable
{
    private const string Script = "<script>alert('x')</script>\"'&";
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Nobody_has_it_and_it_can_be_taken()
    {
        Known.InTrouble(console.Live);
        console.Live.Acknowledgements.Observed(AckBoard.Empty);

        var card = (await console.PageAsync("/alerts/00000000000000aa")).QuerySelector("[aria-label='Who has it']")!;

        Assert.Equal("Acknowledge", card.Words());
        Assert.True(card.QuerySelector("[data-ack]")!.HasAttribute("disabled"), "before the circuit is up nothing is pressed in vain");
    }

    [Fact]
    public async Task Somebody_has_it_since_when_until_when_and_says_something()
    {
        var alert = Known.Alert();
        Known.InTrouble(console.Live, alert);
        SomeAcks.See(console.Live, SomeAcks.Of(alert, comment: Script));

        var page = await console.PageAsync("/alerts/00000000000000aa");

        var words = page.QuerySelector("[aria-label='Who has it']")!.Words();
        Assert.Contains("Acknowledged by The ben", words, StringComparison.Ordinal);
        Assert.Contains("12 min ago, taken over from Anna Ek, until", words, StringComparison.Ordinal);
        Assert.Contains(Script, words, StringComparison.Ordinal);
        Assert.Contains("Take over", words, StringComparison.Ordinal);
        Assert.Contains("Withdraw", words, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
    }

    [Fact]
    public async Task Who_may_only_look_sees_the_button_and_why_it_can_not_be_pressed()
    {
        Known.InTrouble(console.Live);
        console.Live.Acknowledgements.Observed(AckBoard.Empty);
        using var vera = await console.SignInAsync(ConsoleHost.Viewer);

        var card = (await vera.PageAsync("/alerts/00000000000000aa")).QuerySelector("[aria-label='Who has it']")!;

        var button = card.QuerySelector("button")!;
        Assert.Equal(("true", "Acknowledge"), (button.GetAttribute("aria-disabled"), button.Words()));
        Assert.Contains("acknowledge needs responder, operator or admin", card.QuerySelector($"#{button.GetAttribute("aria-describedby")}")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_said_and_an_earlier_firings_owner_has_it_no_more()
    {
        var alert = Known.Alert();
        Known.InTrouble(console.Live, alert);
        Assert.Contains("Who has it is not known yet", (await CardAsync())!, StringComparison.Ordinal);

        SomeAcks.See(console.Live, SomeAcks.Of(alert) with { StartsAt = alert.StartsAt.AddMinutes(-30) });
        Assert.Equal("Acknowledge", await CardAsync());

        SomeAcks.See(console.Live, SomeAcks.Of(alert));
        console.Live.Acknowledgements.Failed("the database is away");
        Assert.Contains("as last known", (await CardAsync())!, StringComparison.Ordinal);

        Known.InTrouble(console.Live, alert with { State = AlertState.Pending });
        Assert.Null(await CardAsync());
    }

    private async Task<string?> CardAsync() => (await console.PageAsync("/alerts/00000000000000aa")).QuerySelector("[aria-label='Who has it']")?.Words();
}
