using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>What can happen on an incident.</summary>
public enum IncidentEventKind
{
    /// <summary>It was opened.</summary>
    Opened,

    /// <summary>Somebody has it.</summary>
    Acknowledged,

    /// <summary>Its title, class, systems or people changed.</summary>
    Changed,

    /// <summary>Somebody came or left.</summary>
    People,

    /// <summary>Something was linked to it, or not any more.</summary>
    Linked,

    /// <summary>Somebody wrote a note.</summary>
    Note,

    /// <summary>Somebody wrote a note anew.</summary>
    NoteEdited,

    /// <summary>Nobody is hurt any more.</summary>
    Mitigated,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>It was opened again.</summary>
    Reopened,

    /// <summary>Another one goes on for it, or it goes on for another one.</summary>
    Merged,
}

/// <summary>Something that happened on an incident. Events are only ever added.</summary>
/// <param name="Number">Its place, from 1 without a gap: the version that it made.</param>
/// <param name="At">When it happened, as told: where it stands in the timeline.</param>
/// <param name="By">Who.</param>
/// <param name="Kind">What kind.</param>
/// <param name="Says">What, to follow the name: <c>opened it</c>. Untrusted text may be within.</param>
public sealed record IncidentEvent(int Number, DateTimeOffset At, IncidentPerson By, IncidentEventKind Kind, string Says)
{
    /// <summary>When it was written down: never before <see cref="At"/>.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>What was written: a note, a cause, a reason; untrusted text. Empty for none.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The number of the note that is written anew; null for any other event.</summary>
    public int? Note { get; init; }
}

/// <summary>A note as it reads now.</summary>
/// <param name="Number">The number of the event that it was written with.</param>
/// <param name="At">When what it tells happened.</param>
/// <param name="By">Who wrote it first.</param>
/// <param name="Text">The text: untrusted.</param>
public sealed record IncidentNote(int Number, DateTimeOffset At, IncidentPerson By, string Text)
{
    /// <summary>When it was first written.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>The number of the event that it was last written with: what who writes it anew must have seen.</summary>
    public int Version { get; init; }

    /// <summary>How it read before, oldest first; none where it was never written anew.</summary>
    public ImmutableArray<IncidentEvent> Earlier { get; init; } = [];

    /// <summary>Who wrote it last.</summary>
    public required IncidentPerson LastBy { get; init; }

    /// <summary>The notes among the events of one incident, each as it reads now, by the time of what they tell.</summary>
    /// <param name="events">All its events, oldest first.</param>
    public static ImmutableArray<IncidentNote> Of(IEnumerable<IncidentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var versions = events.Where(one => one.Kind is IncidentEventKind.Note or IncidentEventKind.NoteEdited)
            .GroupBy(one => one.Note ?? one.Number).Select(note => note.OrderBy(one => one.Number).ToList());
        return [.. versions.Select(all => new IncidentNote(all[0].Number, all[^1].At, all[0].By, all[^1].Text)
        {
            WrittenAt = all[0].WrittenAt,
            Version = all[^1].Number,
            LastBy = all[^1].By,
            Earlier = [.. all.SkipLast(1)],
        }).OrderBy(note => note.At).ThenBy(note => note.Number)];
    }
}
