namespace OpsConsole.Slo;

/// <summary>What was counted over one window. Only the ratio of the two matters: rates, counts and sums of rates serve alike.</summary>
/// <param name="Window">The window.</param>
/// <param name="Bad">Bad events; null for no data.</param>
/// <param name="Total">All events; null for no data, 0 (or NaN, which is 0/0) for no traffic.</param>
public readonly record struct WindowReading(TimeSpan Window, double? Bad, double? Total)
{
    /// <summary>A reading that was taken as good events of all.</summary>
    /// <param name="window">The window.</param>
    /// <param name="good">Good events; null for no data.</param>
    /// <param name="total">All events; null for no data.</param>
    public static WindowReading OfGood(TimeSpan window, double? good, double? total) => new(window, total - good, total);
}
