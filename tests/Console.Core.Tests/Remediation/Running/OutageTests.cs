using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>The database falls silent: nothing is begun then, and what was done before is recorded once it answers. And processes that die or sleep.</summary>
public sealed class OutageTests(Stores stores)
{
    private readonly FakeTime clock = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(ActionStage.Approval), nameof(StageEdge.Before))]
    [InlineData(nameof(ActionStage.Intent), nameof(StageEdge.Before))]
    public async Task While_the_database_is_away_nothing_is_begun_and_it_never_is_later(string stage, string edge)
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var store = await NewAsync(server);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock, reached: (here, side) =>
            here.ToString() == stage && side.ToString() == edge ? server.KillAsync() : Task.CompletedTask);

        var answer = await console.ConfirmAsync("api");
        Assert.Equal("audit", Assert.Single(answer.Problems).Where);
        Assert.Contains("storage", (await console.Desk.ConfirmAsync(ActionProcess.Scale("api"), new Confirmation(new string('0', 64)) { IdempotencyKey = "a" }, ActionProcess.Anna, Cancellation)).Problems[0].Where, StringComparison.Ordinal);

        await server.StartAsync(Cancellation);
        await UntilQuietAsync(console);
        Assert.Empty(await console.Get<ActionStore>().OpenAsync(Cancellation));
        Assert.Empty(console.World.Requests);
        Assert.All(await console.Desk.OverAsync(null, null, 10, Cancellation), run => Assert.Equal(ActionOutcome.NotBegun, run.Outcome));
    }

    [Fact]
    public async Task An_outcome_that_can_not_be_recorded_is_recorded_once_the_database_answers()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var store = await NewAsync(server);
        var isDown = new TaskCompletionSource();
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock, reached: async (stage, edge) =>
        {
            if ((stage, edge) is (ActionStage.Execution, StageEdge.After))
            {
                await server.KillAsync();
                isDown.SetResult();
            }
        });
        var run = await console.ConfirmedAsync("api");
        await isDown.Task.WaitAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(5));
        await server.StartAsync(Cancellation);
        await UntilQuietAsync(console);
        Assert.Equal((RunState.Succeeded, 1), ((await console.OverAsync(run.Id, clock)).State, console.World.Done.Count));
        Assert.Equal([AuditStage.Requested, AuditStage.Started, AuditStage.Succeeded], await console.StagesAsync(run.Id));
    }

    [Fact]
    public async Task A_process_that_slept_while_another_looked_after_its_run_does_not_record_it_again()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        var world = new TestWorld(clock).Put("api");
        var sleeps = new TaskCompletionSource();
        var wakes = new TaskCompletionSource();
        await using var sleeper = ActionProcess.On(store, world, clock, reached: async (stage, edge) =>
        {
            if ((stage, edge) is (ActionStage.Verification, StageEdge.After))
            {
                sleeps.TrySetResult();
                await wakes.Task;
            }
        });
        var run = await sleeper.ConfirmedAsync("api");
        await sleeps.Task.WaitAsync(Cancellation);
        await using var other = ActionProcess.On(store, world, clock);

        // Alive, it is left alone.
        clock.Advance(TimeSpan.FromSeconds(4));
        await sleeper.Get<ReplicaLife>().HoldAsync(Cancellation);
        await other.Get<Recovery>().LookAsync(null, Cancellation);
        Assert.Equal(RunState.Running, (await other.Desk.FindAsync(run.Id, Cancellation))!.State);

        await other.DieAsync();
        await other.Get<Recovery>().LookAsync(null, Cancellation);
        await other.Get<Recovery>().AllAsync();
        Assert.Equal(RunState.Succeeded, (await other.Desk.FindAsync(run.Id, Cancellation))!.State);

        wakes.SetResult();
        await UntilQuietAsync(sleeper);
        Assert.Equal([AuditStage.Requested, AuditStage.Started, AuditStage.Succeeded], await other.StagesAsync(run.Id));
        Assert.NotNull((string?)(await other.EntriesAsync(run.Id))[^1].Evidence!["foundBy"]);

        // Its next action is another life's.
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RunState.Succeeded, (await sleeper.OverAsync((await sleeper.ConfirmedAsync("api", request: ActionProcess.Scale("api", "7"))).Id, clock)).State);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_locks_of_processes_that_are_long_gone_are_forgotten_and_nobody_elses(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var now = new FakeTime(TimeProvider.System.GetUtcNow());
        await using var first = ActionProcess.On(store, new TestWorld(now), now);
        await using var second = ActionProcess.On(store, new TestWorld(now), now);
        await first.Get<ReplicaLife>().HoldAsync(Cancellation);
        await second.Get<ReplicaLife>().HoldAsync(Cancellation);
        Assert.Equal(0, await second.Get<ReplicaLife>().ForgetOthersAsync(Cancellation));
        await first.Get<ReplicaLife>().EndAsync(Cancellation);
        Assert.Equal(1, await second.Get<ReplicaLife>().ForgetOthersAsync(Cancellation));
        now.Advance(TimeSpan.FromSeconds(4));
        await second.Get<ReplicaLife>().HoldAsync(Cancellation);
        Assert.Equal(0, await second.Get<ReplicaLife>().ForgetOthersAsync(Cancellation));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(0)]
    public async Task An_intent_that_grew_old_or_whose_process_lost_its_lock_is_not_begun(int seconds)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock, reached: (stage, edge) =>
        {
            if ((stage, edge) is (ActionStage.Execution, StageEdge.Before))
            {
                clock.Advance(TimeSpan.FromSeconds(seconds));
            }

            return Task.CompletedTask;
        });
        var run = await console.ConfirmedAsync("api");
        await UntilQuietAsync(console);
        var over = (await console.Desk.FindAsync(run.Id, Cancellation))!;
        Assert.Equal(seconds == 0 ? (RunState.Succeeded, ActionOutcome.Worked) : (RunState.Failed, ActionOutcome.NotBegun), (over.State, over.Outcome!.Value));
        Assert.Equal(seconds == 0 ? 1 : 0, console.World.Requests.Count);
    }

    [Fact]
    public async Task The_process_waits_at_its_end_for_what_is_under_way_and_then_leaves_it_to_the_next()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock).Put("api");
        world.Answers("api", Answer.HangsAfterDoingIt);
        await using var first = ActionProcess.On(store, world, clock);
        var run = await first.ConfirmedAsync("api");
        await Eventually.SoAsync(() => Task.FromResult<bool?>(world.Requests.IsEmpty ? null : true), TimeSpan.FromSeconds(60), Cancellation);
        var ending = first.Get<UnderWay>().EndAsync(TimeSpan.FromSeconds(5), Cancellation);
        Assert.False(ending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, await ending);
        Assert.Equal(RunState.Running, (await first.Desk.FindAsync(run.Id, Cancellation))!.State);

        await using var next = ActionProcess.On(store, world, clock);
        await next.Get<Recovery>().LookAsync(null, Cancellation);
        await next.Get<Recovery>().AllAsync();
        Assert.Equal((RunState.Succeeded, 1), ((await next.Desk.FindAsync(run.Id, Cancellation))!.State, world.Done.Count));
    }

    private static async Task<TestStore> NewAsync(PostgresServer server)
    {
        var store = new TestStore(new TempFolder(), await server.NewDatabaseAsync(Cancellation));
        await Migrations.ApplyAsync(store.Database, TimeProvider.System, Cancellation);
        return store;
    }

    /// <summary>Waits until nothing goes on in a process; time goes on meanwhile.</summary>
    private async Task UntilQuietAsync(ActionProcess console) => await Eventually.SoAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult<bool?>(console.Get<UnderWay>().Count == 0 ? true : null);
        },
        TimeSpan.FromSeconds(60), Cancellation);
}
