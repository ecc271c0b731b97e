using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>
/// Processes that end at any edge of any stage, and servers that fail in any way at the same time, hundreds of times: nothing is done without an intent on record,
/// no intent is without an outcome after the next start, nothing is done twice, and the outcome is what the world shows.
/// </summary>
public sealed class FaultInjectionTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    // Stages 1 to 4 are the planner's: they are cut before and after it.
    private static readonly ImmutableArray<(ActionStage Stage, StageEdge Edge)> Edges =
    [
        (ActionStage.Grant, StageEdge.Before), (ActionStage.DryRun, StageEdge.After), (ActionStage.Confirmation, StageEdge.Before), (ActionStage.Confirmation, StageEdge.After),
        .. from stage in new[] { ActionStage.Approval, ActionStage.Intent, ActionStage.Execution, ActionStage.Verification, ActionStage.Undo } from edge in Enum.GetValues<StageEdge>() select (stage, edge),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite, 200, 20261129)]
    [InlineData(Dialect.PostgreSql, 100, 42)]
    public async Task Cut_anywhere_the_record_and_the_world_agree_after_the_next_start(Dialect dialect, int times, int seed)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var random = new Random(seed);
        var ended = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < times; number++)
        {
            var cut = new Cut(
                number, Edges[number % Edges.Length], (Answer)random.Next(Enum.GetValues<Answer>().Length), NeedsApproval: random.Next(2) == 0,
                AtApproval: random.Next(2) == 0, IsDark: random.Next(8) == 0);
            var end = await OnceAsync(store, cut);
            ended[end] = ended.GetValueOrDefault(end) + 1;
        }

        // All ends were met, so that the test can't have passed by never coming so far.
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", ended.Select(one => $"{one.Key} {one.Value}")));
        Assert.Equal(["Lapsed", "MadeNone", "NotBegun", "RefusedByServer", "Unknown", "Worked"], ended.Keys.Order());
    }

    /// <summary>One action, one cut, one next start.</summary>
    private static async Task<string> OnceAsync(TestStore store, Cut cut)
    {
        var clock = new FakeTime(Noon.AddHours(cut.Number));
        var name = string.Create(CultureInfo.InvariantCulture, $"api-{cut.Number}");
        var world = new TestWorld(clock) { Tier = cut.NeedsApproval ? RiskTier.SecondPerson : RiskTier.TypedName }.Put(name);
        world.Answers(name, cut.Answer);
        var dies = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var approvals = 0;
        await using var first = ActionProcess.On(store, world, clock, reached: (stage, edge) =>
        {
            // The first approval is the request's, the second that of the second person.
            var isHere = (stage, edge) == cut.Edge && (stage is not ActionStage.Approval || !cut.NeedsApproval || Interlocked.Increment(ref approvals) == (cut.AtApproval ? 2 : 1));
            if (dies.Task.IsCompleted || isHere)
            {
                // Killed: from here on this process does nothing more, and comes back from nowhere.
                dies.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
            }

            return Task.CompletedTask;
        });

        var acting = ActAsync(first, name, cut.NeedsApproval);
        await PumpAsync(clock, world, () => dies.Task.IsCompleted || IsOver(acting));
        if (cut.IsDark)
        {
            world.Dark[name] = 0;
        }

        await using var next = ActionProcess.On(store, world, clock);
        await next.DieAsync();
        await next.Get<Recovery>().LookAsync(null, Cancellation);
        var recovering = next.Get<Recovery>().AllAsync();
        await PumpAsync(clock, world, () => recovering.IsCompleted, isAlways: true);
        await recovering;
        await FinishAsync(next, clock, world);
        return await JudgeAsync(next, world, name, cut);
    }

    /// <summary>Whatever waits lapses; what an approval began ends.</summary>
    private static async Task FinishAsync(ActionProcess next, FakeTime clock, TestWorld world)
    {
        if ((await next.Get<ActionStore>().OpenAsync(Cancellation)).Any(run => run.Run.State is RunState.Running))
        {
            await PumpAsync(clock, world, () => next.Get<UnderWay>().Count == 0, isAlways: true);
        }

        clock.Advance(TimeSpan.FromMinutes(20));
        await next.Get<Recovery>().LookAsync(null, Cancellation);
        await next.Get<Recovery>().AllAsync();
        Assert.Empty(await next.Get<ActionStore>().OpenAsync(Cancellation));
    }

    private static async Task<string> JudgeAsync(ActionProcess next, TestWorld world, string name, Cut cut)
    {
        // Never twice.
        Assert.True(world.Done.Count <= 1, $"{cut}: done {world.Done.Count} times");
        var run = (await next.Desk.OverAsync(null, null, 3, Cancellation)).SingleOrDefault(one => one.Plan.Target.Name == name);
        if (run is null)
        {
            Assert.Empty(world.Requests);
            return "MadeNone";
        }

        var stages = await next.StagesAsync(run.Id);
        var outcomes = stages.Where(stage => stage is AuditStage.Succeeded or AuditStage.Failed or AuditStage.Unknown or AuditStage.Denied).ToList();
        Assert.True(outcomes.Count == 1 && stages[0] is AuditStage.Requested && stages[^1] == outcomes[0], $"{cut}: {string.Join(", ", stages)}");
        Assert.True(stages.Contains(AuditStage.Started) || world.Requests.IsEmpty, $"{cut}: a request without an intent");
        Assert.True(stages.Count(stage => stage is AuditStage.Started) <= 1, $"{cut}: two intents");
        Assert.All(world.Requests, id => Assert.Equal(run.Id, id));
        var isDone = !world.Done.IsEmpty;
        Assert.True(run.Outcome switch
        {
            ActionOutcome.Worked => isDone && run.State is RunState.Succeeded,
            ActionOutcome.NotBegun or ActionOutcome.RefusedByServer => !isDone && run.State is RunState.Failed,
            ActionOutcome.Unknown => cut.IsDark && run.State is RunState.Unknown,
            null => !isDone && run.State is RunState.Lapsed,
            _ => false,
        }, $"{cut}: {run.State} {run.Outcome} '{run.Says}', and the world has {world.Done.Count}");
        return run.Outcome?.ToString() ?? run.State.ToString();
    }

    private static async Task ActAsync(ActionProcess console, string name, bool needsApproval)
    {
        var run = await console.ConfirmAsync(name);
        if (needsApproval && run.IsOk)
        {
            run = await console.AgreeAsync(run.Value);
        }

        if (run.IsOk)
        {
            await console.OverAsync(run.Value.Id);
        }
    }

    private static bool IsOver(Task acting) => acting.IsFaulted ? throw acting.Exception! : acting.IsCompleted;

    /// <summary>Lets time go on, while the world is asked or always, until something is so.</summary>
    private static async Task PumpAsync(FakeTime clock, TestWorld world, Func<bool> isSo, bool isAlways = false)
    {
        await Eventually.SoAsync(
            async () =>
            {
                if (isAlways || !world.Requests.IsEmpty)
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                }

                // The others need the processor, too.
                await Task.Yield();
                return isSo() ? true : null;
            },
            TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(2), Cancellation);
    }

    private sealed record Cut(int Number, (ActionStage Stage, StageEdge Edge) Edge, Answer Answer, bool NeedsApproval, bool AtApproval, bool IsDark);
}
