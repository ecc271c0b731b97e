using System.Collections.Immutable;

namespace OpsConsole.Remediation;

/// <summary>What was and is done to one target, and whether its system is frozen.</summary>
/// <param name="Open">Runs on this target that wait, are approved or are under way, by anybody.</param>
/// <param name="Last">The newest run of the same kind on this target that was executed and is over; null when there was none.</param>
/// <param name="Freeze">The change freeze that holds now; null for none.</param>
public sealed record TargetHistory(ImmutableArray<ActionRun> Open, ActionRun? Last, Freeze? Freeze)
{
    /// <summary>Nothing was ever done.</summary>
    public static TargetHistory None { get; } = new([], null, null);
}

/// <summary>What was done before: from the store, over all replicas.</summary>
public interface IActionHistory
{
    /// <summary>What was and is done to a target.</summary>
    /// <param name="kind">The action.</param>
    /// <param name="system">The system's id.</param>
    /// <param name="target">The target.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<TargetHistory> OfAsync(string kind, string system, ActionTarget target, CancellationToken cancellation);

    /// <summary>When alerts were silenced with the very same matchers, newest first: made, given another end or changed to them.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="matchers">The matchers, in their one spelling.</param>
    /// <param name="since">From when on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Storage.StorageException">The store does not answer.</exception>
    Task<ImmutableArray<DateTimeOffset>> SilencedAsync(string system, string matchers, DateTimeOffset since, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<DateTimeOffset>.Empty);
}

/// <summary>A time in which a system is not to be changed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="System">The system's id.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End: over at this very instant.</param>
/// <param name="Reason">Why: a person's words.</param>
/// <param name="By">Who said so: the name to show.</param>
/// <param name="BySubject">Who said so.</param>
public sealed record Freeze(string Id, string System, DateTimeOffset From, DateTimeOffset To, string Reason, string By, string BySubject)
{
    /// <summary>When it was ended early; null when it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it holds.</summary>
    /// <param name="now">The time.</param>
    public bool Holds(DateTimeOffset now) => EndedAt is null && From <= now && now < To;
}
