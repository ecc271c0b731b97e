using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>Whatever the server answers, the outcome is what the world shows, and nothing that may have been done is sent twice.</summary>
public sealed class ServerAnswerTests(Stores stores)
{
    private readonly FakeTime clock = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(Answer.ConflictsThenAnswers), RunState.Succeeded, ActionOutcome.Worked, 2, "5 of 5 pods are ready")]
    [InlineData(nameof(Answer.Forbids), RunState.Failed, ActionOutcome.RefusedByServer, 1, "cannot patch resource")]
    [InlineData(nameof(Answer.CallsItInvalid), RunState.Failed, ActionOutcome.RefusedByServer, 1, "spec.replicas: Invalid value")]
    [InlineData(nameof(Answer.HasTooMuchToDo), RunState.Failed, ActionOutcome.RefusedByServer, 2, "too much to do")]
    [InlineData(nameof(Answer.HoldsItForABudget), RunState.Failed, ActionOutcome.RefusedByServer, 1, "a disruption budget does not allow it")]
    [InlineData(nameof(Answer.KnowsNoSuchThing), RunState.Failed, ActionOutcome.NotBegun, 1, "the target is gone")]
    [InlineData(nameof(Answer.BreaksBeforeDoingIt), RunState.Failed, ActionOutcome.NotBegun, 1, "It was not carried out")]
    [InlineData(nameof(Answer.BreaksAfterDoingIt), RunState.Succeeded, ActionOutcome.Worked, 1, "5 of 5 pods are ready")]
    [InlineData(nameof(Answer.HangsBeforeDoingIt), RunState.Failed, ActionOutcome.NotBegun, 1, "no answer within 15 s")]
    [InlineData(nameof(Answer.HangsAfterDoingIt), RunState.Succeeded, ActionOutcome.Worked, 1, "5 of 5 pods are ready")]
    [InlineData(nameof(Answer.CutsTheConnectionBeforeDoingIt), RunState.Failed, ActionOutcome.NotBegun, 1, "It was not carried out")]
    [InlineData(nameof(Answer.CutsTheConnectionAfterDoingIt), RunState.Succeeded, ActionOutcome.Worked, 1, "5 of 5 pods are ready")]
    public async Task The_outcome_matches_the_world(string answer, RunState state, ActionOutcome outcome, int requests, string says)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock).Put("api");
        world.Answers("api", Enum.Parse<Answer>(answer));
        await using var console = ActionProcess.On(store, world, clock);

        var over = await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);

        Assert.Equal((state, outcome), (over.State, over.Outcome));
        Assert.Contains(says, over.Says, StringComparison.Ordinal);
        Assert.Equal(requests, world.Requests.Count);
        Assert.Equal(outcome is ActionOutcome.Worked ? 1 : 0, world.Done.Count);
        Assert.Equal(outcome is ActionOutcome.Worked, over.UndoRequest is not null);
        Assert.Equal([AuditStage.Requested, AuditStage.Started, state is RunState.Succeeded ? AuditStage.Succeeded : AuditStage.Failed], await console.StagesAsync(over.Id));
    }

    [Theory]
    [InlineData(nameof(SightingState.NoEffect), ActionOutcome.NoEffect)]
    [InlineData(nameof(SightingState.Worse), ActionOutcome.MadeWorse)]
    [InlineData(nameof(SightingState.UnderWay), ActionOutcome.NoEffect)]
    public async Task What_was_done_and_did_not_work_is_said_so(string seen, ActionOutcome outcome)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock) { Seen = Enum.Parse<SightingState>(seen) }.Put("api");
        await using var console = ActionProcess.On(store, world, clock);
        var over = await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);
        Assert.Equal((RunState.Failed, outcome), (over.State, over.Outcome));
        Assert.NotNull(over.UndoRequest);
    }

    [Theory]
    [InlineData(nameof(Answer.Does))]
    [InlineData(nameof(Answer.CutsTheConnectionAfterDoingIt))]
    public async Task A_world_that_can_not_be_looked_at_ends_in_unknown(string answer)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock).Put("api");
        world.Answers("api", Enum.Parse<Answer>(answer));
        world.Dark["api"] = 0;
        await using var console = ActionProcess.On(store, world, clock);
        var over = await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);
        Assert.Equal((RunState.Unknown, ActionOutcome.Unknown), (over.State, over.Outcome));
        Assert.Contains("east: can't be reached", over.Says, StringComparison.Ordinal);
        Assert.Equal(AuditStage.Unknown, (await console.StagesAsync(over.Id))[^1]);
        Assert.True(over.EndedAt - over.At >= TimeSpan.FromSeconds(90), $"{over.EndedAt - over.At}");
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_undo_is_an_action_that_the_first_one_knows_of(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var first = await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);
        var request = first.UndoRequest!;

        Assert.Equal("undo", Assert.Single((await console.ConfirmAsync("api", request: request with { Parameters = request.Parameters.SetItem("replicas", "9") })).Problems).Where);
        Assert.Equal("undo", Assert.Single((await console.ConfirmAsync("api", request: request with { UndoOf = "none" })).Problems).Where);
        var undo = await console.OverAsync((await console.ConfirmedAsync("api", request: request)).Id, clock);
        Assert.Equal((RunState.Succeeded, first.Id, 2), (undo.State, undo.UndoOf, console.World.Find("api")!.Replicas));
        Assert.Null(undo.UndoRequest);

        var undone = await Eventually.GetAsync(async () => (await console.Desk.FindAsync(first.Id, Cancellation))!, run => run.UndoneBy is not null, Cancellation);
        Assert.Equal(undo.Id, undone.UndoneBy);
        Assert.Equal([AuditStage.Requested, AuditStage.Started, AuditStage.Succeeded, AuditStage.Undone], await console.StagesAsync(first.Id));
        Assert.Equal("undo", Assert.Single((await console.ConfirmAsync("api", request: request)).Problems).Where);
    }
}
