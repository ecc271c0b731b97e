using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>Stages 1 to 4, for who looks.</summary>
/// <param name="request">What is asked.</param>
/// <param name="person">Who.</param>
/// <param name="cancellation">Ends the wait.</param>
internal delegate Task<PlanAnswer> MakePlan(ActionRequest request, Person person, CancellationToken cancellation);

/// <summary>Stages 1 to 4, with nothing remembered: for who means it.</summary>
/// <param name="request">What is asked.</param>
/// <param name="person">In whose name.</param>
/// <param name="run">The run that is planned anew, which does not stand in its own way; null for none.</param>
/// <param name="cancellation">Ends the wait.</param>
internal delegate Task<PlanAnswer> PlanAnew(ActionRequest request, Person person, string? run, CancellationToken cancellation);

/// <summary>Which side of a stage.</summary>
internal enum StageEdge
{
    /// <summary>It is about to begin.</summary>
    Before,

    /// <summary>It is over.</summary>
    After,
}

/// <summary>Told of each stage that a run reaches. Where a test cuts the process.</summary>
/// <param name="stage">The stage.</param>
/// <param name="edge">Its begin or its end.</param>
internal delegate Task StageReached(ActionStage stage, StageEdge edge);

/// <summary>What all who work on runs share.</summary>
internal sealed record ActionSurroundings
{
    /// <summary>The database.</summary>
    public required Database Database { get; init; }

    /// <summary>The runs, to read.</summary>
    public required ActionStore Store { get; init; }

    /// <summary>The runs, to move.</summary>
    public required ActionLedger Ledger { get; init; }

    /// <summary>That this process lives.</summary>
    public required ReplicaLife Life { get; init; }

    /// <summary>The rights.</summary>
    public required IAccessRules Rules { get; init; }

    /// <summary>The actions.</summary>
    public required RemedyBook Book { get; init; }

    /// <summary>As whom clusters are asked.</summary>
    public required Impersonation Impersonation { get; init; }

    /// <summary>The settings.</summary>
    public required ActionsOptions Options { get; init; }

    /// <summary>The figures.</summary>
    public required ActionMetrics Metrics { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Told of each stage.</summary>
    public StageReached Reached { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>The order of a run, with as whom the cluster is asked.</summary>
    /// <param name="run">The run.</param>
    /// <param name="intentAt">When its intent was, or will be, committed.</param>
    public Result<ActionOrder> OrderOf(StoredRun run, DateTimeOffset intentAt)
    {
        // A silence is in no namespace, and no cluster is asked for it.
        var who = run.Run.Plan.Target.Namespace.Length == 0 ? ActingAs.Console : Impersonation.For(run.Run.Plan.Target.Place, run.Run.By);
        return who.Match<Result<ActionOrder>>(acting => new ActionOrder(run.Id, run.Run.By, run.Run.Reason, acting, intentAt), problems => problems);
    }

    /// <summary>Puts a step on a run; one that can't be stored is left out, not waited for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="mark">How it went.</param>
    /// <param name="says">What happened.</param>
    public async Task TellAsync(StoredRun run, ActionStage stage, StepMark mark, string says)
    {
        try
        {
            await Store.AddStepAsync(run.Id, stage, mark, says, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            Log.StepLost(run.Id, e.Message);
        }
    }
}
