namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What happened to an object, with its state before: a selector's watch needs both to tell coming from going.</summary>
internal sealed record Change(long Version, string Type, StoredObject Object, StoredObject? Before)
{
    public ResourceKind Kind => Object.Kind;
}

/// <summary>The last changes, one for each version; it forgets its oldest, so that a watch from too far back can be told so.</summary>
internal sealed class ChangeLog(int limit, long firstVersion)
{
    private readonly Change?[] ring = new Change?[limit];
    private int count;

    public long Version { get; private set; } = firstVersion;

    /// <summary>The oldest version that a watch can still begin at.</summary>
    public long Oldest => Version - count;

    public void Add(Change change)
    {
        ring[change.Version % limit] = change;
        Version = change.Version;
        count = Math.Min(count + 1, limit);
    }

    /// <summary>All changes after a version, oldest first; null when some of them are forgotten.</summary>
    public IReadOnlyList<Change>? Since(long after)
    {
        if (after < Oldest) return null;
        if (after >= Version) return [];
        var changes = new Change[Version - after];
        for (var i = 0; i < changes.Length; i++) changes[i] = ring[(after + 1 + i) % limit]!;
        return changes;
    }

    public void Forget()
    {
        Array.Clear(ring);
        count = 0;
    }
}
