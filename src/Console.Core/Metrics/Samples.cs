using System.Collections.Immutable;

namespace OpsConsole.Metrics;

/// <summary>One point of a series.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Value">Its value; may be NaN or infinite, which is not the same as missing.</param>
public readonly record struct Point(DateTimeOffset At, double Value);

/// <summary>One element of an instant query's answer.</summary>
/// <param name="Labels">The series' labels.</param>
/// <param name="At">The time of the evaluation.</param>
/// <param name="Value">The value; NaN for 0/0, infinite for x/0.</param>
public sealed record Sample(LabelSet Labels, DateTimeOffset At, double Value);

/// <summary>One series of a range query's answer.</summary>
/// <param name="Labels">The series' labels.</param>
/// <param name="Points">Its points by time; gaps are missing points.</param>
public sealed record Series(LabelSet Labels, ImmutableArray<Point> Points);

/// <summary>The answer to an instant query. An empty list of samples is "no data", never zero.</summary>
/// <param name="Samples">The samples; a scalar is one sample without labels.</param>
/// <param name="Warnings">What the server said beside success: the data is partial.</param>
public sealed record InstantAnswer(ImmutableArray<Sample> Samples, ImmutableArray<string> Warnings)
{
    /// <summary>The value of the only or first sample; null when nothing was found or it is NaN.</summary>
    public double? Value => Samples.IsEmpty || double.IsNaN(Samples[0].Value) ? null : Samples[0].Value;
}

/// <summary>The answer to a range query.</summary>
/// <param name="Series">The series.</param>
/// <param name="Warnings">What the server said beside success.</param>
public sealed record RangeAnswer(ImmutableArray<Series> Series, ImmutableArray<string> Warnings)
{
    /// <summary>How many series more there were, where only those with the largest last values were asked for.</summary>
    public int LeftOut { get; init; }

    /// <summary>The same by the expression of a batch.</summary>
    internal ImmutableDictionary<string, int> LeftOutBy { get; init; } = ImmutableDictionary<string, int>.Empty;
}

/// <summary>A source of metrics that answers PromQL.</summary>
public interface IMetricSource
{
    /// <summary>The source's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Evaluates an expression now.</summary>
    /// <param name="promql">The expression.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The source did not answer, or refused the expression.</exception>
    Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation);

    /// <summary>Evaluates an expression over a range.</summary>
    /// <param name="promql">The expression.</param>
    /// <param name="from">First evaluation.</param>
    /// <param name="to">Last evaluation.</param>
    /// <param name="step">Time between two evaluations; the server refuses more than 11,000 points.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The source did not answer, or refused the expression.</exception>
    Task<RangeAnswer> QueryRangeAsync(string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation);

    /// <summary>Evaluates an expression now, unless it takes too long.</summary>
    /// <param name="promql">The expression.</param>
    /// <param name="limit">After what time the source itself is to give up, where it can be told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The source did not answer, or refused the expression.</exception>
    Task<InstantAnswer> QueryAsync(string promql, TimeSpan limit, CancellationToken cancellation) => QueryAsync(promql, cancellation);

    /// <summary>Evaluates an expression over a range, unless it takes too long.</summary>
    /// <param name="promql">The expression.</param>
    /// <param name="from">First evaluation.</param>
    /// <param name="to">Last evaluation.</param>
    /// <param name="step">Time between two evaluations; the server refuses more than 11,000 points.</param>
    /// <param name="limit">After what time the source itself is to give up, where it can be told.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The source did not answer, or refused the expression.</exception>
    Task<RangeAnswer> QueryRangeAsync(
        string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, TimeSpan limit, CancellationToken cancellation) =>
        QueryRangeAsync(promql, from, to, step, cancellation);

    /// <summary>
    /// Evaluates an expression over a range and keeps, of each expression of a batch, the <see cref="TopSeries.Most"/> series with the largest last values; the
    /// others are counted, and let go while the answer is read where the source can.
    /// </summary>
    /// <param name="promql">The expression.</param>
    /// <param name="range">The range.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="Upstream.UpstreamException">The source did not answer, or refused the expression.</exception>
    async Task<RangeAnswer> QueryTopAsync(string promql, QueryRange range, CancellationToken cancellation) =>
        TopSeries.Of(await QueryRangeAsync(promql, range.From, range.To, range.Step, cancellation).ConfigureAwait(false));

    /// <summary>Where a person can look at expressions over a range in the source's own pages; null when it has none.</summary>
    /// <param name="expressions">The expressions.</param>
    /// <param name="length">How long the range is.</param>
    /// <param name="to">Its end; null for now.</param>
    Uri? GraphOf(IReadOnlyList<string> expressions, TimeSpan length, DateTimeOffset? to) => null;
}
