namespace OpsConsole.Audit;

/// <summary>What can be wrong with the record.</summary>
public enum AuditFault
{
    /// <summary>The body is not what the hash was made of.</summary>
    Changed,

    /// <summary>An entry is not there.</summary>
    Missing,

    /// <summary>A true entry stands in another's place.</summary>
    Reordered,

    /// <summary>An entry stands where none belongs.</summary>
    Inserted,

    /// <summary>It does not continue the entry before it.</summary>
    Discontinued,

    /// <summary>Its hash was made with a key that was not due.</summary>
    OtherKey,

    /// <summary>Its hash names a key that the key file does not hold.</summary>
    UnknownKey,

    /// <summary>The columns beside the body say something else than the body.</summary>
    ColumnsDiffer,

    /// <summary>The end is gone: an anchor knows of later entries.</summary>
    CutOff,

    /// <summary>An anchor was not made by the console.</summary>
    ForgedAnchor,

    /// <summary>A true anchor knows another entry at that place.</summary>
    AnchorDiffers,

    /// <summary>Entries are gone by a seal that no entry tells of.</summary>
    SealWithoutEntry,

    /// <summary>The seal and what it seals do not fit.</summary>
    SealDiffers,
}

/// <summary>The first thing that is wrong.</summary>
/// <param name="Fault">What it is.</param>
/// <param name="Sequence">The entry.</param>
/// <param name="What">In words.</param>
public sealed record AuditFinding(AuditFault Fault, long Sequence, string What);

/// <summary>What a verification found.</summary>
/// <param name="First">The first entry that was looked at; 0 when there is none.</param>
/// <param name="Last">The last good one.</param>
/// <param name="Entries">How many were good.</param>
/// <param name="Anchors">How many anchors were compared.</param>
/// <param name="Finding">What is wrong; null when the record is whole.</param>
public sealed record AuditVerdict(long First, long Last, long Entries, long Anchors, AuditFinding? Finding)
{
    /// <summary>Whether the record is whole.</summary>
    public bool IsWhole => Finding is null;

    /// <summary>Why the verification itself could not be put on record; null when it was.</summary>
    public Problem? NotRecorded { get; init; }

    /// <summary>A sentence for a person.</summary>
    public string Summary => Finding is { } bad
        ? $"Entry {bad.Sequence}: {bad.What} ({Entries} entries before it are good)"
        : Entries == 0 ? "The record is empty" : $"The record is whole: {Entries} entries, {First} to {Last}, {Anchors} anchors";
}

/// <summary>How far a verification is.</summary>
/// <param name="Done">Entries that were looked at.</param>
/// <param name="Total">Entries to look at.</param>
public sealed record AuditProgress(long Done, long Total);
