using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Metrics;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Alerts.Testing;

/// <summary>Test alerts, on both databases.</summary>
public sealed class TestAlertTests(Stores stores)
{
    private static readonly LabelSet Labels = LabelSet.Of(("alertname", "Test"), ("severity", "info"));
    private readonly FakeTime clock = new(Any.Noon);
    private readonly AlertBox first = new("am-1");
    private readonly AlertBox second = new("am-2");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task One_goes_to_every_Alertmanager_marked_and_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = new TestAlertWorld(store, clock, first, second);

        var sent = (await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).Value;

        Assert.Equal(["am-1", "am-2"], sent.TakenBy);
        var post = Assert.Single(first.Posts);
        Assert.Equal((sent.Alert.Id, "Test", Any.Noon, Any.Noon.AddMinutes(5)), (post.Labels[TestAlert.Label], post.Labels["alertname"], post.StartsAt, post.EndsAt));
        Assert.Equal("Test alert sent by Ada Ek: nothing is wrong", post.Annotations["summary"]);
        Assert.Equal(sent.Alert.Fingerprint, Fingerprint.Of(second.Posts.Single().Labels));
        Assert.Equal([AuditStage.Succeeded, AuditStage.Started], (await world.EntriesAsync()).Select(entry => entry.Stage));
        Assert.All(await world.EntriesAsync(), entry => Assert.Equal(("test-alert", "u-ada", sent.Alert.Id), (entry.Action, entry.Subject, entry.Correlation)));
        Assert.Equal(sent.Alert.Id, Assert.Single(await world.Desk.OpenAsync(Cancellation)).Id);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task It_is_ended_at_its_time_also_by_a_console_that_was_started_after_it(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using (var before = new TestAlertWorld(store, clock, first))
        {
            await before.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation);
        }

        await using var world = new TestAlertWorld(store, clock, first);
        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(10));
        await world.Desk.SweepAsync(Cancellation);
        Assert.Single(first.Posts);
        clock.Advance(TimeSpan.FromTicks(10));
        await world.Desk.SweepAsync(Cancellation);
        await world.Desk.SweepAsync(Cancellation);

        Assert.Equal([Any.Noon.AddMinutes(5), Any.Noon.AddMinutes(5)], first.Posts.Select(post => post.EndsAt));
        Assert.Equal(first.Posts[0].Labels, first.Posts[1].Labels);
        Assert.Empty(await world.Desk.OpenAsync(Cancellation));
        Assert.Equal(("test-alert-end", "console"), (await world.EntriesAsync()).Select(entry => (entry.Action, entry.Subject)).First());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_person_has_one_at_a_time_and_few_in_an_hour_and_others_have_their_own(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = new TestAlertWorld(store, clock, first);
        await using var replica = new TestAlertWorld(store, clock, first);

        var both = await Task.WhenAll(new[] { world, replica }.Select(one => one.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)));
        Assert.Equal("You have a test alert that goes on: end it first.", Assert.Single(both, one => !one.IsOk).Explanation);
        Assert.True((await world.Desk.SendAsync(TestAlertWorld.Bea, Labels, Cancellation)).IsOk);

        await EndAllAsync(world);
        for (var more = 0; more < 9; more++)
        {
            Assert.True((await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).IsOk);
            await EndAllAsync(world);
        }

        Assert.Equal("You sent 10 test alerts within the hour: wait a while.", (await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).Explanation);
        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.True((await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).IsOk);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Who_may_not_sends_and_ends_nothing_and_that_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = new TestAlertWorld(store, clock, first);
        var sent = (await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).Value;

        Assert.StartsWith("You may not:", (await world.Desk.SendAsync(TestAlertWorld.Vera, Labels, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("You may not:", (await world.Desk.EndAsync(TestAlertWorld.Vera, sent.Alert.Id, Cancellation)).Explanation, StringComparison.Ordinal);

        Assert.Single(first.Posts);
        Assert.Equal([AuditStage.Denied, AuditStage.Denied], (await world.EntriesAsync()).Where(entry => entry.Subject == "u-vera").Select(entry => entry.Stage));
    }

    [Fact]
    public async Task One_that_only_some_took_goes_on_and_says_so_and_one_that_nobody_took_is_over()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new TestAlertWorld(store, clock, first, second);
        second.Fails = Failure();

        var some = (await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation)).Value;
        Assert.Equal(("am-1", "am-2"), (Assert.Single(some.TakenBy), Assert.Single(some.Problems).Where));
        Assert.True((await world.Desk.EndAsync(TestAlertWorld.Bea, some.Alert.Id, Cancellation)).IsOk);
        Assert.Equal("It is over already.", (await world.Desk.EndAsync(TestAlertWorld.Bea, some.Alert.Id, Cancellation)).Explanation);

        first.Fails = Failure();
        var none = await world.Desk.SendAsync(TestAlertWorld.Ada, Labels, Cancellation);
        Assert.Equal(["am-1", "am-2"], none.Problems.Select(problem => problem.Where));
        Assert.Empty(await world.Desk.OpenAsync(Cancellation));
        Assert.Equal(AuditStage.Failed, (await world.EntriesAsync())[0].Stage);
    }

    [Theory]
    [InlineData("severity=info", "Name the alert")]
    [InlineData("alertname=X, opsconsole_test=1", "is set by the console")]
    [InlineData("alertname=X, a=\"\"", "a: its value must have 1 to 200 characters")]
    [InlineData("alertname=X, a=\"x\\ny\"", "a: its value must have 1 to 200 characters")]
    public async Task Labels_that_make_no_test_are_named(string labels, string what)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new TestAlertWorld(store, clock, first);

        Assert.Contains(what, (await world.Desk.SendAsync(TestAlertWorld.Ada, LabelText.ReadLabels(labels).Value, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.Empty(first.Posts);
    }

    private static UpstreamException Failure() => new("am", UpstreamFault.Unreachable, "refused the connection");

    private static async Task EndAllAsync(TestAlertWorld world)
    {
        foreach (var alert in await world.Desk.OpenAsync(Cancellation))
        {
            await world.Desk.EndAsync(TestAlertWorld.Bea, alert.Id, Cancellation);
        }
    }
}
