using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>What came of planning an approved run once more.</summary>
internal abstract record Replanned
{
    private Replanned()
    {
    }

    /// <summary>It is the same thing, and nothing stands in the way.</summary>
    /// <param name="Plan">The plan of now.</param>
    internal sealed record Same(ActionPlan Plan) : Replanned;

    /// <summary>Something stands in the way for now.</summary>
    /// <param name="Where">The problem's place.</param>
    /// <param name="Because">What.</param>
    internal sealed record Waits(string Where, string Because) : Replanned;

    /// <summary>What was agreed to is no more.</summary>
    /// <param name="Because">Why.</param>
    /// <param name="IsDenied">Whether who asked may not any more.</param>
    internal sealed record Lapses(string Because, bool IsDenied) : Replanned;
}

/// <summary>Makes the plan of a run that waited once more: in the name of who asked, with the rights and groups that they have now.</summary>
/// <param name="plan">Stages 1 to 4.</param>
/// <param name="people">Who they are now.</param>
internal sealed class Replanning(PlanAnew plan, ActionPeople people)
{
    /// <summary>The plan of now, for who must decide.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Result<PlanAnswer>> AnswerAsync(StoredRun run, CancellationToken cancellation)
    {
        var known = await people.NowAsync(run.Run.By, cancellation).ConfigureAwait(false);
        return known.IsOk ? await plan(run.Confirmed.Request, known.Value, run.Id, cancellation).ConfigureAwait(false) : known.Problems;
    }

    /// <summary>Plans once more.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Replanned> AgainAsync(StoredRun run, CancellationToken cancellation)
    {
        var known = await people.NowAsync(run.Run.By, cancellation).ConfigureAwait(false);
        if (!known.IsOk)
        {
            return new Replanned.Lapses(known.Problems[0].What, IsDenied: true);
        }

        return await plan(run.Confirmed.Request, known.Value, run.Id, cancellation).ConfigureAwait(false) switch
        {
            PlanAnswer.Denied { Decision.Reason: var reason } => new Replanned.Lapses($"{run.Run.By.Name} may not do it any more: {reason}", IsDenied: true),
            PlanAnswer.Wrong { Problems: var problems } => new Replanned.Lapses($"it can't be done any more: {string.Join("; ", problems.Select(problem => problem.What))}", IsDenied: false),
            PlanAnswer.Unplannable { Because: var because } => new Replanned.Waits("plan", $"It can't be planned now: {because}"),
            PlanAnswer.Made { Plan: var now } when now.Hash != run.Run.Plan.Hash => new Replanned.Lapses(PlanMemory.Changed(run.Run.Plan, now, "it was asked for"), IsDenied: false),
            PlanAnswer.Made { Plan: var now } => StopsOf(run, now) is { IsEmpty: false } stops
                ? new Replanned.Waits("guards", $"It can't begin now: {string.Join("; ", stops)}")
                : new Replanned.Same(now),
            var answer => throw new InvalidOperationException($"No answer is drawn for {answer.GetType().Name}."),
        };
    }

    private static ImmutableArray<string> StopsOf(StoredRun run, ActionPlan now) =>
        [.. now.Stops.Where(guard => !run.Run.Overridden.Contains(guard.Guard)).Select(guard => $"{guard.Title} ({guard.Saw})")];
}
