namespace OpsConsole.Storage;

/// <summary>Times as they are stored: microseconds since 1970, UTC, a whole number in both databases.</summary>
public static class StoredTime
{
    /// <summary>As a number.</summary>
    /// <param name="at">The time; what is finer than a microsecond is cut off.</param>
    public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>As a time.</summary>
    /// <param name="microseconds">The stored number.</param>
    public static DateTimeOffset Read(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The time as it will be read back: without what is finer than a microsecond.</summary>
    /// <param name="at">The time.</param>
    public static DateTimeOffset Cut(DateTimeOffset at) => Read(Of(at));
}
