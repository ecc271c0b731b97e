using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using OpsConsole.Metrics;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Boards;

/// <summary>A metric source that answers by a script and counts what it is asked. It understands expressions that were put together.</summary>
internal sealed partial class ScriptedMetrics(string name = "prom") : IMetricSource
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private int underWay;

    public string Name => name;

    /// <summary>Answers one expression with samples; an exception is thrown as it is.</summary>
    public Func<string, Sample[]> Instant { get; set; } = _ => [];

    /// <summary>Answers one expression over a range.</summary>
    public Func<string, QueryRange, Series[]> Range { get; set; } = (_, _) => [];

    /// <summary>When set, nothing is answered.</summary>
    public UpstreamException? Down { get; set; }

    /// <summary>When set, answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<string> Asked { get; } = [];

    public ConcurrentQueue<(string Promql, QueryRange Range)> AskedRanges { get; } = [];

    public int MostUnderWay { get; private set; }

    public int Requests => Asked.Count + AskedRanges.Count;

    public static Sample[] One(double value, params (string, string)[] labels) => [new Sample(LabelSet.Of(labels), Noon, value)];

    public static UpstreamException Unreachable(string words) => new("prom", UpstreamFault.Unreachable, words);

    public static UpstreamException Invalid(string words) => new("prom", UpstreamFault.Invalid, words);

    public async Task<InstantAnswer> QueryAsync(string promql, CancellationToken cancellation)
    {
        Asked.Enqueue(promql);
        await AnswerAsync(cancellation);
        return new InstantAnswer(
            [.. Parts(promql).SelectMany(part => Instant(part.Promql).Select(sample => sample with { Labels = Marked(sample.Labels, part.Mark) }))], []);
    }

    public async Task<RangeAnswer> QueryRangeAsync(
        string promql, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellation)
    {
        var range = new QueryRange(from, to, step);
        AskedRanges.Enqueue((promql, range));
        await AnswerAsync(cancellation);
        return new RangeAnswer(
            [.. Parts(promql).SelectMany(part => Range(part.Promql, range).Select(series => series with { Labels = Marked(series.Labels, part.Mark) }))], []);
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        MostUnderWay = Math.Max(MostUnderWay, Interlocked.Increment(ref underWay));
        try
        {
            await Gate.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }

        if (Down is { } down)
        {
            throw down;
        }
    }

    private static IEnumerable<(string Promql, string? Mark)> Parts(string promql)
    {
        var parts = Together().Matches(promql);
        return parts.Count == 0 ? [(promql, null)] : parts.Select(part => (part.Groups[1].Value, (string?)part.Groups[2].Value));
    }

    private static LabelSet Marked(LabelSet labels, string? mark) =>
        mark is null ? labels : LabelSet.Of(labels.Append(KeyValuePair.Create("console_ask", mark)));

    [GeneratedRegex("""label_replace\(\((.*?)\n\), "console_ask", "(\d+)", "", ""\)""", RegexOptions.Singleline)]
    private static partial Regex Together();
}
