namespace OpsConsole.Live;

/// <summary>
/// Writes a section whose content comes from watches: only what changed is new, a failure is said once, and while nothing happens the
/// content is confirmed before it counts as stale.
/// </summary>
/// <typeparam name="T">The content.</typeparam>
/// <param name="section">Where to write.</param>
/// <param name="clock">The time.</param>
internal sealed class SectionPen<T>(LiveSection<T> section, TimeProvider clock)
    where T : class
{
    private readonly TimeSpan sayAgainAfter = section.StaleAfter / 3;
    private DateTimeOffset saidAt = DateTimeOffset.MinValue;
    private string? failure;

    /// <summary>The content was looked at just now, or its watches are open.</summary>
    /// <param name="value">The content.</param>
    /// <param name="changed">Whether it differs from what was written last.</param>
    public void Write(T value, bool changed)
    {
        var now = clock.GetUtcNow();
        if (changed || failure is not null || now - saidAt >= sayAgainAfter)
        {
            (failure, saidAt) = (null, now);
            section.Observed(value);
        }
    }

    /// <summary>Nothing of it can be read: what was known stays.</summary>
    /// <param name="why">Why, in a sentence.</param>
    public void Fail(string why)
    {
        if (failure != why)
        {
            section.Failed(failure = why);
        }
    }
}
