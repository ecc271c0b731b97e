using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Api;

/// <summary>All queues.</summary>
/// <param name="Freshness">How far they can be trusted: live, stale or unknown.</param>
/// <param name="ReadAt">When they were read.</param>
/// <param name="Problem">Why they are not live.</param>
/// <param name="Queues">In the profiles' order.</param>
internal sealed record QueuesReply(string Freshness, DateTimeOffset? ReadAt, string? Problem, IReadOnlyList<QueueReply> Queues);

/// <summary>One queue now. What is not known is null and never zero.</summary>
internal sealed record QueueReply(
    string System, string Queue, string Title, string Unit, double? Depth, double? Capacity, double? OldestSeconds, double? InPerSecond, double? OutPerSecond, double? Workers,
    double? BacklogPerWorker, double? Stuck, double WarnsAt, double? CriticalAt, string Level, string? ServedBy, ForecastReply Forecast, IReadOnlyList<CoverageReply> Coverage, string? Problem)
{
    public static QueueReply Of(QueueStatus queue) => new(
        queue.System, queue.Profile.Name, queue.Profile.Title, queue.Profile.Unit, queue.Depth, queue.Capacity, queue.Oldest?.TotalSeconds, queue.InRate, queue.OutRate, queue.Workers,
        queue.BacklogPerWorker, queue.Stuck, queue.Profile.Warn, queue.Profile.Critical, ApiWords.Of(queue.Level), queue.Profile.ServedBy, ForecastReply.Of(queue.Forecast),
        queue.BackTest is { } tested ? [.. BackTest.Horizons.Select(after => CoverageReply.Counted(after, tested.After(after)))] : [], queue.Problem);
}

/// <summary>One queue with its past.</summary>
/// <param name="Freshness">How far it can be trusted.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Now">The queue.</param>
/// <param name="History">Its depth over the last hours.</param>
/// <param name="Forecasts">The forecasts of the last hour, newest first, and what came of them.</param>
internal sealed record QueueDetailReply(
    string Freshness, DateTimeOffset? ReadAt, QueueReply Now, IReadOnlyList<DepthReply> History, IReadOnlyList<PastForecastReply> Forecasts)
{
    public static QueueDetailReply Of(QueueStatus queue, string freshness, DateTimeOffset? readAt) => new(
        freshness, readAt, QueueReply.Of(queue), [.. queue.History.Select(DepthReply.Of)], [.. (queue.BackTest?.Forecasts ?? []).Select(PastForecastReply.Of)]);
}

/// <summary>A forecast.</summary>
/// <param name="Outlook">Where it is going.</param>
/// <param name="EarliestSeconds">The earliest time to empty, when it clears.</param>
/// <param name="LatestSeconds">The latest.</param>
/// <param name="NetPerSecond">Arrivals minus completions.</param>
/// <param name="Because">What it rests on.</param>
internal sealed record ForecastReply(string Outlook, double? EarliestSeconds, double? LatestSeconds, double? NetPerSecond, string Because)
{
    public static ForecastReply Of(DrainForecast forecast) =>
        new(ApiWords.Of(forecast.Outlook), forecast.Earliest?.TotalSeconds, forecast.Latest?.TotalSeconds, forecast.NetPerSecond, forecast.Because);
}

/// <summary>How many of the last forecasts held so much later.</summary>
internal sealed record CoverageReply(double AfterSeconds, int Held, int Of)
{
    public static CoverageReply Counted(TimeSpan after, Coverage coverage) => new(after.TotalSeconds, coverage.Held, coverage.Of);
}

/// <summary>A depth.</summary>
internal sealed record DepthReply(DateTimeOffset At, double Depth)
{
    public static DepthReply Of(Point point) => new(point.At, point.Value);
}

/// <summary>A forecast of before.</summary>
internal sealed record PastForecastReply(DateTimeOffset At, double? Depth, ForecastReply Said, IReadOnlyList<CheckReply> Checks)
{
    public static PastForecastReply Of(PastForecast past) =>
        new(past.At, past.Depth, ForecastReply.Of(past.Said), [.. past.Checks.Select(check => new CheckReply(check.After.TotalSeconds, check.Was, check.Held))]);
}

/// <summary>What came of it.</summary>
internal sealed record CheckReply(double AfterSeconds, double? Was, bool? Held);
