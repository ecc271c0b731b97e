using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>Somebody who made or changed a window.</summary>
/// <param name="Subject">Who it is.</param>
/// <param name="Name">The name to show.</param>
public sealed record WindowPerson(string Subject, string Name);

/// <summary>What a window is: what it holds back, when, and why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="System">The system all of whose alerts it holds back, as far as the matchers let it; null for matchers alone.</param>
/// <param name="Matchers">Matchers beside the system's own claim; perhaps none.</param>
/// <param name="Times">When it runs.</param>
/// <param name="Comment">Why.</param>
public sealed record WindowPlan(string Name, string? System, ImmutableArray<Matcher> Matchers, WindowTimes Times, string Comment)
{
    /// <summary>The ticket it belongs to; null for none.</summary>
    public string? Ticket { get; init; }
}

/// <summary>A maintenance window: alerts that are held back at times that are known before.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Plan">What it is.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="MadeAt">When.</param>
public sealed record MaintenanceWindow(string Id, WindowPlan Plan, WindowPerson MadeBy, DateTimeOffset MadeAt)
{
    /// <summary>Grows with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Who changed it last.</summary>
    public WindowPerson ChangedBy { get; init; } = MadeBy;

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset ChangedAt { get; init; } = MadeAt;

    /// <summary>Whether it runs at its times; one that is switched off is kept and does not.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>When somebody deleted it; null while nobody did.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Why it can't be read any more, so that it can't run; null when it can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What stands in the comment of a silence that is one of its occurrences.</summary>
    /// <param name="start">The occurrence's begin.</param>
    public string Mark(DateTimeOffset start) => Mark(Id, start);

    /// <summary>What stands in the comment of a silence that is an occurrence of a window.</summary>
    /// <param name="id">The window's id.</param>
    /// <param name="start">The occurrence's begin.</param>
    public static string Mark(string id, DateTimeOffset start) => $"(window {id}, {start.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC)";
}

/// <summary>How far an occurrence went.</summary>
public enum WindowRunState
{
    /// <summary>A person said beforehand that it is left out.</summary>
    Skipped,

    /// <summary>It is to be set up.</summary>
    Intended,

    /// <summary>Its silence is at an Alertmanager.</summary>
    Set,

    /// <summary>It ends early: its silence is to be ended.</summary>
    Ending,

    /// <summary>It ended early.</summary>
    Ended,

    /// <summary>It ended in its time.</summary>
    Over,

    /// <summary>It is over, and was never set up.</summary>
    Missed,
}

/// <summary>The silence of an occurrence at an Alertmanager.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Wrote">What was written: another wish is written anew.</param>
public sealed record HeldSilence(string Id, string Wrote);

/// <summary>An occurrence that something was done about.</summary>
/// <param name="Window">The window's id.</param>
/// <param name="Start">Begin.</param>
/// <param name="End">End.</param>
/// <param name="State">How far it went.</param>
public sealed record WindowRun(string Window, DateTimeOffset Start, DateTimeOffset End, WindowRunState State)
{
    /// <summary>Grows with every change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Its silences, by Alertmanager.</summary>
    public ImmutableSortedDictionary<string, HeldSilence> Silences { get; init; } = ImmutableSortedDictionary<string, HeldSilence>.Empty;

    /// <summary>Why it could not be set up, or not everywhere, or not be ended; null when nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Since when something is wrong.</summary>
    public DateTimeOffset? ProblemSince { get; init; }

    /// <summary>Why it ended as it did, in a few words; null where its state tells enough.</summary>
    public string? Says { get; init; }

    /// <summary>When it ended, where that was early; null where its end is when it was to end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The name of the window at that time.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>How many alerts fitted it when it was set up; null when that was not known.</summary>
    public int? Matched { get; init; }

    /// <summary>Whether something is still to be done about it.</summary>
    public bool IsOpen => State is WindowRunState.Intended or WindowRunState.Set or WindowRunState.Ending;
}
