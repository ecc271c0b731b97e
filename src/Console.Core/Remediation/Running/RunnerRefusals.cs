using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Remediation;

/// <summary>What is answered, and put on record, where nothing comes of what was asked.</summary>
/// <param name="around">The rest.</param>
internal sealed class RunnerRefusals(ActionSurroundings around)
{
    /// <summary>There is no plan.</summary>
    public async Task<Result<ActionRun>> OfAsync(PlanAnswer answer, ActionRequest request, Person person)
    {
        switch (answer)
        {
            case PlanAnswer.Denied { Action: var action, Decision: var decision }:
                await around.Ledger.NoteAsync(ActionEvents.Denied(request, action, person, decision.Reason)).ConfigureAwait(false);
                return new Problem("grant", decision.Reason);
            case PlanAnswer.Wrong { Problems: var problems }:
                return problems;
            case PlanAnswer.Unplannable { Because: var because }:
                return new Problem("plan", because);
            default:
                throw new InvalidOperationException($"No answer is drawn for {answer.GetType().Name}.");
        }
    }

    /// <summary>The plan was not enough, or the person may not what they wanted. A mistake in a field is not recorded.</summary>
    public async Task<Result<ActionRun>> OfAsync(ImmutableArray<Problem> problems, ActionRequest request, ActionPlan plan, Person person)
    {
        if (problems.Any(problem => problem.Where is "guards" or "grant"))
        {
            await around.Ledger.NoteAsync(ActionEvents.Stopped(request, plan, person, string.Join("; ", problems.Select(problem => problem.What)))).ConfigureAwait(false);
        }

        return problems;
    }

    /// <summary>The run was not stored. Where only the record is in trouble, it may have been after all: then it is taken back.</summary>
    public async Task<Result<ActionRun>> NotRequestedAsync(ImmutableArray<Problem> problems, StoredRun run, RunEnding ending)
    {
        switch (problems[0].Where)
        {
            case "grant":
                await around.Ledger.NoteAsync(ActionEvents.Stopped(run.Confirmed.Request, run.Run.Plan, run.Run.By, problems[0].What)).ConfigureAwait(false);
                return problems;
            case "idempotencyKey":
                return problems;
            default:
                ending.Forget(run, problems[0].What);
                return new Problem("audit", $"it is not done, because it can't be put on record: {problems[0].What}");
        }
    }
}
