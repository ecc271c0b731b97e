using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>
/// Writes a guarded action on the step of the walkthrough that asks for it. It is found by what it was asked from, on exactly one replica: whoever asked may have closed the page meanwhile.
/// </summary>
/// <param name="desk">Where walkthroughs are written on.</param>
/// <param name="live">The actions, and the open walkthroughs.</param>
/// <param name="runner">Makes it one replica.</param>
/// <param name="clock">The time.</param>
internal sealed class WalkRuns(WalkthroughDesk desk, LiveState live, SoleRunner runner, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks at all actions once, and links those that are not yet.</summary>
    /// <param name="linked">Those that need no second look; it grows.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    internal async Task LookAsync(HashSet<string> linked, CancellationToken cancellation)
    {
        var walks = live.Walkthroughs.Current.Value?.Walks ?? [];
        foreach (var run in live.Actions.Current.Value?.Runs ?? [])
        {
            if (run.Origin.Runbook is null || linked.Contains(run.Id)
                || walks.FirstOrDefault(open => IsOf(run, open.Walk)) is not { } open || await desk.FindAsync(open.Walk.Id, cancellation).ConfigureAwait(false) is not { } walk)
            {
                continue;
            }

            // Refused once is refused for good: each refusal is on record. Only what could not be stored is tried again.
            if (walk.Steps.Values.Any(one => one.Runs.Contains(run.Id)) || StepOf(run, walk) is not { } step
                || !IsUnstored(await desk.LinkRunAsync(walk.Id, step, run.Id, run.By, cancellation).ConfigureAwait(false)))
            {
                linked.Add(run.Id);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await runner.RunAsync((_, ending) => FollowAsync(ending), stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    // Begun anew with each lock: what another replica linked meanwhile is found there.
    private async Task FollowAsync(CancellationToken cancellation)
    {
        var linked = new HashSet<string>(StringComparer.Ordinal);
        var loop = new CollectorLoop(Again, clock, Rest);
        await Task.WhenAll(
            loop.RunAsync(ending => LookAsync(linked, ending), cancellation), WakeAsync(loop, live.Actions, cancellation), WakeAsync(loop, live.Walkthroughs, cancellation)).ConfigureAwait(false);
    }

    private static async Task WakeAsync<T>(CollectorLoop loop, LiveSection<T> section, CancellationToken cancellation)
        where T : class
    {
        await foreach (var _ in section.WatchAsync(cancellation).ConfigureAwait(false))
        {
            loop.Wake();
        }
    }

    private static bool IsUnstored(Result<Walkthrough> result) => !result.IsOk && result.Problems.Any(problem => problem.Where is "storage" or "audit");

    private static bool IsOf(ActionRun run, WalkSummary walk) =>
        walk.Runbook == run.Origin.Runbook && walk.Alert == run.Origin.Alert && walk.StartedAt <= run.At;

    // Where several steps ask for the same, it is most likely the one that people are at.
    private static string? StepOf(ActionRun run, Walkthrough walk)
    {
        var slash = walk.Runbook.IndexOf('/', StringComparison.Ordinal);
        var steps = RunbookReader.Read(walk.Runbook[..slash], walk.Runbook[(slash + 1)..], walk.Text).Blocks.OfType<ActionBlock>()
            .Where(block => block.Kind == run.Plan.Kind && block.Step is not null).Select(block => block.Step!).ToList();
        return walk.Current is { } current && steps.Contains(current) ? current : steps.FirstOrDefault();
    }
}
