using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OpsConsole.Metrics;

/// <summary>
/// Several expressions asked as one: a source's load is counted in requests, and a queue alone has seven figures. Each expression's
/// series get a label that tells which of them they answer, so none can hide another.
/// </summary>
internal static class PromqlBatch
{
    /// <summary>The label that tells which expression a series answers.</summary>
    public const string Mark = "console_ask";

    /// <summary>One expression for all. A single one is left as it is.</summary>
    /// <param name="expressions">Expressions that give vectors; one that gives a scalar makes the source refuse the whole.</param>
    public static string Text(ImmutableArray<string> expressions)
    {
        if (expressions is [var only])
        {
            return only;
        }

        var text = new StringBuilder();
        for (var i = 0; i < expressions.Length; i++)
        {
            // The line break ends a comment that the expression may end with.
            text.Append(i > 0 ? "\nor " : string.Empty).Append("label_replace((").Append(expressions[i])
                .Append(CultureInfo.InvariantCulture, $"\n), \"{Mark}\", \"{i}\", \"\", \"\")");
        }

        return text.ToString();
    }

    /// <summary>Takes an instant answer apart: one answer an expression.</summary>
    /// <param name="answer">The answer to <see cref="Text"/>.</param>
    /// <param name="count">How many expressions were asked.</param>
    public static ImmutableArray<InstantAnswer> Split(InstantAnswer answer, int count) => count == 1
        ? [answer]
        : [.. Split(answer.Samples, sample => sample.Labels, (sample, labels) => sample with { Labels = labels }, count)
            .Select(samples => new InstantAnswer(samples, answer.Warnings))];

    /// <summary>Takes a range answer apart: one answer an expression.</summary>
    /// <param name="answer">The answer to <see cref="Text"/>.</param>
    /// <param name="count">How many expressions were asked.</param>
    public static ImmutableArray<RangeAnswer> Split(RangeAnswer answer, int count) => count == 1
        ? [answer]
        : [.. Split(answer.Series, series => series.Labels, (series, labels) => series with { Labels = labels }, count)
            .Select((series, i) => new RangeAnswer(series, answer.Warnings) { LeftOut = answer.LeftOutBy.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)) })];

    private static IEnumerable<ImmutableArray<T>> Split<T>(ImmutableArray<T> all, Func<T, LabelSet> labels, Func<T, LabelSet, T> with, int count)
    {
        var byMark = all.ToLookup(it => labels(it)[Mark]);
        return Enumerable.Range(0, count).Select(i => byMark[i.ToString(CultureInfo.InvariantCulture)]
            .Select(it => with(it, labels(it).Without(Mark))).ToImmutableArray());
    }
}
