using System.Runtime.CompilerServices;

namespace OpsConsole.Live;

/// <summary>A section of the live state that can be listed beside others.</summary>
public interface ILiveSection
{
    /// <summary>The section's name, as the hub and the health page say it.</summary>
    string Name { get; }

    /// <summary>The age from which the content is stale even without a failure.</summary>
    TimeSpan StaleAfter { get; }

    /// <summary>The current version, its age and its problem, without the content.</summary>
    Snapshot<object> Head { get; }

    /// <summary>The current version and every later one that the reader is quick enough to see; the last is never lost.</summary>
    /// <param name="cancellation">Ends the watch.</param>
    IAsyncEnumerable<Snapshot<object>> WatchHeadsAsync(CancellationToken cancellation);
}

/// <summary>One part of the live state: one writer, immutable snapshots, any number of readers that may be slow.</summary>
/// <typeparam name="T">The content.</typeparam>
/// <param name="name">The section's name.</param>
/// <param name="staleAfter">The age from which the content is stale even without a failure.</param>
/// <param name="clock">The time.</param>
public sealed class LiveSection<T>(string name, TimeSpan staleAfter, TimeProvider clock) : ILiveSection
    where T : class
{
    private Cell cell = new(new Snapshot<T>(0, null, null, "not observed yet", null));

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public TimeSpan StaleAfter => staleAfter;

    /// <summary>The newest snapshot.</summary>
    public Snapshot<T> Current => Volatile.Read(ref cell).Seen;

    /// <inheritdoc/>
    public Snapshot<object> Head => Untyped(Current);

    /// <summary>Judges the current snapshot's age.</summary>
    public Freshness Freshness => Current.FreshnessAt(clock.GetUtcNow(), staleAfter);

    /// <summary>The writer has seen new content.</summary>
    /// <param name="value">The content.</param>
    public void Observed(T value)
    {
        var now = clock.GetUtcNow();
        Advance(was => new(was.Version + 1, value, now, null, null));
    }

    /// <summary>The writer could not look: the old content stays, and is stale from now on.</summary>
    /// <param name="problem">Why, in words for a person.</param>
    public void Failed(string problem)
    {
        var now = clock.GetUtcNow();
        Advance(was => was with { Version = was.Version + 1, Problem = problem, ProblemSince = was.ProblemSince ?? now });
    }

    /// <summary>The current snapshot, then each newer one; a slow reader skips versions, the last is never lost.</summary>
    /// <param name="cancellation">Ends the watch.</param>
    public async IAsyncEnumerable<Snapshot<T>> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var here = Volatile.Read(ref cell); ; here = Volatile.Read(ref cell))
        {
            yield return here.Seen;

            // Leaving is cancelling: there is no list of subscribers that could leak or grow.
            await here.Superseded.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Snapshot<object>> WatchHeadsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var snapshot in WatchAsync(cancellation).ConfigureAwait(false))
        {
            yield return Untyped(snapshot);
        }
    }

    private static Snapshot<object> Untyped(Snapshot<T> seen) => new(seen.Version, seen.Value, seen.ObservedAt, seen.Problem, seen.ProblemSince);

    private void Advance(Func<Snapshot<T>, Snapshot<T>> next)
    {
        var was = Volatile.Read(ref cell);
        if (Interlocked.CompareExchange(ref cell, new Cell(next(was.Seen)), was) != was)
        {
            throw new InvalidOperationException($"The section {name} has two writers.");
        }

        was.Superseded.SetResult();
    }

    private sealed class Cell(Snapshot<T> seen)
    {
        public Snapshot<T> Seen { get; } = seen;

        // Readers continue on their own threads, never inside the writer.
        public TaskCompletionSource Superseded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
