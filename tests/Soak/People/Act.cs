namespace OpsConsole.Soak.People;

/// <summary>What was answered to somebody who acted.</summary>
internal enum ActAnswer
{
    /// <summary>It was done: it must be on record exactly once.</summary>
    Done,

    /// <summary>It was refused for a reason that the person can read (4xx): there must be no record of it.</summary>
    Refused,

    /// <summary>Somebody else was acting on the same target: it is on record that it was asked for, once, and that it did not begin.</summary>
    NotBegun,

    /// <summary>The store or an upstream did not answer the console (503): at most one record, should the commit's own answer have been lost.</summary>
    Away,

    /// <summary>No answer came, because the console was killed or hung: at most one record.</summary>
    Unknown,
}

/// <summary>The kinds of acts, each with a record of its own form.</summary>
internal enum ActKind
{
    /// <summary>An incident was opened.</summary>
    IncidentOpen,

    /// <summary>A note was written on an incident.</summary>
    IncidentNote,

    /// <summary>An incident was closed.</summary>
    IncidentClose,

    /// <summary>An alert was acknowledged.</summary>
    Acknowledge,

    /// <summary>A note was written on a walkthrough.</summary>
    WalkNote,

    /// <summary>A walkthrough was ended.</summary>
    WalkEnd,

    /// <summary>A maintenance window was made.</summary>
    WindowMake,

    /// <summary>A guarded action was confirmed.</summary>
    Action,
}

/// <summary>Something that a person did, and what they were answered.</summary>
/// <param name="Kind">What.</param>
/// <param name="Person">Who.</param>
/// <param name="Mark">The word that it is found by again: in no other act's text.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Status">The status; 0 when no answer came.</param>
/// <param name="Says">The answer in words, cut.</param>
internal sealed record Act(ActKind Kind, string Person, string Mark, ActAnswer Answer, int Status, string Says);
