using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Queues;

/// <summary>How full is too full.</summary>
public static class QueueLevel
{
    /// <summary>Judges by the profile's limits. Without a figure that a limit needs the level is unknown, unless another limit is reached.</summary>
    /// <param name="profile">The limits.</param>
    /// <param name="depth">How much is in it; null for no data.</param>
    /// <param name="capacity">How much fits; null for no data, 0 where the system sets no limit.</param>
    /// <param name="oldest">The age of the oldest; null for no data.</param>
    public static Severity Judge(QueueProfile profile, double? depth, double? capacity, TimeSpan? oldest)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var used = profile.Capacity is null ? depth : capacity is > 0 ? depth / capacity : null;
        return (used >= profile.Critical, used >= profile.Warn || oldest >= profile.OldestWarn, used) switch
        {
            (true, _, _) => Severity.Critical,
            (_, true, _) => Severity.Warning,
            (_, _, null) => Severity.Unknown,
            _ => Severity.Info,
        };
    }
}
