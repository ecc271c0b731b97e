using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Storage;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Pages.Alerts;

/// <summary>An address of an alert that is only in the history any more, and the card of the history.</summary>
public sealed class ResolvedAlertTests : IAsyncDisposable
{
    private const string Gone = "00000000000000cc";
    private const string Script = "<script>alert(1)</script>";
    private readonly ConsoleHost console = ConsoleHost.Start();

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task An_alert_that_resolved_opens_with_what_was_last_known_and_its_runbook_beside_it()
    {
        Known.Fine(console.Live);
        await KeepAsync(("firing", -20), ("resolved", -14));

        var main = (await console.PageAsync($"/alerts/{Gone}")).QuerySelector("main")!;

        Assert.Equal("BillingDown", main.QuerySelector("h1")!.TextContent);
        var hero = main.QuerySelector("[aria-label='What is wrong']")!.Words();
        Assert.Contains("No longer reported for 14 min", hero, StringComparison.Ordinal);
        Assert.Contains("it resolved", hero, StringComparison.Ordinal);
        Assert.Contains("Nobody sends invoices", hero, StringComparison.Ordinal);
        Assert.NotNull(main.QuerySelector("#rb"));
        Assert.Contains("billing", main.QuerySelector("[aria-labelledby=labels]")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_says_how_often_it_fired_and_for_how_long()
    {
        Known.Fine(console.Live);
        await KeepAsync(("firing", -300), ("resolved", -290), ("firing", -20), ("resolved", -14));

        var card = (await console.PageAsync($"/alerts/{Gone}")).QuerySelector("[aria-labelledby=past]")!;

        Assert.Contains("2 times in 30 days, median 8 min", card.Words(), StringComparison.Ordinal);
        Assert.Equal(3, card.QuerySelectorAll("svg.strip[role=img]").Length);
        Assert.All(card.QuerySelectorAll("svg.strip"), strip => Assert.Contains("fired 2 times", strip.GetAttribute("aria-label"), StringComparison.Ordinal));
        var lines = card.QuerySelectorAll(".timeline li").Select(line => line.Words()).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.EndsWith("Resolved, 6 min after it began", lines[0], StringComparison.Ordinal);
        Assert.Matches("Firing,? ?Critical$", lines[1]);
    }

    [Fact]
    public async Task While_no_Alertmanager_answers_it_is_shown_and_not_said_to_be_over_now()
    {
        await KeepAsync(("firing", -20));

        var hero = (await console.PageAsync($"/alerts/{Gone}")).QuerySelector("[aria-label='What is wrong']")!.Words();

        Assert.Contains("No Alertmanager has answered yet", hero, StringComparison.Ordinal);
        Assert.Contains("It went on when last known", hero, StringComparison.Ordinal);
        Assert.DoesNotContain("resolved", hero, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_is_only_ever_text()
    {
        Known.Fine(console.Live);
        await KeepAsync(Script, ("firing", -20), ("resolved", -14));

        var page = await console.PageAsync($"/alerts/{Gone}");

        Assert.All(page.QuerySelectorAll("script"), script => Assert.NotNull(script.GetAttribute("src")));
        Assert.Contains(Script, page.QuerySelector("[aria-label='What is wrong']")!.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_that_is_reported_has_its_history_too()
    {
        Known.InTrouble(console.Live);

        var main = (await console.PageAsync("/alerts/00000000000000aa")).QuerySelector("main")!;

        Assert.Contains("Nothing of it is in the history yet", main.QuerySelector("[aria-labelledby=past]")!.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("No longer reported", main.Words(), StringComparison.Ordinal);
    }

    private Task<int> KeepAsync(params (string State, int Minutes)[] transitions) => KeepAsync("Nobody sends invoices", transitions);

    /// <summary>Puts an alert into the history: states, and the minutes from now at which they began.</summary>
    private Task<int> KeepAsync(string summary, params (string State, int Minutes)[] transitions) => console.Services.GetRequiredService<Database>().WriteAsync(
        async work =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var (from, last) = ((string?)null, now);
            foreach (var (state, minutes) in transitions)
            {
                last = now.AddMinutes(minutes);
                await work.ExecuteAsync(
                    """
                    INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
                    VALUES (@Gone, @at, @from, @state, 'billing', 'BillingDown', 'critical', @at, 0)
                    """,
                    new { Gone, at = StoredTime.Of(last), from, state }, TestContext.Current.CancellationToken);
                from = state;
            }

            var body = $$"""
                {"State":"Firing","Labels":[{"Key":"alertname","Value":"BillingDown"},{"Key":"severity","Value":"critical"},{"Key":"system","Value":"billing"}],
                "Annotations":[{"Key":"summary","Value":"{{summary}}"}],"Origins":["main"]}
                """;
            return await work.ExecuteAsync(
                """
                INSERT INTO alerts_seen (fingerprint, state, at, system, name, severity, starts_at, away, ended_at, body)
                VALUES (@Gone, @from, @at, 'billing', 'BillingDown', 'critical', @at, 0, @ended, @body)
                """,
                new { Gone, from, at = StoredTime.Of(last), ended = from == "resolved" ? StoredTime.Of(last) : (long?)null, body }, TestContext.Current.CancellationToken);
        },
        TestContext.Current.CancellationToken);
}
