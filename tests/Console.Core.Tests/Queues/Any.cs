using OpsConsole.Alerts;
using OpsConsole.Queues;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Queues;

/// <summary>Queues for tests that do not care.</summary>
internal static class Any
{
    public static QueueProfile Queue(
        string? capacity = null, double warn = 1000, double? critical = 5000, TimeSpan? oldestWarn = null, string? inRate = "in", string? outRate = "out",
        string? oldest = null) =>
        new("due", "Due work", "items", "depth", capacity, oldest, inRate, outRate, null, null, warn, critical, oldestWarn);

    /// <summary>A queue that grows, with so many workers and these rates.</summary>
    public static QueueStatus Growing(double? workers, double? comes, double? goes, string? servedBy = null) => new()
    {
        System = "fleet",
        Profile = Queue() with { ServedBy = servedBy },
        Depth = 600,
        InRate = comes,
        OutRate = goes,
        Workers = workers,
        Level = Severity.Warning,
        Forecast = new DrainForecast(DrainOutlook.Growing, null, null, comes - goes, "it grows"),
    };
}
