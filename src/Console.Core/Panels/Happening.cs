using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Panels;

/// <summary>What happened to a system.</summary>
public enum HappeningKind
{
    /// <summary>An alert fired.</summary>
    Alert,

    /// <summary>A guarded action was confirmed.</summary>
    Action,

    /// <summary>A silence held alerts back.</summary>
    Silence,

    /// <summary>A maintenance window ran.</summary>
    Maintenance,

    /// <summary>An incident went on.</summary>
    Incident,
}

/// <summary>Something that happened to a system, to stand beside its charts.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it began.</param>
/// <param name="Until">When it ended; null for a moment, and for what goes on.</param>
/// <param name="GoesOn">Whether it goes on.</param>
/// <param name="Text">It in words, some from outside: encode them.</param>
/// <param name="Id">The alert's fingerprint; the run's, the silence's, the window's or the incident's id.</param>
/// <param name="Severity">How bad an alert was; null for the others.</param>
public sealed record Happening(HappeningKind Kind, DateTimeOffset At, DateTimeOffset? Until, bool GoesOn, string Text, string Id, Severity? Severity);

/// <summary>What happened to a system in a stretch of time.</summary>
/// <param name="All">It, oldest first.</param>
/// <param name="LeftOut">How many more there were: the newest are told.</param>
/// <param name="Problem">Why some of it can't be told; null otherwise.</param>
public sealed record Happenings(ImmutableArray<Happening> All, int LeftOut, string? Problem)
{
    /// <summary>Nothing.</summary>
    public static Happenings None { get; } = new([], 0, null);
}
