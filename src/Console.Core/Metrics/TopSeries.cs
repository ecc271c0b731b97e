using System.Collections.Immutable;

namespace OpsConsole.Metrics;

/// <summary>Keeps, of each expression of a batch, the series with the largest last values, and counts the others: memory stays flat however many there are.</summary>
internal sealed class TopSeries
{
    /// <summary>So many of one expression are kept: more lines nobody tells apart.</summary>
    public const int Most = 20;

    private readonly Dictionary<string, Kept> byExpression = new(StringComparer.Ordinal);

    /// <summary>What was kept, the largest last values of each expression first.</summary>
    public ImmutableArray<Series> Series => [.. byExpression.Values.SelectMany(kept => kept.Best.UnorderedItems.OrderByDescending(it => it.Priority).Select(it => it.Element))];

    /// <summary>How many were not, by expression.</summary>
    public ImmutableDictionary<string, int> LeftOut => byExpression.ToImmutableDictionary(kept => kept.Key, kept => kept.Value.LeftOut, StringComparer.Ordinal);

    /// <summary>Cuts an answer down.</summary>
    /// <param name="answer">All series.</param>
    public static RangeAnswer Of(RangeAnswer answer)
    {
        var top = new TopSeries();
        foreach (var series in answer.Series)
        {
            top.Offer(series);
        }

        return top.Of(answer.Warnings);
    }

    /// <summary>The answer of what was kept.</summary>
    /// <param name="warnings">What the server said beside success.</param>
    public RangeAnswer Of(ImmutableArray<string> warnings) => new(Series, warnings) { LeftOutBy = LeftOut, LeftOut = LeftOut.Values.Sum() };

    /// <summary>Keeps a series, or a smaller one in its place.</summary>
    /// <param name="series">The series.</param>
    public void Offer(Series series)
    {
        var expression = series.Labels[PromqlBatch.Mark];
        if (!byExpression.TryGetValue(expression, out var kept))
        {
            byExpression[expression] = kept = new Kept();
        }

        var last = Last(series.Points);
        if (kept.Best.Count < Most)
        {
            kept.Best.Enqueue(series, last);
        }
        else
        {
            kept.Best.EnqueueDequeue(series, last);
            kept.LeftOut++;
        }
    }

    // The newest that is a number; a series without any goes first.
    private static double Last(ImmutableArray<Point> points)
    {
        for (var i = points.Length - 1; i >= 0; i--)
        {
            if (double.IsFinite(points[i].Value))
            {
                return points[i].Value;
            }
        }

        return double.NegativeInfinity;
    }

    private sealed class Kept
    {
        public PriorityQueue<Series, double> Best { get; } = new();

        public int LeftOut { get; set; }
    }
}
