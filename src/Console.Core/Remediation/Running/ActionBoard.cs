using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>The guarded actions as all replicas know them now.</summary>
/// <param name="Runs">Newest first: all that are open, and those of late that are over.</param>
/// <param name="Freezes">Change freezes that hold or are to come.</param>
/// <param name="Reviews">Open reviews, and those closed of late, newest first.</param>
public sealed record ActionBoard(ImmutableArray<ActionRun> Runs, ImmutableArray<Freeze> Freezes, ImmutableArray<ReviewItem> Reviews)
{
    /// <summary>Nothing was ever done.</summary>
    public static ActionBoard Empty { get; } = new([], [], []);

    /// <summary>A run by its id; null when it is not of late.</summary>
    /// <param name="id">The id.</param>
    public ActionRun? Find(string id) => Runs.FirstOrDefault(run => run.Id == id);

    /// <summary>What waits for a second person.</summary>
    public IEnumerable<ActionRun> Waiting => Runs.Where(run => run.State is RunState.Waiting);
}
