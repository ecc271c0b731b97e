using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>A real process, killed as <c>kill -9</c> does while it acts.</summary>
public sealed class ActionKillTests(Stores stores)
{
    private const int Rounds = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task After_a_kill_every_intent_gets_the_outcome_that_the_world_shows(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        for (var round = 0; round < Rounds; round++)
        {
            await using (var acting = await OtherProcess.StartAsync("act", store.Folder, store.PostgreSql ?? string.Empty, $"round{round}"))
            {
                for (var begun = 0; begun < 5 + (7 * round); begun++)
                {
                    await acting.LineAsync("begun");
                }

                acting.Kill();
            }

            // An hour later: whatever is not to be seen in the world by now was not done.
            await using var next = ActPart.On(store.Another(), store.Folder, new FakeTime(TimeProvider.System.GetUtcNow().AddHours(1 + round)));
            await next.DieAsync();
            await next.Get<Recovery>().LookAsync(null, Cancellation);
            await next.Get<Recovery>().AllAsync();
            await HoldsAsync(next, store.Folder);
        }
    }

    private static async Task<List<ActionRun>> AllAsync(ActionProcess next)
    {
        var all = new List<ActionRun>();
        do
        {
            all.AddRange(await next.Desk.OverAsync(all.LastOrDefault()?.Id, null, 100, Cancellation));
        }
        while (all.Count > 0 && all.Count % 100 == 0);
        return all;
    }

    private static async Task HoldsAsync(ActionProcess next, string folder)
    {
        Assert.Empty(await next.Get<ActionStore>().OpenAsync(Cancellation));
        var done = Directory.EnumerateFiles(ActPart.Done(folder)).Select(file => Path.GetFileNameWithoutExtension(file)!).ToList();
        Assert.Equal(done.Distinct().Order(), done.Order());
        var runs = await AllAsync(next);
        Assert.Equal(done.Order(), runs.Where(run => run.State is RunState.Succeeded).Select(run => run.Id).Order());
        foreach (var run in runs)
        {
            var stages = await next.StagesAsync(run.Id);
            Assert.Equal(1, stages.Count(stage => stage is AuditStage.Succeeded or AuditStage.Failed or AuditStage.Unknown));
            Assert.Equal(run.State is RunState.Succeeded || run.IntentStep(), stages.Contains(AuditStage.Started));
        }
    }
}

/// <summary>What the tests ask of a run.</summary>
internal static class RunSteps
{
    public static bool IntentStep(this ActionRun run) => run.Steps.Any(step => step is { Stage: ActionStage.Intent, Mark: StepMark.Good });
}
