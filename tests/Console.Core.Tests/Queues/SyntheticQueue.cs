using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Queues;

namespace OpsConsole.Core.Tests.Queues;

/// <summary>A queue of which all is known: items come and go by chance, at rates that the test sets. Looked at each ten seconds, its rates over five minutes.</summary>
internal sealed class SyntheticQueue(int seed, double depth, double perHeap = 1)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private const int Step = 10;
    private const int RatesOver = 300 / Step;

    private readonly Random random = new(seed);
    private readonly List<(double Depth, double Came, double Went)> seen = [(depth, 0, 0)];

    public DateTimeOffset Now => Noon.AddSeconds(Step * (seen.Count - 1));

    public double Depth => seen[^1].Depth;

    /// <summary>Lets it run at these rates.</summary>
    public SyntheticQueue Run(TimeSpan length, double perSecondIn, double perSecondOut)
    {
        for (var left = length; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(Step))
        {
            var came = Count(perSecondIn * Step / perHeap) * perHeap;
            var went = Math.Min(Depth + came, Count(perSecondOut * Step / perHeap) * perHeap);
            seen.Add((Depth + came - went, seen[^1].Came + came, seen[^1].Went + went));
        }

        return this;
    }

    /// <summary>What would be forecast now.</summary>
    public DrainForecast Forecast(bool withRates = true)
    {
        var recent = Enumerable.Range(Math.Max(0, seen.Count - 61), Math.Min(61, seen.Count)).Select(Point).ToImmutableArray();
        return DrainForecaster.Forecast(Depth, withRates ? InAt(seen.Count - 1) : null, withRates ? OutAt(seen.Count - 1) : null, recent);
    }

    /// <summary>Its history as a source tells it, a point a minute.</summary>
    public QueueHistory History()
    {
        var minutes = Enumerable.Range(0, seen.Count).Where(i => i % 6 == 0).ToArray();
        return QueueHistory.Of(
            [.. minutes.Select(Point)], [.. minutes.Select(i => new Point(At(i), InAt(i)))], [.. minutes.Select(i => new Point(At(i), OutAt(i)))], TimeSpan.FromMinutes(1));
    }

    private double InAt(int i) => (seen[i].Came - seen[Math.Max(0, i - RatesOver)].Came) / (Step * Math.Max(1, Math.Min(i, RatesOver)));

    private double OutAt(int i) => (seen[i].Went - seen[Math.Max(0, i - RatesOver)].Went) / (Step * Math.Max(1, Math.Min(i, RatesOver)));

    private Point Point(int i) => new(At(i), seen[i].Depth);

    private static DateTimeOffset At(int i) => Noon.AddSeconds(Step * i);

    // Poisson: exact for few, by the normal distribution for many.
    private double Count(double mean)
    {
        if (mean > 50)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));
        }

        var count = 0;
        for (var left = random.NextDouble(); left > Math.Exp(-mean); left *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
