using System.Collections.Concurrent;

namespace OpsConsole.Remediation;

/// <summary>Answers that are kept for some seconds: many open dialogs ask the same again and again.</summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="lasts">How long.</param>
/// <param name="clock">The time.</param>
internal sealed class ShortMemory<T>(TimeSpan lasts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (T Value, long At)> kept = new(StringComparer.Ordinal);

    /// <summary>What was answered lately, or what is answered now. A failure is not kept. Two who ask at once may both ask: that is harmless.</summary>
    /// <param name="key">What is asked.</param>
    /// <param name="anew">Whether to ask in any case.</param>
    /// <param name="ask">Asks.</param>
    public async Task<T> GetAsync(string key, bool anew, Func<Task<T>> ask)
    {
        if (!anew && kept.TryGetValue(key, out var known) && clock.GetElapsedTime(known.At) < lasts)
        {
            return known.Value;
        }

        var value = await ask().ConfigureAwait(false);
        foreach (var old in kept.Where(it => clock.GetElapsedTime(it.Value.At) >= lasts))
        {
            kept.TryRemove(old);
        }

        kept[key] = (value, clock.GetTimestamp());
        return value;
    }
}
