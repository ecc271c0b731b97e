using System.Collections.Immutable;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Panels;

/// <summary>Makes a chart's lines from the answers to its queries.</summary>
internal static class PanelLines
{
    /// <summary>The lines, largest last value first; those beyond the twentieth are left out.</summary>
    /// <param name="profile">The chart.</param>
    /// <param name="answers">One answer a query, in their order; null where there is none.</param>
    public static ImmutableArray<PanelLine> Of(PanelProfile profile, ImmutableArray<RangeAnswer?> answers) =>
    [
        .. profile.Queries.Zip(answers).SelectMany(it => Of(it.First, it.Second)).Where(line => !line.Points.IsEmpty)
            .OrderByDescending(line => line.Last).Take(TopSeries.Most),
    ];

    /// <summary>Fills a legend from a series' labels: <c>{pod}</c> becomes its value, or <c>(no pod)</c>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="labels">The series' labels.</param>
    public static string Legend(PanelQuery query, LabelSet labels) => (query.Legend, labels.Count) switch
    {
        ({ Length: 0 }, 0) => query.Promql,
        ({ Length: 0 }, _) => labels.ToString(),
        _ => LabelTemplate.Fill(query.Legend, labels),
    };

    private static IEnumerable<PanelLine> Of(PanelQuery query, RangeAnswer? answer) => answer is null
        ? []
        : answer.Series.Select(series => new PanelLine(
            Legend(query, series.Labels), [.. series.Points.Where(point => double.IsFinite(point.Value))]));
}
