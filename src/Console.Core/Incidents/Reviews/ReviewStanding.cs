using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>How far a review is.</summary>
public enum ReviewProgress
{
    /// <summary>The incident asks for one, and nobody began it.</summary>
    Wanted,

    /// <summary>A section has nothing written in it.</summary>
    Writing,

    /// <summary>Every section is written. What was promised in it may be open.</summary>
    Written,
}

/// <summary>A review among the others.</summary>
/// <param name="Incident">Its incident.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Empty">The sections that nothing is written in, in their order; none while it is wanted.</param>
/// <param name="Open">How many of its promises are open.</param>
/// <param name="WrittenAt">When somebody last wrote in it; null while it is wanted.</param>
public sealed record ReviewStanding(Incident Incident, ReviewProgress Progress, ImmutableArray<ReviewSection> Empty, int Open, DateTimeOffset? WrittenAt)
{
    /// <summary>The least urgent class whose incidents ask for a review.</summary>
    public const int LastClassWanted = 1;

    /// <summary>How long after its end an incident asks for one: who begins later remembers little.</summary>
    public static TimeSpan WantedFor { get; } = TimeSpan.FromDays(90);

    /// <summary>Whether an incident asks for a review: it is over, it was bad, and it was no false alarm.</summary>
    /// <param name="incident">The incident.</param>
    public static bool IsWanted(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident is { State: IncidentState.Closed, Class: <= LastClassWanted, Verdict: not IncidentVerdict.Noise };
    }

    /// <summary>How far a review is, by its sections.</summary>
    /// <param name="empty">The sections that nothing is written in.</param>
    public static ReviewProgress Of(ImmutableArray<ReviewSection> empty) => empty.IsDefaultOrEmpty ? ReviewProgress.Written : ReviewProgress.Writing;
}

/// <summary>A promise with the incident that it came of.</summary>
/// <param name="Item">The promise.</param>
/// <param name="Incident">The incident.</param>
public sealed record PromisedItem(ActionItem Item, Incident Incident);

/// <summary>All reviews, and what was promised in them.</summary>
/// <param name="Reviews">Those that are wanted, then those that are being written, then the others; each the newest incident first.</param>
/// <param name="Items">What is open of all reviews, by its day: what is late comes first.</param>
public sealed record ReviewShelf(ImmutableArray<ReviewStanding> Reviews, ImmutableArray<PromisedItem> Items);
