using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Queues;

/// <summary>The expressions of a queue, asked together, and what their answers say.</summary>
internal static class QueueQueries
{
    /// <summary>The expressions, in the order in which <see cref="Read"/> takes the figures.</summary>
    /// <param name="profile">The queue's profile.</param>
    public static ImmutableArray<string> Of(QueueProfile profile) =>
        [.. Fields(profile).OfType<string>()];

    /// <summary>Makes the status: level and forecast included.</summary>
    /// <param name="system">The system's id.</param>
    /// <param name="profile">The queue's profile.</param>
    /// <param name="figures">The answers to <see cref="Of"/>.</param>
    /// <param name="memory">Its depths so far; this reading is added.</param>
    /// <param name="now">The time.</param>
    public static QueueStatus Read(string system, QueueProfile profile, ImmutableArray<Figure> figures, QueueMemory memory, DateTimeOffset now)
    {
        var next = 0;
        var read = Fields(profile).Select(field => field is null ? (Figure?)null : figures[next++]).ToArray();
        var depth = read[0]!.Value;
        var capacity = Number(profile.Capacity) is { } fixedCapacity ? new Figure(fixedCapacity, null, false) : read[1];
        var oldest = read[2]?.Value is { } age and >= 0 and < 1e9 ? TimeSpan.FromSeconds(age) : (TimeSpan?)null;
        if (depth.Value is { } items)
        {
            memory.Read(now, items);
        }

        return new QueueStatus
        {
            System = system,
            Profile = profile,
            Depth = depth.Value,
            Capacity = capacity?.Value is > 0 and var fits ? fits : null,
            Oldest = oldest,
            InRate = read[3]?.Value,
            OutRate = read[4]?.Value,
            Workers = read[5]?.Value,
            Stuck = read[6]?.Value,
            Level = QueueLevel.Judge(profile, depth.Value, capacity?.Value, oldest),
            Forecast = profile.Capacity is null
                ? DrainForecaster.Forecast(depth.Value, read[3]?.Value, read[4]?.Value, memory.Latest)
                : new DrainForecast(DrainOutlook.Silent, null, null, null, "it is used, not worked off: there is no drain to forecast"),
            History = memory.History,
            Problem = ProblemOf(depth, capacity),
        };
    }

    private static string? ProblemOf(Figure depth, Figure? capacity) => (depth, capacity) switch
    {
        ({ Problem: { } problem }, _) => problem,
        (_, { Problem: { } problem }) => $"capacity: {problem}",
        (_, { Value: <= 0 }) => "the capacity is 0: the share in use can't be told",
        _ => null,
    };

    // A capacity that is a number is no question.
    private static string?[] Fields(QueueProfile profile) =>
    [
        profile.Depth, Number(profile.Capacity) is null ? profile.Capacity : null, profile.Oldest, profile.InRate, profile.OutRate,
        profile.Workers, profile.Stuck,
    ];

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
