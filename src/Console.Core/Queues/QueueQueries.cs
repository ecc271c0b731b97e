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
            Forecast = Forecast(profile, depth.Value, read[3]?.Value, read[4]?.Value, memory),
            History = memory.History,
            BackTest = memory.BackTest,
            Problem = ProblemOf(depth, capacity),
        };
    }

    /// <summary>The expressions whose past a forecast is tested on: depth, arrivals, completions. Those that are not measured are left out.</summary>
    /// <param name="profile">The queue's profile.</param>
    public static ImmutableArray<string> HistoryOf(QueueProfile profile) =>
        profile.Capacity is null ? [.. new[] { profile.Depth, profile.InRate, profile.OutRate }.OfType<string>()] : [profile.Depth];

    /// <summary>Puts the answers to <see cref="HistoryOf"/> together; null when the depth's is none.</summary>
    /// <param name="profile">The queue's profile.</param>
    /// <param name="asked">The answers, in its order.</param>
    /// <param name="step">Time between two points.</param>
    public static QueueHistory? ReadHistory(QueueProfile profile, ImmutableArray<Asked<RangeAnswer>> asked, TimeSpan step)
    {
        ImmutableArray<Point> Next(ref int next, string? expression) =>
            expression is null || profile.Capacity is not null || asked[next++].Answer is not { Series: [var series] } ? [] : series.Points;
        var at = 1;
        return asked[0].Answer is { Series: [var depth] }
            ? QueueHistory.Of(depth.Points, Next(ref at, profile.InRate), Next(ref at, profile.OutRate), step)
            : null;
    }

    private static DrainForecast Forecast(QueueProfile profile, double? depth, double? inRate, double? outRate, QueueMemory memory)
    {
        if (profile.Capacity is not null)
        {
            return new DrainForecast(DrainOutlook.Silent, null, null, null, "it is used, not worked off: there is no drain to forecast");
        }

        var forecast = DrainForecaster.Forecast(depth, inRate, outRate, memory.Latest);
        return memory.BackTest?.Trusted(forecast) ?? forecast;
    }

    private static string? ProblemOf(Figure depth, Figure? capacity) => (depth, capacity) switch
    {
        ({ Value: < 0 and var less }, _) => $"the depth is {NetRate.Number(less)}, and nothing holds less than nothing: its query is wrong",
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
