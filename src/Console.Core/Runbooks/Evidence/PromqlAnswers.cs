using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Runbooks;

/// <summary>Answers the questions of <c>promql</c> blocks, each by itself: a slow one holds up no other but those that wait for a free place at its own source.</summary>
/// <param name="sources">The metric sources.</param>
/// <param name="clock">The time.</param>
internal sealed class PromqlAnswers(MetricSources sources, TimeProvider clock)
{
    /// <summary>The most figures that are shown.</summary>
    public const int MostFigures = 20;

    private const int AtOnce = 4;
    private const int Steps = 60;
    private const int LongestLabels = 500;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private readonly SharedAnswers<Reading> shared = new(clock);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> places = new(StringComparer.Ordinal);

    /// <summary>The answer to a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="system">The system; null for a guide that is about none: the first source is asked.</param>
    /// <param name="scene">What fills the templates.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<BlockAnswer> AnswerAsync(PromqlBlock block, SystemProfile? system, RunbookScene scene, CancellationToken cancellation)
    {
        var expression = PromqlFilling.Fill(block.Text, scene);
        if (!expression.IsOk)
        {
            return new BlockAnswer(block.Text, clock.GetUtcNow(), TimeSpan.Zero, Refusal(expression.Problems[0]));
        }

        if (sources.Find(system?.Metrics) is not { } source)
        {
            var why = system?.Metrics is { } name ? $"no metric source named '{name}' is configured" : "no metric source is configured";
            return new BlockAnswer(expression.Value, clock.GetUtcNow(), TimeSpan.Zero, new FailedResult(why, null));
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{source.Name}\n{block.Range.Ticks}\n{expression.Value}");
        var reading = await shared.GetAsync(key, () => ReadAsync(source, expression.Value, block.Range)).WaitAsync(cancellation).ConfigureAwait(false);
        return new BlockAnswer(expression.Value, reading.At, reading.Took, Result(block, reading, source));
    }

    private static NotAnsweredResult Refusal(Problem problem) => Kubectl.Refusal.AsResult(problem);

    private async Task<Reading> ReadAsync(IMetricSource source, string expression, TimeSpan length)
    {
        var place = places.GetOrAdd(source.Name, _ => new SemaphoreSlim(AtOnce));
        var begun = clock.GetTimestamp();
        using var patience = new CancellationTokenSource(Deadline, clock);
        try
        {
            await place.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new Reading(clock.GetUtcNow(), clock.GetElapsedTime(begun), new(null, "was not asked: too many questions are under way to it"), new(null, null));
        }

        try
        {
            // Begun anew: the time in which others were answered is not this question's.
            begun = clock.GetTimestamp();
            var range = QueryRange.Until(clock.GetUtcNow(), length, TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(length.TotalSeconds / Steps))));
            var now = AskAsync(source, limit => source.QueryAsync(expression, Deadline, limit));
            var course = AskAsync(source, limit => source.QueryRangeAsync(expression, range.From, range.To, range.Step, Deadline, limit));
            await Task.WhenAll(now, course).ConfigureAwait(false);
            return new Reading(clock.GetUtcNow(), clock.GetElapsedTime(begun), await now.ConfigureAwait(false), await course.ConfigureAwait(false));
        }
        finally
        {
            place.Release();
        }
    }

    private async Task<Told<T>> AskAsync<T>(IMetricSource source, Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        using var limit = new CancellationTokenSource(Deadline, clock);
        try
        {
            return new(await ask(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false), null);
        }
        catch (UpstreamException e)
        {
            return new(null, e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(null, $"Prometheus {source.Name} did not answer within {Deadline.TotalSeconds:0} s");
        }
    }

    private static BlockResult Result(PromqlBlock block, Reading reading, IMetricSource source)
    {
        if (reading.Now.Answer is not { } answer)
        {
            return new FailedResult(reading.Now.Problem!, source.Name);
        }

        var courses = new Dictionary<LabelSet, ImmutableArray<Point>>();
        foreach (var series in reading.Course.Answer?.Series ?? [])
        {
            courses[series.Labels] = series.Points;
        }

        var samples = answer.Samples;
        ImmutableArray<BlockFigure> figures =
        [
            .. samples.OrderByDescending(sample => double.IsNaN(sample.Value) ? double.NegativeInfinity : sample.Value).ThenBy(sample => double.IsNaN(sample.Value)).Take(MostFigures)
                .Select(sample => new BlockFigure(Labels(sample.Labels), sample.Value, courses.GetValueOrDefault(sample.Labels, []))),
        ];
        return new FiguresResult(
            figures, samples.Length, block.Unit, block.Expect?.ToString(), block.Expect?.IsMetBy([.. samples.Select(sample => sample.Value)]),
            [.. answer.Warnings.Concat(reading.Course.Answer?.Warnings ?? []).Distinct(StringComparer.Ordinal).Take(5)])
        {
            Note = reading.Course.Problem is { } problem ? $"Its course is not known: {problem}" : null,
        };
    }

    // The metric's name stands in the expression already.
    private static string Labels(LabelSet labels)
    {
        var text = labels.Without("__name__").ToString()[1..^1];
        return text.Length <= LongestLabels ? text : $"{text[..LongestLabels]}...";
    }

    private sealed record Told<T>(T? Answer, string? Problem)
        where T : class;

    private sealed record Reading(DateTimeOffset At, TimeSpan Took, Told<InstantAnswer> Now, Told<RangeAnswer> Course);
}
