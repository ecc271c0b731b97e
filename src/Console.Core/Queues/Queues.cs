using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Queues;

/// <summary>Where a queue is going.</summary>
public enum DrainOutlook
{
    /// <summary>Empty.</summary>
    Empty,

    /// <summary>More goes out than comes in: it clears within the band.</summary>
    Clears,

    /// <summary>As much goes out as comes in.</summary>
    Steady,

    /// <summary>More comes in than goes out: it will not drain.</summary>
    Growing,

    /// <summary>Something is in it and nothing goes out.</summary>
    Stalled,

    /// <summary>The rates are not known, or fit too badly for a forecast.</summary>
    Silent,
}

/// <summary>A forecast of a queue: a band, not a point.</summary>
/// <param name="Outlook">Where it is going.</param>
/// <param name="Earliest">The earliest time to empty, when it clears.</param>
/// <param name="Latest">The latest time to empty, when it clears.</param>
/// <param name="NetPerSecond">Arrivals minus completions; null when not known.</param>
/// <param name="Because">What the forecast rests on, in a sentence.</param>
public sealed record DrainForecast(DrainOutlook Outlook, TimeSpan? Earliest, TimeSpan? Latest, double? NetPerSecond, string Because)
{
    /// <summary>The band in which the depth should go on; null where nothing is foretold.</summary>
    public DrainCourse? Course { get; init; }
}

/// <summary>A queue, or another thing that fills up, now.</summary>
public sealed record QueueStatus
{
    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>Its profile.</summary>
    public required QueueProfile Profile { get; init; }

    /// <summary>How much is in it; null for no data.</summary>
    public double? Depth { get; init; }

    /// <summary>How much fits; null when it has no end or is not known.</summary>
    public double? Capacity { get; init; }

    /// <summary>The share that is used, 0 to 1; null without a capacity.</summary>
    public double? Share => Depth is { } depth && Capacity is > 0 and var capacity ? depth / capacity : null;

    /// <summary>The age of the oldest.</summary>
    public TimeSpan? Oldest { get; init; }

    /// <summary>Arrivals per second.</summary>
    public double? InRate { get; init; }

    /// <summary>Completions per second.</summary>
    public double? OutRate { get; init; }

    /// <summary>Workers alive.</summary>
    public double? Workers { get; init; }

    /// <summary>Items that hang.</summary>
    public double? Stuck { get; init; }

    /// <summary>How much each living worker has before it; null when either is not known or nobody works.</summary>
    public double? BacklogPerWorker => Depth is { } depth && Workers is > 0 and var workers ? depth / workers : null;

    /// <summary>Info when fine; Warning or Critical by the profile's limits; Unknown for no data.</summary>
    public required Severity Level { get; init; }

    /// <summary>Where it is going.</summary>
    public required DrainForecast Forecast { get; init; }

    /// <summary>Its depth over the last hours.</summary>
    public ImmutableArray<Point> History { get; init; } = [];

    /// <summary>How the forecasts of the last hour held; null where none is made or nothing is known of before.</summary>
    public BackTest? BackTest { get; init; }

    /// <summary>Why there is no data; null otherwise.</summary>
    public string? Problem { get; init; }
}

/// <summary>All queues.</summary>
/// <param name="Queues">One entry a queue, in the profiles' order.</param>
public sealed record QueueBoard(ImmutableArray<QueueStatus> Queues)
{
    /// <summary>The queues of a system.</summary>
    /// <param name="system">The system's id.</param>
    public IEnumerable<QueueStatus> Of(string system) => Queues.Where(queue => queue.System == system);

    /// <summary>One queue; null when there is none of this name.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="name">The queue's name.</param>
    public QueueStatus? Find(string system, string name) => Queues.FirstOrDefault(queue => queue.System == system && queue.Profile.Name == name);
}
