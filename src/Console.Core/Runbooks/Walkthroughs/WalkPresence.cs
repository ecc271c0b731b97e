using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OpsConsole.Access;

namespace OpsConsole.Runbooks;

/// <summary>Who has which walkthrough open, on this replica and on the others. A replica that is silent has nobody any more.</summary>
/// <param name="clock">The time.</param>
public sealed class WalkPresence(TimeProvider clock)
{
    /// <summary>How long another replica's people count as there without a sign.</summary>
    internal static readonly TimeSpan Silent = TimeSpan.FromSeconds(8);

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Walker>> here = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Replica, string Walk), (ImmutableArray<Walker> People, DateTimeOffset At)> elsewhere = [];
    private readonly HashSet<string> untold = new(StringComparer.Ordinal);
    private Cell cell = new(ImmutableDictionary<string, ImmutableArray<Walker>>.Empty);

    /// <summary>Called when somebody here came or went: the others must hear it.</summary>
    internal Action? MustTell { get; set; }

    /// <summary>Somebody opens a walkthrough; disposing of it says that they left. Somebody with several pages open is there once.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="person">Who.</param>
    public IDisposable Enter(string id, Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var walker = new Walker(person.Subject, person.Name);
        Change(id, () =>
        {
            if (!here.TryGetValue(id, out var people))
            {
                here[id] = people = [];
            }

            people.Add(walker);
        });
        return new Seat(() => Change(id, () =>
        {
            if (here.TryGetValue(id, out var people) && people.Remove(walker) && people.Count == 0)
            {
                here.Remove(id);
            }
        }));
    }

    /// <summary>Who has a walkthrough open now, by name.</summary>
    /// <param name="id">The walkthrough.</param>
    public ImmutableArray<Walker> People(string id) => Volatile.Read(ref cell).People.TryGetValue(id, out var people) ? people : [];

    /// <summary>Who has a walkthrough open, now and each time that it changes; a slow reader skips what is over, the last is never lost.</summary>
    /// <param name="id">The walkthrough.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<ImmutableArray<Walker>> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ImmutableArray<Walker>? told = null;
        await foreach (var all in FollowAllAsync(cancellation).ConfigureAwait(false))
        {
            var people = all.TryGetValue(id, out var there) ? there : [];
            if (told is not { } last || !last.SequenceEqual(people))
            {
                told = people;
                yield return people;
            }
        }
    }

    /// <summary>Everybody, now and each time that it changes.</summary>
    internal async IAsyncEnumerable<ImmutableDictionary<string, ImmutableArray<Walker>>> FollowAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var now = Volatile.Read(ref cell); ; now = Volatile.Read(ref cell))
        {
            yield return now.People;
            await now.Superseded.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What the others must hear: who is here, and which walkthroughs everybody here left since the last time.</summary>
    internal ImmutableDictionary<string, ImmutableArray<Walker>> ToTell()
    {
        lock (gate)
        {
            var all = here.ToImmutableDictionary(one => one.Key, one => Once(one.Value), StringComparer.Ordinal)
                .AddRange(untold.Where(id => !here.ContainsKey(id)).Select(id => KeyValuePair.Create(id, ImmutableArray<Walker>.Empty)));
            untold.Clear();
            return all;
        }
    }

    /// <summary>They could not be told: the next time they are.</summary>
    internal void NotTold(IEnumerable<string> ids)
    {
        lock (gate)
        {
            untold.UnionWith(ids);
        }
    }

    /// <summary>Another replica says who is there.</summary>
    internal void Heard(string replica, string id, ImmutableArray<Walker> people)
    {
        lock (gate)
        {
            if (people.IsEmpty)
            {
                elsewhere.Remove((replica, id));
            }
            else
            {
                elsewhere[(replica, id)] = (people, clock.GetUtcNow());
            }

            Show(id);
        }
    }

    /// <summary>Forgets the people of replicas that are silent.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            var before = clock.GetUtcNow() - Silent;
            foreach (var (key, _) in elsewhere.Where(one => one.Value.At <= before).ToList())
            {
                elsewhere.Remove(key);
                Show(key.Walk);
            }
        }
    }

    private void Change(string id, Action change)
    {
        lock (gate)
        {
            change();
            untold.Add(id);
            Show(id);
        }

        MustTell?.Invoke();
    }

    private void Show(string id)
    {
        var was = Volatile.Read(ref cell);
        var people = Once([.. here.GetValueOrDefault(id) ?? [], .. elsewhere.Where(one => one.Key.Walk == id).SelectMany(one => one.Value.People)]);
        if (was.People.TryGetValue(id, out var before) ? before.SequenceEqual(people) : people.IsEmpty)
        {
            return;
        }

        Volatile.Write(ref cell, new Cell(people.IsEmpty ? was.People.Remove(id) : was.People.SetItem(id, people)));
        was.Superseded.SetResult();
    }

    private static ImmutableArray<Walker> Once(IEnumerable<Walker> people) =>
        [.. people.DistinctBy(person => person.Subject).OrderBy(person => person.Name, StringComparer.Ordinal).ThenBy(person => person.Subject, StringComparer.Ordinal)];

    private sealed class Cell(ImmutableDictionary<string, ImmutableArray<Walker>> people)
    {
        public ImmutableDictionary<string, ImmutableArray<Walker>> People => people;

        // Readers continue on their own threads, never inside the lock.
        public TaskCompletionSource Superseded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Seat(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
