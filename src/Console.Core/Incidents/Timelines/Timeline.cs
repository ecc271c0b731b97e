using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>Where an entry of a timeline comes from.</summary>
public enum TimelineKind
{
    /// <summary>An alert did something.</summary>
    Alert,

    /// <summary>Somebody had an alert, or has it no more.</summary>
    Acknowledgement,

    /// <summary>Somebody was told of an alert through a channel, or was not.</summary>
    Page,

    /// <summary>Something happened to the incident itself.</summary>
    Incident,

    /// <summary>Somebody walked a runbook.</summary>
    Walkthrough,

    /// <summary>A guarded action.</summary>
    Action,

    /// <summary>A silence.</summary>
    Silence,

    /// <summary>Somebody wrote a note.</summary>
    Note,
}

/// <summary>One thing that happened.</summary>
/// <param name="At">When, exactly.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Says">What: to follow the name of <see cref="By"/> where somebody did it, else a sentence of its own. Untrusted text may be within.</param>
public sealed record TimelineEntry(DateTimeOffset At, TimelineKind Kind, string Says)
{
    /// <summary>Who did it; null where nobody did.</summary>
    public IncidentPerson? By { get; init; }

    /// <summary>What was written: a note, a comment, a reason; untrusted text, may have several lines. Empty for none.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>What belongs to the incident and did this; null for the incident itself.</summary>
    public IncidentLink? Link { get; init; }

    /// <summary>The note, where it is one: with its earlier texts.</summary>
    public IncidentNote? Note { get; init; }

    /// <summary>The incident that it happened on, where that was merged into this one; null for this one.</summary>
    public string? Incident { get; init; }

    /// <summary>Whether somebody watched: else <see cref="At"/> is when it was noticed.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>The entry in a sentence, without its time and its text.</summary>
    public string Sentence => By is null ? Says : $"{By.Name} {Says}";
}

/// <summary>The time that a timeline tells of: from its begin, up to and with its end.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Until">Its end.</param>
public sealed record TimelineSpan(DateTimeOffset From, DateTimeOffset Until)
{
    // What began long before is another story.
    private static readonly TimeSpan Before = TimeSpan.FromDays(7);

    /// <summary>Whether a time is within.</summary>
    /// <param name="at">The time.</param>
    public bool Holds(DateTimeOffset at) => From <= at && at <= Until;

    /// <summary>From when the first of what belongs to an incident began, or the incident itself, to its end; one that goes on is told up to now.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="now">The time.</param>
    public static TimelineSpan Of(Incident incident, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var first = incident.Links.Select(link => link.Since).Append(incident.OpenedAt).Min();
        return new TimelineSpan(first > incident.OpenedAt - Before ? first : incident.OpenedAt - Before, incident.EndedAt ?? now);
    }
}

/// <summary>Everything that happened around an incident, in one order.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Missing">What is not told, in sentences; none when all is.</param>
public sealed record Timeline(ImmutableArray<TimelineEntry> Entries, ImmutableArray<string> Missing)
{
    /// <summary>Puts everything in order: by time; of the same instant alerts come first, then what people did, in the order they did it.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="events">What happened on it and on those that were merged into it, each with its incident's id.</param>
    /// <param name="told">What all did that belongs to it.</param>
    internal static Timeline Of(Incident incident, IEnumerable<(string Incident, IncidentEvent Event)> events, IEnumerable<Told> told)
    {
        var own = events.GroupBy(one => one.Incident, one => one.Event, StringComparer.Ordinal).SelectMany(its => Own(its.Key == incident.Id ? null : its.Key, [.. its]));
        var others = told.ToList();
        return new Timeline(
            [.. own.Concat(others.SelectMany(one => one.Entries).Select(entry => (Number: 0, Entry: entry)))
                .OrderBy(one => one.Entry.At).ThenBy(one => one.Entry.Kind).ThenBy(one => one.Number).Select(one => one.Entry)],
            [.. others.Select(one => one.Missing).OfType<string>()]);
    }

    private static IEnumerable<(int Number, TimelineEntry Entry)> Own(string? incident, List<IncidentEvent> events)
    {
        // What the console linked by itself tells its own story.
        foreach (var one in events.Where(one => one.Kind is not (IncidentEventKind.Note or IncidentEventKind.NoteEdited) && !(one.Kind is IncidentEventKind.Linked && one.By.IsConsole)))
        {
            yield return (one.Number, new TimelineEntry(one.At, TimelineKind.Incident, one.Says) { By = one.By, Text = one.Text, Incident = incident });
        }

        foreach (var note in IncidentNote.Of(events))
        {
            yield return (note.Number, new TimelineEntry(note.At, TimelineKind.Note, note.Earlier.IsEmpty ? "wrote" : "wrote (edited)") { By = note.By, Text = note.Text, Note = note, Incident = incident });
        }
    }
}
