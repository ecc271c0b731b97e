using System.Collections.Immutable;

namespace OpsConsole.Queues;

/// <summary>A forecast of before, held against the depth some time later.</summary>
/// <param name="After">How much later.</param>
/// <param name="Was">What the depth was then; null when that is not known, or has not come yet.</param>
/// <param name="Held">Whether the forecast held; null when nobody can tell.</param>
public sealed record ForecastCheck(TimeSpan After, double? Was, bool? Held);

/// <summary>The forecast that would have been given at a time, by what was known then.</summary>
/// <param name="At">When.</param>
/// <param name="Depth">The depth at that time; null when it is not known.</param>
/// <param name="Said">What it would have said.</param>
/// <param name="Checks">What came of it, by how much later.</param>
public sealed record PastForecast(DateTimeOffset At, double? Depth, DrainForecast Said, ImmutableArray<ForecastCheck> Checks)
{
    /// <summary>Whether it said anything that could be wrong.</summary>
    public bool Spoke => Said.Outlook is not (DrainOutlook.Silent or DrainOutlook.Empty);
}

/// <summary>How many forecasts held.</summary>
/// <param name="Held">So many did.</param>
/// <param name="Of">Of so many that can be judged.</param>
public readonly record struct Coverage(int Held, int Of);

/// <summary>The forecasts of the last hour, made again from what was known at their time and held against what happened.</summary>
/// <param name="Forecasts">One each five minutes, newest first.</param>
public sealed record BackTest(ImmutableArray<PastForecast> Forecasts)
{
    // Of fewer nothing can be said.
    private const int Enough = 6;

    /// <summary>How much later forecasts are held against the depth.</summary>
    public static ImmutableArray<TimeSpan> Horizons { get; } = [TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30)];

    /// <summary>How many forecasts held so much later.</summary>
    /// <param name="horizon">One of <see cref="Horizons"/>.</param>
    public Coverage After(TimeSpan horizon)
    {
        var judged = Forecasts.SelectMany(past => past.Checks).Where(check => check.After == horizon && check.Held is not null).ToArray();
        return new Coverage(judged.Count(check => check.Held is true), judged.Length);
    }

    /// <summary>
    /// The forecast, unless those before it mostly did not hold: then it is silent and says so. Judged by the shortest horizon, so that a queue that turned
    /// once, because somebody helped, is not silent for an hour. What is plain to see (empty, stalled) needs no forecast and stays.
    /// </summary>
    /// <param name="forecast">The forecast of now.</param>
    public DrainForecast Trusted(DrainForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var (held, of) = After(Horizons[0]);
        return forecast.Course is null || of < Enough || held * 2 >= of ? forecast : forecast with
        {
            Outlook = DrainOutlook.Silent,
            Earliest = null,
            Latest = null,
            Course = null,
            Because = $"forecasts do not hold for it: of the last {of} only {held} did after {DurationText.Words(Horizons[0])}",
        };
    }
}
