using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// What a watch knows, and who reads it. One writer; each reader has a queue of its own, so that a slow one holds nobody up, and what a
/// reader gets first and what comes after it are taken under one lock, so that no change falls between or comes twice.
/// </summary>
internal sealed class InformerFeed<T>(TimeProvider clock)
    where T : class, IClusterObject
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Namespace, string Name), T> objects = new(ObjectOrder.Instance);
    private readonly List<InformerReader<T>> readers = [];
    private bool listed;
    private string? notServed;
    private string? failure;
    private DateTimeOffset heardAt;
    private long heard = clock.GetTimestamp();

    /// <summary>How long nothing was heard.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Volatile.Read(ref heard));

    /// <summary>Guards the queues of the readers, too.</summary>
    public Lock Gate => gate;

    public InformerReader<T> Enter()
    {
        var reader = new InformerReader<T>(this);
        lock (gate)
        {
            readers.Add(reader);
            if (Present is { } present)
            {
                reader.Tell(present);
            }

            if (failure is { } words)
            {
                reader.Fail(words);
            }
        }

        return reader;
    }

    public void Leave(InformerReader<T> reader)
    {
        lock (gate)
        {
            readers.Remove(reader);
        }
    }

    /// <summary>Replaced, never merged: what left the list must leave the screen.</summary>
    public void Listed(IEnumerable<T> items) => Tell(at =>
    {
        objects.Clear();
        foreach (var item in items)
        {
            objects[Key(item)] = item;
        }

        (listed, notServed) = (true, null);
        return Snapshot(at);
    });

    public void Put(T item) => Tell(at =>
    {
        objects[Key(item)] = item;
        return new ClusterChange<T>.Put(item, at);
    });

    public void Gone(T item) => Tell(at =>
    {
        objects.Remove(Key(item));
        return new ClusterChange<T>.Gone(item, at);
    });

    public void Confirmed() => Tell(at => new ClusterChange<T>.Confirmed(at));

    public void NotServed(string what) => Tell(at =>
    {
        objects.Clear();
        (listed, notServed) = (false, what);
        return new ClusterChange<T>.NotServed(what, at);
    });

    /// <summary>The watch is broken; what is known stays.</summary>
    public void Broke(string words)
    {
        lock (gate)
        {
            failure = words;
            readers.ForEach(reader => reader.Fail(words));
        }
    }

    /// <summary>Nothing will come any more.</summary>
    /// <param name="defect">Why; null when it was meant.</param>
    public void End(Exception? defect)
    {
        lock (gate)
        {
            readers.ForEach(reader => reader.End(defect));
        }
    }

    /// <summary>What there is for one who has seen nothing; null before the first list. To be called under the gate.</summary>
    public ClusterChange<T>? Present => notServed is { } what ? new ClusterChange<T>.NotServed(what, heardAt) : listed ? Snapshot(heardAt) : null;

    private ClusterChange<T>.Listed Snapshot(DateTimeOffset at) => new([.. objects.Values], at);

    private void Tell(Func<DateTimeOffset, ClusterChange<T>> change)
    {
        lock (gate)
        {
            (heardAt, failure) = (clock.GetUtcNow(), null);
            Volatile.Write(ref heard, clock.GetTimestamp());
            var told = change(heardAt);
            readers.ForEach(reader => reader.Tell(told));
        }
    }

    private static (string Namespace, string Name) Key(T item) => (item.Id.Namespace, item.Id.Name);

    private sealed class ObjectOrder : IComparer<(string Namespace, string Name)>
    {
        public static ObjectOrder Instance { get; } = new();

        public int Compare((string Namespace, string Name) x, (string Namespace, string Name) y) =>
            string.CompareOrdinal(x.Namespace, y.Namespace) is not 0 and var order ? order : string.CompareOrdinal(x.Name, y.Name);
    }
}
