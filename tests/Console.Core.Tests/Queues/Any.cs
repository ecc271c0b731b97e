using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Queues;

/// <summary>Queues for tests that do not care.</summary>
internal static class Any
{
    public static QueueProfile Queue(
        string? capacity = null, double warn = 1000, double? critical = 5000, TimeSpan? oldestWarn = null, string? inRate = "in", string? outRate = "out",
        string? oldest = null) =>
        new("due", "Due work", "items", "depth", capacity, oldest, inRate, outRate, null, null, warn, critical, oldestWarn);
}
