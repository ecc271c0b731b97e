namespace OpsConsole.Upstream;

/// <summary>Something an upstream told that changes seldom, kept for a while.</summary>
/// <typeparam name="T">What it told.</typeparam>
internal sealed class Remembered<T>(TimeSpan lasts, TimeProvider clock)
    where T : class
{
    private Told? told;

    /// <summary>What was told lately, or what is told now. Two who ask at once may both ask: that is harmless.</summary>
    public async Task<T> GetAsync(Func<Task<T>> ask) =>
        Volatile.Read(ref told) is { } known && clock.GetElapsedTime(known.At) < lasts ? known.Value : Set(await ask().ConfigureAwait(false));

    public T Set(T value)
    {
        Volatile.Write(ref told, new Told(value, clock.GetTimestamp()));
        return value;
    }

    private sealed record Told(T Value, long At);
}
