namespace OpsConsole.Workloads;

/// <summary>What one watch has told so far, and whether it still does. Not safe for threads: the desk holds the lock.</summary>
internal abstract class Shelf
{
    /// <summary>Whether the cluster has told its content at least once.</summary>
    public bool Told { get; private protected set; }

    /// <summary>Why the watch is broken now; null while it works.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the cluster does not serve; null when it does.</summary>
    public string? NotServed { get; private protected set; }

    /// <summary>Grows with each change of the content or of the watch's health.</summary>
    public long Version { get; private protected set; }

    /// <summary>Whether the content is that of now.</summary>
    public bool IsLive => Told && Problem is null;

    /// <summary>Why the content is not that of now; null when it is.</summary>
    public string? Blindness => Problem ?? (Told ? null : "waiting for the cluster's first answer");

    /// <summary>The watch broke: what was told stays.</summary>
    /// <param name="why">Why, in a sentence.</param>
    public void Broke(string why)
    {
        Version += Problem == why ? 0 : 1;
        Problem = why;
    }

    private protected void Works()
    {
        Version += Problem is null ? 0 : 1;
        Problem = null;
    }
}

/// <summary>The objects of one kind in one namespace (or cluster), kept as a watch tells them.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="replaced">Told of each object that came (no before), changed, or went (no after), and when.</param>
internal sealed class Shelf<T>(Action<T?, T?, DateTimeOffset>? replaced = null) : Shelf
    where T : class, IClusterObject
{
    private readonly SortedDictionary<string, T> objects = new(StringComparer.Ordinal);

    /// <summary>All objects, by name.</summary>
    public IReadOnlyCollection<T> Objects => objects.Values;

    /// <summary>An object by its name; null when there is none.</summary>
    /// <param name="name">The name.</param>
    public T? Find(string name) => objects.GetValueOrDefault(name);

    /// <summary>Takes what the watch tells.</summary>
    /// <param name="change">The change.</param>
    public void Apply(ClusterChange<T> change)
    {
        Works();
        switch (change)
        {
            case ClusterChange<T>.Listed listed:
                Replace(listed);
                break;
            case ClusterChange<T>.Put put:
                Put(put.Item, put.At);
                break;
            case ClusterChange<T>.Gone gone:
                Remove(gone.Item.Id.Name, gone.At);
                break;
            case ClusterChange<T>.NotServed not:
                Forget(not.At);
                Version += NotServed == not.What ? 0 : 1;
                (NotServed, Told) = (not.What, true);
                break;
        }
    }

    /// <summary>Forgets all: nobody needs it any more.</summary>
    /// <param name="at">When.</param>
    public void Forget(DateTimeOffset at)
    {
        foreach (var name in objects.Keys.ToArray())
        {
            Remove(name, at);
        }
    }

    private void Replace(ClusterChange<T>.Listed listed)
    {
        Version += Told && NotServed is null ? 0 : 1;
        (Told, NotServed) = (true, null);
        var present = listed.Objects.Select(item => item.Id.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in objects.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            Remove(name, listed.At);
        }

        foreach (var item in listed.Objects)
        {
            Put(item, listed.At);
        }
    }

    private void Put(T item, DateTimeOffset at)
    {
        // A new list after a broken watch holds mostly what we have: keeping the old object spares all that was made of it.
        if (objects.GetValueOrDefault(item.Id.Name) is not { } before)
        {
            Set(null, item, at);
        }
        else if (before.Id.Uid != item.Id.Uid || before.Id.ResourceVersion != item.Id.ResourceVersion || item.Id.ResourceVersion.Length == 0)
        {
            Set(before, item, at);
        }
    }

    private void Set(T? before, T item, DateTimeOffset at)
    {
        objects[item.Id.Name] = item;
        Version++;
        replaced?.Invoke(before, item, at);
    }

    private void Remove(string name, DateTimeOffset at)
    {
        if (objects.Remove(name, out var before))
        {
            Version++;
            replaced?.Invoke(before, null, at);
        }
    }
}
