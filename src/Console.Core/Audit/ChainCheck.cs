using System.Collections.Immutable;

namespace OpsConsole.Audit;

/// <summary>Walks along a chain, one entry at a time, and says what is wrong with the first bad one. It remembers the last entry only.</summary>
/// <param name="keys">The keys that are known.</param>
internal sealed class ChainCheck(ImmutableArray<AuditKey> keys)
{
    private readonly ImmutableDictionary<string, AuditKey> byId = keys.ToImmutableDictionary(key => key.Id);
    private readonly Dictionary<long, string> known = [];
    private readonly Dictionary<long, SealNote> seals = [];
    private string? previousHash = string.Empty;
    private string? keyId;

    /// <summary>The place that comes next.</summary>
    public long Expected { get; private set; } = 1;

    /// <summary>The first entry; 0: none yet.</summary>
    public long First { get; private set; }

    /// <summary>How many are good; what a file and the table both hold counts once.</summary>
    public long Count => First == 0 ? 0 : Expected - First;

    /// <summary>The hash of the last; null when it is not known.</summary>
    public string? LastHash => previousHash;

    /// <summary>What seals the walk came by, by the last entry they seal.</summary>
    public IReadOnlyDictionary<long, SealNote> Seals => seals;

    /// <summary>Begins behind an entry that is not there any more.</summary>
    public void BeginAfter(long sequence, string hash) => (Expected, previousHash, keyId) = (sequence + 1, hash, null);

    /// <summary>Begins at an entry; what was before it is not known.</summary>
    public void BeginAt(long sequence) => (Expected, previousHash, keyId) = (sequence, sequence == 1 ? string.Empty : null, null);

    /// <summary>Another witness knows the hash at a place: the walk compares it when it comes by.</summary>
    public void Expect(long sequence, string hash) => known[sequence] = hash;

    /// <summary>Looks at the next entry.</summary>
    /// <param name="body">Its canonical text.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="row">The table's row; null in a file.</param>
    /// <returns>What is wrong; null when it is good.</returns>
    public AuditFinding? Next(string body, string hash, AuditRow? row)
    {
        var entry = AuditBody.Read(body, hash);
        if (Misplaced(row?.Sequence ?? entry?.Sequence) is { } misplaced)
        {
            return misplaced;
        }

        if (entry is null)
        {
            return Bad(AuditFault.Changed, "its body is no entry");
        }

        if (Forged(entry, body, hash) is { } forged)
        {
            return forged;
        }

        if (entry.Sequence != Expected)
        {
            return Bad(AuditFault.Reordered, $"entry {entry.Sequence} was put in its place");
        }

        if (previousHash is not null && entry.PreviousHash != previousHash)
        {
            return Bad(AuditFault.Discontinued, "it does not continue the entry before it: one of the two was exchanged for a true entry of another chain");
        }

        if (keyId is not null && entry.KeyId != keyId)
        {
            return Bad(AuditFault.OtherKey, $"its hash was made with key {entry.KeyId}, and key {keyId} was due: no rotation announced the change");
        }

        if (row is not null && AuditRow.Of(entry, body) is var due && due != row)
        {
            return Bad(AuditFault.ColumnsDiffer, $"the columns beside its body were changed: {string.Join(", ", Differences(due, row))}");
        }

        return known.TryGetValue(Expected, out var witnessed) && witnessed != hash
            ? Bad(AuditFault.SealDiffers, "a seal or an exported file has another hash for it")
            : Accept(entry);
    }

    private AuditFinding? Misplaced(long? sequence) => sequence switch
    {
        { } later when later > Expected => Bad(AuditFault.Missing, later == Expected + 1 ? "it is missing" : $"it is missing, and so is all up to entry {later - 1}"),
        { } earlier when earlier < Expected => new AuditFinding(AuditFault.Inserted, earlier, $"it stands where entry {Expected} belongs: it was inserted or is there twice"),
        _ => null,
    };

    private AuditFinding? Forged(AuditEntry entry, string body, string hash)
    {
        if (byId.TryGetValue(entry.KeyId, out var key) && key.Made(body, hash))
        {
            return null;
        }

        if (byId.Values.FirstOrDefault(other => other != key && other.Made(body, hash)) is { } other)
        {
            return Bad(AuditFault.OtherKey, $"its hash was made with key {other.Id}, and it says key {entry.KeyId}");
        }

        return key is null
            ? Bad(AuditFault.UnknownKey, $"its hash was made with key {entry.KeyId}, which the key file does not hold")
            : Bad(AuditFault.Changed, "it was changed, or written by somebody who has no key: its hash does not fit");
    }

    private AuditFinding? Accept(AuditEntry entry)
    {
        First = First == 0 ? entry.Sequence : Math.Min(First, entry.Sequence);
        (Expected, previousHash, keyId) = (entry.Sequence + 1, entry.Hash, KeyRotation.KeyAfter(entry));
        if (SealNote.Of(entry) is { } seal)
        {
            seals[seal.Through] = seal;
        }

        return null;
    }

    private AuditFinding Bad(AuditFault fault, string what) => new(fault, Expected, what);

    private static IEnumerable<string> Differences(AuditRow due, AuditRow row)
    {
        (string, object?, object?)[] all =
        [
            ("at", due.At, row.At), ("subject", due.Subject, row.Subject), ("name", due.Name, row.Name), ("action", due.Action, row.Action), ("stage", due.Stage, row.Stage),
            ("system", due.System, row.System), ("target", due.Target, row.Target), ("correlation", due.Correlation, row.Correlation), ("key_id", due.KeyId, row.KeyId),
            ("previous_hash", due.PreviousHash, row.PreviousHash),
        ];
        return all.Where(one => !Equals(one.Item2, one.Item3)).Select(one => one.Item1);
    }
}
