namespace OpsConsole.Silences;

/// <summary>What is to be done with a silence that lasts until its alerts are over.</summary>
/// <param name="NewEnd">The end to write; null: none.</param>
/// <param name="IsOver">Whether it is to be ended.</param>
/// <param name="QuietSince">Since when no alert that it fits fires; null while one does, or nobody can tell.</param>
internal sealed record KeepDecision(DateTimeOffset? NewEnd, bool IsOver, DateTimeOffset? QuietSince);

/// <summary>
/// When the end of a silence is moved that lasts until its alerts are over. Seldom, and always the same silence: whoever makes a short one again and again
/// leaves a heap of expired ones behind. The end lies between a quarter and half an hour ahead, so that alerts notify soon where the console itself is gone.
/// </summary>
internal static class SilenceKeeping
{
    /// <summary>How long it stays after the last alert is over.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LeastStep = TimeSpan.FromMinutes(10);

    // One that is about to run out in the middle of the quiet time is moved a little before.
    private static readonly TimeSpan Brink = TimeSpan.FromMinutes(5);

    /// <summary>The end that it is made with.</summary>
    /// <param name="begin">Its begin.</param>
    /// <param name="latest">Its end at the latest.</param>
    public static DateTimeOffset FirstEnd(DateTimeOffset begin, DateTimeOffset latest) => Earlier(begin + Ahead, latest);

    /// <summary>Decides.</summary>
    /// <param name="now">The time.</param>
    /// <param name="end">The end as it is.</param>
    /// <param name="latest">The end at the latest.</param>
    /// <param name="isFiring">Whether an alert that it fits fires; null: nobody can tell, and it is kept.</param>
    /// <param name="quietSince">Since when none does, as far as was known.</param>
    public static KeepDecision Decide(DateTimeOffset now, DateTimeOffset end, DateTimeOffset latest, bool? isFiring, DateTimeOffset? quietSince)
    {
        if (isFiring is not false)
        {
            return new(end - now < Quiet && end < latest ? Earlier(now + Ahead, latest) : null, false, isFiring is null ? quietSince : null);
        }

        var since = quietSince ?? now;
        var over = since + Quiet;
        return now >= over ? new(null, true, since)
            : end < over && end < latest && end - now < Brink ? new(Earlier(Later(over, end + LeastStep), latest), false, since)
            : new(null, false, since);
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
