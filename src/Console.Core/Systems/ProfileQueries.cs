using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Systems;

/// <summary>An expression of a profile.</summary>
/// <param name="Field">Where it stands: <c>slos[0].bad</c>.</param>
/// <param name="Promql">The expression, with <c>$window</c> filled in.</param>
public sealed record ProfileQuery(string Field, string Promql);

/// <summary>Finds all expressions of a profile.</summary>
public static class ProfileQueries
{
    /// <summary>Every expression in the order of the file format, with 5 minutes for <c>$window</c>.</summary>
    /// <param name="profile">The profile.</param>
    public static ImmutableArray<ProfileQuery> Of(SystemProfile profile) =>
    [
        .. All(profile).Where(one => one.Promql is { Length: > 0 } text && !IsNumber(text))
            .Select(one => new ProfileQuery(one.Field, one.Promql!.Replace("$window", "5m", StringComparison.Ordinal))),
    ];

    private static IEnumerable<(string Field, string? Promql)> All(SystemProfile profile)
    {
        yield return ("leader.status_metric", profile.Leader?.StatusMetric);
        foreach (var (at, workload) in profile.Workloads.Index())
        {
            yield return ($"workloads[{at}].ready", workload.Ready);
        }

        foreach (var (at, objective) in profile.Slos.Index())
        {
            if (objective.Threshold is { } threshold)
            {
                // Bad and total follow from it, and stand nowhere in the file.
                yield return ($"slos[{at}].histogram", threshold.Histogram);
                continue;
            }

            yield return ($"slos[{at}].bad", objective.Bad);
            yield return ($"slos[{at}].good", objective.Good);
            yield return ($"slos[{at}].total", objective.Total);
        }

        foreach (var (at, queue) in profile.Queues.Index())
        {
            yield return ($"queues[{at}].depth", queue.Depth);
            yield return ($"queues[{at}].capacity", queue.Capacity);
            yield return ($"queues[{at}].oldest", queue.Oldest);
            yield return ($"queues[{at}].in_rate", queue.InRate);
            yield return ($"queues[{at}].out_rate", queue.OutRate);
            yield return ($"queues[{at}].workers", queue.Workers);
            yield return ($"queues[{at}].stuck", queue.Stuck);
        }

        foreach (var (at, panel) in profile.Panels.Index())
        {
            foreach (var (line, query) in panel.Queries.Index())
            {
                yield return ($"panels[{at}].queries[{line}].promql", query.Promql);
            }
        }
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
