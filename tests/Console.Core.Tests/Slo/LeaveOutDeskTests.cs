using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Audit;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Slo;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

/// <summary>Time that people leave out of budgets, on both databases: with a reason, on record, or not at all.</summary>
public sealed class LeaveOutDeskTests(Stores stores)
{
    private static readonly Person Piet = new("u-piet", "Piet Ek", ["approvers"], SignInMethod.Local);
    private static readonly Person Olga = new("u-olga", "Olga Ek", ["operators"], SignInMethod.Local);
    private static readonly AccessRules Rules = new(
        [new(Role.Approver, ["approvers"], [], ["a"], [], "access.yaml:1"), new(Role.Operator, ["operators"], [], [], [], "access.yaml:2")]);

    private static readonly LeftOutWish Wish = new("a", "availability", Any.Noon.AddHours(-3), Any.Noon.AddHours(-2), "The provider's outage, =credited");
    private static readonly BudgetPeriod Month = BudgetPeriod.Of(Any.Objective(), Any.Noon);

    private readonly FakeTime clock = new(Any.Noon);
    private readonly LiveState live = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Time_is_left_out_and_taken_back_and_both_are_on_record(Dialect dialect)
    {
        await using var recorder = await Recorder.NewAsync(stores, dialect);
        var (desk, source) = On(recorder);
        var made = (await desk.LeaveOutAsync(Piet, Wish, Cancellation)).Value;
        var time = Assert.Single(await source.OfAsync(BoardWorld.System("a"), Any.Objective(), Month, Cancellation));
        Assert.Equal((Wish.From, Wish.To, Wish.Reason, "Piet Ek", made.Id), (time.From, time.To, time.Reason, time.By, time.Record));
        Assert.Empty(await source.OfAsync(BoardWorld.System("a"), Any.Objective("other"), Month, Cancellation));

        Assert.True((await desk.WithdrawAsync(Piet, made.Id, Cancellation)).IsOk);
        Assert.Empty(await source.OfAsync(BoardWorld.System("a"), Any.Objective(), Month, Cancellation));
        Assert.Equal("Piet Ek", Assert.Single(await desk.OfAsync("a", "availability", Any.Noon.AddDays(-30), Cancellation)).WithdrawnBy!.Name);
        Assert.Equal("id: there is no such record, or it was withdrawn already", (await desk.WithdrawAsync(Piet, made.Id, Cancellation)).Explanation);

        var entries = (await recorder.Reader.ReadAsync(new AuditQuery(), Cancellation)).Entries;
        Assert.Equal([("leave-out-withdraw", AuditStage.Succeeded, "a"), ("leave-out", AuditStage.Succeeded, "a")], entries.Select(entry => (entry.Action, entry.Stage, entry.System!)));
        Assert.All(entries, entry => Assert.Equal((made.Id, Wish.Reason, "a/availability"), (entry.Correlation, entry.Reason, entry.Target)));
    }

    [Fact]
    public async Task Who_may_not_leaves_nothing_out_and_that_is_on_record_as_well()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var (desk, _) = On(recorder);
        Assert.StartsWith("access: you may not: ", (await desk.LeaveOutAsync(Olga, Wish, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.StartsWith("access: you may not: ", (await desk.LeaveOutAsync(Piet, Wish with { System = "b" }, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.Empty(await desk.OfAsync("a", "availability", Any.Noon.AddDays(-30), Cancellation));
        Assert.Equal([AuditStage.Denied, AuditStage.Denied], (await recorder.Reader.ReadAsync(new AuditQuery(), Cancellation)).Entries.Select(entry => entry.Stage));
    }

    [Theory]
    [InlineData(0, 1, "too short", "to: lies in the future")]
    [InlineData(-2, -3, "A good reason", "to: must come after the begin")]
    [InlineData(-300, -2, "A good reason", "to: is 12 d after the begin; 7 d at most")]
    [InlineData(-2, -1, "  why   ", "reason: is missing")]
    [InlineData(-12000, -11999, "A good reason", "from: is more than 400 d ago")]
    public async Task What_makes_no_sense_is_refused_with_what_would(int from, int to, string reason, string says)
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var (desk, _) = On(recorder);
        var answer = await desk.LeaveOutAsync(Piet, Wish with { From = Any.Noon.AddHours(from), To = Any.Noon.AddHours(to), Reason = reason }, Cancellation);
        Assert.Contains(says, answer.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_objective_is_refused()
    {
        await using var recorder = await Recorder.NewAsync(stores, Dialect.Sqlite);
        var (desk, _) = On(recorder);
        Assert.Contains("objective: is not an objective", (await desk.LeaveOutAsync(Piet, Wish with { Objective = "nothing" }, Cancellation)).Explanation, StringComparison.Ordinal);
    }

    private (LeaveOutDesk Desk, RecordedLeftOut Source) On(Recorder recorder)
    {
        live.Systems.Observed(new SystemCatalog(
            [.. new[] { "a", "b" }.Select(id => new LoadedSystem(BoardWorld.System(id) with { Slos = [Any.Objective(), Any.Objective("other")] }, [], $"systems/{id}.yaml"))], []));
        var store = new LeftOutStore(recorder.Database);
        return (new LeaveOutDesk(store, recorder.Log, Rules, live, clock), new RecordedLeftOut(store));
    }
}
