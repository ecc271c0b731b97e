namespace OpsConsole.Panels;

/// <summary>How long an answer is good for others, and how heavy it is to keep.</summary>
/// <param name="For">How long.</param>
/// <param name="Weight">Its size, in any measure.</param>
internal readonly record struct Keep(TimeSpan For, long Weight);

/// <summary>
/// Answers that many may want at once: whoever asks first makes the others wait for the same answer, and it is kept a while. A question that nobody waits for any
/// more is cancelled; one that failed is asked anew by the next.
/// </summary>
/// <typeparam name="TKey">The question.</typeparam>
/// <typeparam name="TAnswer">The answer; never changed afterwards.</typeparam>
/// <param name="clock">The time.</param>
/// <param name="most">How heavy all that is kept may be together; what was not wanted for longest goes first.</param>
internal sealed class SharedAnswers<TKey, TAnswer>(TimeProvider clock, long most)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];
    private long weight;

    /// <summary>How many answers are kept or waited for.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Gives the answer.</summary>
    /// <param name="key">The question.</param>
    /// <param name="ask">Asks it; cancelled once nobody waits.</param>
    /// <param name="keep">How long the answer is kept.</param>
    /// <param name="cancellation">Ends this wait, not that of others.</param>
    public async Task<TAnswer> GetAsync(TKey key, Func<CancellationToken, Task<TAnswer>> ask, Func<TAnswer, Keep> keep, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var entry = Enter(key, ask, keep);
        try
        {
            return await entry.Answer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, entry);
        }
    }

    private Entry Enter(TKey key, Func<CancellationToken, Task<TAnswer>> ask, Func<TAnswer, Keep> keep)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (entries.TryGetValue(key, out var entry) && entry.Until > now)
            {
                (entry.Waiting, entry.Wanted) = (entry.Waiting + 1, now);
                return entry;
            }

            Drop(key);
            entry = new Entry { Waiting = 1, Wanted = now };
            entries[key] = entry;
            entry.Answer = Task.Run(() => AskAsync(key, entry, ask, keep));
            return entry;
        }
    }

    private void Leave(TKey key, Entry entry)
    {
        lock (gate)
        {
            entry.Waiting--;
            if (entry.Waiting > 0 || entry.IsAnswered)
            {
                return;
            }

            if (entries.TryGetValue(key, out var there) && there == entry)
            {
                entries.Remove(key);
            }
        }

        entry.Nobody.Cancel();
    }

    private async Task<TAnswer> AskAsync(TKey key, Entry entry, Func<CancellationToken, Task<TAnswer>> ask, Func<TAnswer, Keep> keep)
    {
        try
        {
            var answer = await ask(entry.Nobody.Token).ConfigureAwait(false);
            var its = keep(answer);
            lock (gate)
            {
                (entry.IsAnswered, entry.Until, entry.Weight) = (true, clock.GetUtcNow() + its.For, its.Weight);
                if (entries.TryGetValue(key, out var there) && there == entry)
                {
                    weight += its.Weight;
                    MakeRoom();
                }
            }

            return answer;
        }
        catch
        {
            lock (gate)
            {
                entry.IsAnswered = true;
                if (entries.TryGetValue(key, out var there) && there == entry)
                {
                    entries.Remove(key);
                }
            }

            throw;
        }
    }

    private void MakeRoom()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, _) in entries.Where(it => it.Value.IsAnswered && it.Value.Until <= now).ToList())
        {
            Drop(key);
        }

        foreach (var (key, _) in entries.Where(it => it.Value.IsAnswered).OrderBy(it => it.Value.Wanted).ToList())
        {
            if (weight <= most)
            {
                return;
            }

            Drop(key);
        }
    }

    private void Drop(TKey key)
    {
        if (entries.Remove(key, out var entry))
        {
            weight -= entry.Weight;
        }
    }

    private sealed class Entry
    {
        public Task<TAnswer> Answer { get; set; } = null!;

        public CancellationTokenSource Nobody { get; } = new();

        public int Waiting { get; set; }

        public bool IsAnswered { get; set; }

        public DateTimeOffset Until { get; set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset Wanted { get; set; }

        public long Weight { get; set; }
    }
}
