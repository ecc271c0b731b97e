using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Acknowledgements;

/// <summary>Who has an alert, from taking it to giving it back, on both databases.</summary>
public sealed class AckDeskTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_is_taken_taken_over_and_given_back_and_each_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using (var console = new AckWorld(store, clock))
        {
            var taken = await console.TakeAsync(comment: "  I look \0 \ud800 at it ");
            Assert.Equal((AckVerdict.Acknowledged, "I look � � at it", Any.Noon.AddHours(4)), (taken.Verdict, taken.Acknowledgement!.Comment, taken.Acknowledgement.Until));
            clock.Advance(TimeSpan.FromMinutes(12));
            var refused = await console.TakeAsync(AckWorld.Ben);
            Assert.Equal((AckVerdict.SomebodyElses, "ada"), (refused.Verdict, refused.Acknowledgement!.By.Subject));
            Assert.Contains("Ada Ek has NoLeader", refused.Says, StringComparison.Ordinal);
            var over = await console.TakeOverAsync(AckWorld.Ben, "mine now");
            Assert.Equal((AckVerdict.TakenOver, "ben", "Ada Ek"), (over.Verdict, over.Acknowledgement!.By.Subject, over.Acknowledgement.TakenFrom!.Name));
            Assert.Equal((AckVerdict.Withdrawn, (Acknowledgement?)null), await console.WithdrawAsync(AckWorld.Ada) is var back ? (back.Verdict, back.Acknowledgement) : default);
            Assert.Equal(AckVerdict.Nobodys, (await console.WithdrawAsync(AckWorld.Ben)).Verdict);
        }

        await using var again = new AckWorld(store, clock);
        var story = await again.StoryAsync();
        Assert.Equal([(AckEnd.Withdrawn, "ada"), (AckEnd.TakenOver, "ben")], story.Select(one => (one.Ended!.Value, one.EndedBy!.Subject)));
        Assert.Equal(["mine now", "I look � � at it"], story.Select(one => one.Comment));
        Assert.Empty((await again.ShownAsync()).Acknowledgements);

        var entries = await again.EntriesAsync();
        Assert.Equal(["acknowledge", "take-over", "withdraw"], entries.Select(entry => entry.Parameters["deed"]));
        Assert.All(entries, entry => Assert.Equal((AuditStage.Succeeded, "alpha", $"NoLeader {AckWorld.Alert.Fingerprint}"), (entry.Stage, entry.System, entry.Target)));
        Assert.Equal("2026-11-21T16:00:00Z", entries[0].Parameters["until"]);
        Assert.Contains("\"had\":\"Ada Ek\"", entries[1].Evidence!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_all_who_take_it_at_once_one_has_it_and_the_others_are_told_who(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var one = new AckWorld(store, clock);
        await using var other = new AckWorld(store, clock);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? one : other).TakeAsync(number < 4 ? AckWorld.Ada : AckWorld.Ben)));

        var winner = Assert.Single(all, answer => answer.Verdict is AckVerdict.Acknowledged).Acknowledgement!;
        Assert.All(all, answer => Assert.Equal(winner.By, answer.Acknowledgement?.By));
        Assert.Equal(3, all.Count(answer => answer.Verdict is AckVerdict.AlreadyYours));
        Assert.Single(await one.EntriesAsync());
        Assert.Single(await one.StoryAsync());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Many_are_taken_at_once_each_with_its_own_answer(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = new AckWorld(store, clock);
        var many = Enumerable.Range(0, 250).Select(number => Any.Alert(labels: ("pod", $"p-{number}"))).ToList();
        var (pending, foreign) = (Any.Alert("Waits", state: AlertState.Pending), Any.Alert("Far", "beta"));
        console.Fires([.. many, pending, foreign]);
        await console.TakeAsync(AckWorld.Ben, alert: many[7]);

        var answers = AckWorld.Must(await console.Desk.AcknowledgeAsync(
            AckWorld.Ada, [.. many.Select(alert => alert.Fingerprint), pending.Fingerprint, foreign.Fingerprint, "gone", many[0].Fingerprint], "all of it", TimeSpan.FromHours(1), Cancellation));

        Assert.Equal(253, answers.Length);
        Assert.Equal(249, answers.Count(answer => answer.Verdict is AckVerdict.Acknowledged));
        Assert.Equal(AckVerdict.SomebodyElses, answers[7].Verdict);
        Assert.Equal([AckVerdict.NotFiring, AckVerdict.Denied, AckVerdict.NotFiring], answers[250..].Select(answer => answer.Verdict));
        Assert.Contains("responder is granted on alpha, not on beta", answers[251].Says, StringComparison.Ordinal);
        Assert.Equal(250, (await console.ShownAsync()).Acknowledgements.Length);

        var entries = await console.EntriesAsync();
        Assert.Equal(["NoLeader " + many[7].Fingerprint, "99 alerts", "100 alerts", "50 alerts", foreign.Fingerprint], entries.Select(entry => entry.Target));
        Assert.Equal(AuditStage.Denied, entries[^1].Stage);
        Assert.Single(entries.Skip(1).Select(entry => entry.Correlation).Distinct());
    }

    [Fact]
    public async Task Who_may_only_look_takes_nothing_and_gives_nothing_back_and_that_is_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        Assert.Equal(AckVerdict.Denied, (await console.TakeAsync(AckWorld.Vera)).Verdict);
        await console.TakeAsync();
        var denied = await console.WithdrawAsync(AckWorld.Vera);
        Assert.Equal(AckVerdict.Denied, denied.Verdict);
        Assert.Contains("acknowledge needs responder, operator or admin", denied.Says, StringComparison.Ordinal);
        Assert.Equal([AuditStage.Denied, AuditStage.Succeeded, AuditStage.Denied], (await console.EntriesAsync()).Select(entry => entry.Stage));
        Assert.Single((await console.ShownAsync()).Acknowledgements);
    }

    [Fact]
    public async Task Ones_own_is_renewed_in_place_and_the_same_wish_twice_is_one()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        var first = (await console.TakeAsync(comment: "looking")).Acknowledgement!;
        Assert.Equal(AckVerdict.AlreadyYours, (await console.TakeAsync()).Verdict);
        Assert.Equal(AckVerdict.AlreadyYours, (await console.TakeAsync(comment: "looking", lasts: TimeSpan.FromHours(4))).Verdict);
        clock.Advance(TimeSpan.FromHours(1));
        var renewed = await console.TakeAsync(lasts: TimeSpan.FromHours(8));
        Assert.Equal((AckVerdict.Renewed, first.Id, "looking", first.At, Any.Noon.AddHours(9)), (renewed.Verdict, renewed.Acknowledgement!.Id, renewed.Acknowledgement.Comment, renewed.Acknowledgement.At, renewed.Acknowledgement.Until));
        Assert.Equal(renewed.Acknowledgement, Assert.Single((await console.ShownAsync()).Acknowledgements));
        Assert.Equal(2, (await console.EntriesAsync()).Count);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_field()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new AckWorld(store, clock);
        foreach (var (alerts, comment, lasts, field) in new (string[], string, TimeSpan?, string)[]
        {
            ([], "", null, "alerts"), ([.. Enumerable.Repeat("x", 1_001)], "", null, "alerts"), (["x"], new string('x', 501), null, "comment"),
            (["x"], "", TimeSpan.FromHours(25), "lasts"), (["x"], "", TimeSpan.FromMinutes(1), "lasts"), (["x"], "", TimeSpan.FromMinutes(-1), "lasts"),
        })
        {
            Assert.Equal(field, Assert.Single((await console.Desk.AcknowledgeAsync(AckWorld.Ada, alerts, comment, lasts, Cancellation)).Problems).Where);
        }

        Assert.Equal(AckVerdict.NotFiring, Assert.Single(AckWorld.Must(await console.Desk.AcknowledgeAsync(AckWorld.Ada, ["\0'; DROP"], null, null, Cancellation))).Verdict);
        Assert.Equal(AckVerdict.Nobodys, Assert.Single(AckWorld.Must(await console.Desk.WithdrawAsync(AckWorld.Ada, ["\0'; DROP"], Cancellation))).Verdict);
        Assert.Empty(await console.Desk.OfAsync("\0", 10, Cancellation));
        Assert.Empty(await console.EntriesAsync());
    }
}
