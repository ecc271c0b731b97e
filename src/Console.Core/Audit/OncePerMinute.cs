using System.Collections.Concurrent;

namespace OpsConsole.Audit;

/// <summary>Lets the first of equal refusals in a minute on the record: a flood of requests must not become a flood of entries.</summary>
/// <param name="clock">The time.</param>
public sealed class OncePerMinute(TimeProvider clock)
{
    private const int Most = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string What, string Whose), DateTimeOffset> last = new();
    private long sweptAt;

    /// <summary>Whether it is the first of its kind within the minute. Of several at once, one is told yes.</summary>
    /// <param name="what">What was refused: one of a few words of our own.</param>
    /// <param name="whose">Who was refused, or from where: a stranger may make these up.</param>
    public bool IsFirst(string what, string whose)
    {
        var (now, key) = (clock.GetUtcNow(), (what, whose));
        if (last.Count >= Most)
        {
            ForgetOld(now);

            // So many at once are one affair.
            key = last.Count >= Most && !last.ContainsKey(key) ? (what, "many") : key;
        }

        while (last.TryGetValue(key, out var was))
        {
            if (now - was < Pause)
            {
                return false;
            }

            if (last.TryUpdate(key, now, was))
            {
                return true;
            }
        }

        return last.TryAdd(key, now);
    }

    // A flood is what fills the memory: looking through it at each request would help the flood.
    private void ForgetOld(DateTimeOffset now)
    {
        var before = Volatile.Read(ref sweptAt);
        var isDone = now.UtcTicks - before is >= 0 and < TimeSpan.TicksPerSecond;
        if (isDone || Interlocked.CompareExchange(ref sweptAt, now.UtcTicks, before) != before)
        {
            return;
        }

        foreach (var old in last.Where(one => now - one.Value >= Pause))
        {
            last.TryRemove(old);
        }
    }
}
