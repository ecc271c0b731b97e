using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;
using OpsConsole.Tests.Pages.Sources;

namespace OpsConsole.Tests.Pages.Alerts;

/// <summary>Whom the console calls for an alert, on its page.</summary>
public sealed class ToldCardTests : IAsyncDisposable
{
    private readonly ConsoleHost console = EscalationFileCardTests.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task Without_the_file_the_console_calls_nobody_and_no_step_is_made_up()
    {
        Known.InTrouble(console.Live);

        var card = await CardAsync();

        Assert.Contains("There is no escalation.yaml: the console calls nobody.", card.Words(), StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll(".told-step"));
    }

    [Fact]
    public async Task Each_step_is_told_with_its_time_whom_and_by_what()
    {
        EscalationFileCardTests.Write(console, EscalationFileCardTests.Good);
        Known.InTrouble(console.Live, Known.Alert() with { StartsAt = TimeProvider.System.GetUtcNow() });
        console.Live.Acknowledgements.Observed(AckBoard.Empty);

        var card = await CardAsync();

        Assert.Contains("If nobody takes it:", card.Words(), StringComparison.Ordinal);
        Assert.Contains("the policy payments (escalation.yaml:", card.Words(), StringComparison.Ordinal);
        var steps = card.QuerySelectorAll(".told-step");
        Assert.Matches("^Next .* at once$", steps[0].QuerySelector("div")!.Words());
        Assert.Matches("^(Ada Ek|Ben <b>Ek</b>) \\(primary\\) by room, else mail$", steps[0].QuerySelector("p")!.Words());
        Assert.Matches("^To come .* after 15 min$", steps[1].QuerySelector("div")!.Words());
        Assert.Equal("Ada Ek, Ben <b>Ek</b> (leads), Ada Ek by mail", steps[1].QuerySelector("p")!.Words());
        Assert.Contains("round 2", steps[2].Words(), StringComparison.Ordinal);
        Assert.Equal("Show all 7 steps", card.QuerySelector("button")!.Words());
    }

    [Fact]
    public async Task Who_has_it_stops_it_and_a_test_or_what_waits_calls_nobody()
    {
        EscalationFileCardTests.Write(console, EscalationFileCardTests.Good);
        var alert = Known.Alert();
        Known.InTrouble(console.Live, alert);
        SomeAcks.See(console.Live, SomeAcks.Of(alert));
        var had = await CardAsync();
        Assert.Contains("The ben has it: nobody is told.", had.Words(), StringComparison.Ordinal);
        Assert.StartsWith("Does not come", had.QuerySelector(".told-step")!.Words(), StringComparison.Ordinal);

        SomeAcks.See(console.Live, SomeAcks.Of(Known.Alert("00000000000000ff")));
        Known.InTrouble(console.Live, alert with { State = AlertState.Silenced });
        Assert.Contains("Held back: nobody is told meanwhile.", (await CardAsync()).Words(), StringComparison.Ordinal);

        Known.InTrouble(console.Live, alert with { State = AlertState.Pending });
        Assert.Contains("It does not fire yet.", (await CardAsync()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_no_policy_fits_is_said_to_be_told_to_nobody()
    {
        EscalationFileCardTests.Write(console, EscalationFileCardTests.Good);
        Known.InTrouble(console.Live, Known.Alert(system: "search"));

        var card = await CardAsync();

        Assert.Contains("no policy names search, and without usual: alerts of such systems are told to nobody", card.Words(), StringComparison.Ordinal);
        Assert.Empty(card.QuerySelectorAll(".told-step"));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said_and_what_would_happen_is_told_all_the_same()
    {
        EscalationFileCardTests.Write(console, EscalationFileCardTests.Good);
        Known.InTrouble(console.Live);
        await console.Services.GetRequiredService<Database>().WriteAsync(work => work.ExecuteAsync("ALTER TABLE escalations RENAME TO elsewhere", null, Cancellation), Cancellation);

        var card = await CardAsync();

        Assert.Contains("What was told already can't be read now", card.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(card.QuerySelectorAll(".told-step"));
    }

    [Fact]
    public async Task What_was_sent_stands_there_with_its_result_and_the_next_step_comes()
    {
        await using var running = EscalationFileCardTests.Start((ConsoleHost.Keep, "EscalationRunner"), (ConsoleHost.Keep, "EscalationWatch"));
        EscalationFileCardTests.Write(running, EscalationFileCardTests.Good);
        Known.InTrouble(running.Live, Known.Alert() with { StartsAt = TimeProvider.System.GetUtcNow() });
        running.Live.Acknowledgements.Observed(AckBoard.Empty);

        // Both channels lead nowhere, so that the second step comes at once, and fails, too.
        var card = await AwaitAsync(running, one => one.QuerySelectorAll(".told-step").Length > 2 && one.QuerySelectorAll(".told-step")[1].Words().StartsWith("Not taken", StringComparison.Ordinal));

        Assert.StartsWith("Not taken", card.QuerySelectorAll(".told-step")[0].Words(), StringComparison.Ordinal);
        Assert.Contains("room: not taken", card.QuerySelectorAll(".told-step")[0].Words(), StringComparison.Ordinal);
        Assert.Contains("mail: not taken", card.QuerySelectorAll(".told-step")[0].Words(), StringComparison.Ordinal);
        Assert.Contains("by the policy payments as it was when it began", card.Words(), StringComparison.Ordinal);

        SomeAcks.See(running.Live, SomeAcks.Of(running.Live.Alerts.Current.Value!.Alerts[0]));
        var stopped = await AwaitAsync(running, one => one.Words().Contains("The ben has it: nothing more is told until", StringComparison.Ordinal));
        Assert.DoesNotContain("Next", stopped.Words(), StringComparison.Ordinal);
    }

    private static async Task<IElement> AwaitAsync(ConsoleHost host, Func<IElement, bool> isSo)
    {
        while (true)
        {
            var card = (await host.PageAsync("/alerts/00000000000000aa")).QuerySelector(".told")!;
            if (isSo(card))
            {
                return card;
            }

            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task<IElement> CardAsync() => (await console.PageAsync("/alerts/00000000000000aa")).QuerySelector(".told")!;
}
