namespace OpsConsole.Remediation;

/// <summary>What the desk hands things to.</summary>
internal sealed record ActionParts
{
    /// <summary>Stages 5 to 10.</summary>
    public required ActionRunner Runner { get; init; }

    /// <summary>Stage 6, as a second person and who asked see it.</summary>
    public required Approving Approving { get; init; }

    /// <summary>Plans of runs that wait, made anew.</summary>
    public required Replanning Replanning { get; init; }

    /// <summary>What may be taken back.</summary>
    public required Undoing Undoing { get; init; }

    /// <summary>Freezes.</summary>
    public required Freezing Freezing { get; init; }

    /// <summary>Reviews.</summary>
    public required Reviewing Reviewing { get; init; }

    /// <summary>Who could agree.</summary>
    public required ActionPeople People { get; init; }

    /// <summary>The runs.</summary>
    public required ActionStore Store { get; init; }
}

/// <summary>Stage 10, asked for: an undo is an action like any other, and takes back exactly what it says.</summary>
/// <param name="store">The runs.</param>
internal sealed class Undoing(ActionStore store)
{
    /// <summary>What is wrong with a request that says it takes a run back; null when nothing is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Problem?> WrongAsync(ActionRequest request, CancellationToken cancellation) =>
        await store.FindAsync(request.UndoOf!, cancellation).ConfigureAwait(false) switch
        {
            null => new Problem("undo", "there is no such action to take back"),
            { Run.UndoneBy: { } by } => new Problem("undo", $"it was taken back already, by action {by}"),
            { Run.UndoRequest: null } => new Problem("undo", "that action can't be taken back"),

            // The cooldown and the reader of the record trust that an undo is one.
            { Run.UndoRequest: { } undo } when !undo.AsksTheSame(request) => new Problem("undo", "this is not what takes that action back"),
            _ => null,
        };
}
