using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.Incidents;

/// <summary>The sections of a review, in their order. The promises made in it come after them.</summary>
public enum ReviewSection
{
    /// <summary>What happened, in a few sentences.</summary>
    Summary,

    /// <summary>Who was hurt, for how long, and what it cost of the budgets.</summary>
    Impact,

    /// <summary>What happened when.</summary>
    Timeline,

    /// <summary>What went well.</summary>
    WentWell,

    /// <summary>What went badly.</summary>
    WentBadly,

    /// <summary>What made it possible: more than one thing, as a rule.</summary>
    Causes,

    /// <summary>What was learned.</summary>
    Lessons,
}

/// <summary>The words for the sections of a review.</summary>
public static class ReviewSections
{
    /// <summary>All of them, in their order.</summary>
    public static ImmutableArray<ReviewSection> All { get; } = [.. Enum.GetValues<ReviewSection>()];

    /// <summary>A section's heading.</summary>
    /// <param name="section">The section.</param>
    public static string Heading(this ReviewSection section) => section switch
    {
        ReviewSection.WentWell => "What went well",
        ReviewSection.WentBadly => "What went badly",
        ReviewSection.Causes => "Contributing causes",
        _ => section.ToString(),
    };

    /// <summary>What belongs into a section, for who looks at an empty one.</summary>
    /// <param name="section">The section.</param>
    public static string Asks(this ReviewSection section) => section switch
    {
        ReviewSection.Summary => "What happened, in three sentences, for somebody who was not there.",
        ReviewSection.Impact => "Who noticed, how many, for how long, and what it cost of the error budgets.",
        ReviewSection.Timeline => "What happened when. It began as the incident's timeline: leave out what does not matter.",
        ReviewSection.WentWell => "What helped, so that it is there next time.",
        ReviewSection.WentBadly => "What was slow, missing or in the way.",
        ReviewSection.Causes => "What made it possible: conditions and decisions that made sense then, not people.",
        _ => "What somebody on another system should know.",
    };
}

/// <summary>A section's text at one version.</summary>
/// <param name="Section">The section.</param>
/// <param name="Version">Grows with every text of this section, from 1; 0: nobody wrote it yet.</param>
/// <param name="Text">The text: untrusted, may have several lines, and lists that begin with a dash.</param>
/// <param name="At">When it was written.</param>
/// <param name="By">Who wrote it.</param>
public sealed record ReviewText(ReviewSection Section, int Version, string Text, DateTimeOffset At, IncidentPerson By);

/// <summary>Something that was promised in a review.</summary>
public sealed record ActionItem
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The incident whose review it is of.</summary>
    public required string Incident { get; init; }

    /// <summary>Grows with every change, from 1.</summary>
    public int Version { get; init; }

    /// <summary>What is promised: untrusted text.</summary>
    public required string Text { get; init; }

    /// <summary>Who sees to it, in the people's own words: untrusted text.</summary>
    public required string Owner { get; init; }

    /// <summary>Until which day.</summary>
    public required DateOnly Due { get; init; }

    /// <summary>When it was promised.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who wrote it down.</summary>
    public required IncidentPerson MadeBy { get; init; }

    /// <summary>When it was kept or given up; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who said so.</summary>
    public IncidentPerson? ClosedBy { get; init; }

    /// <summary>What came of it: untrusted text; empty while it is open.</summary>
    public string Outcome { get; init; } = string.Empty;

    /// <summary>Whether it is open after its day.</summary>
    /// <param name="today">The day.</param>
    public bool IsLateAt(DateOnly today) => ClosedAt is null && Due < today;

    /// <summary>Whether somebody is among those who see to it, as far as they are named as the console names them.</summary>
    /// <param name="person">Who.</param>
    public bool IsOf(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Owner.Replace(" and ", ",", StringComparison.OrdinalIgnoreCase).Split([',', ';', '/', '&', '+'], StringSplitOptions.TrimEntries)
            .Any(name => name.Equals(person.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(person.Subject, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>The review of an incident, as it reads now.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Sections">All sections in their order, each as it reads now.</param>
/// <param name="Items">What was promised: what is open first, by its day.</param>
public sealed record Review(string Incident, ImmutableArray<ReviewText> Sections, ImmutableArray<ActionItem> Items)
{
    /// <summary>A section as it reads now.</summary>
    /// <param name="section">The section.</param>
    public ReviewText this[ReviewSection section] => Sections.First(text => text.Section == section);
}

/// <summary>A promise that somebody wants to make or to change.</summary>
/// <param name="Text">What.</param>
/// <param name="Owner">Who sees to it.</param>
/// <param name="Due">Until which day.</param>
public sealed record ItemWish(string Text, string Owner, DateOnly Due);
