using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Slo.OpenSlo;

/// <summary>What an SLI counts, as a profile says it.</summary>
/// <param name="Kind">The kind of promise.</param>
/// <param name="Bad">PromQL for bad events per second; null when good ones are given.</param>
/// <param name="Good">PromQL for good events per second; null when bad ones are given.</param>
/// <param name="Total">PromQL for all events per second.</param>
/// <param name="Notes">What could not be taken over as it was.</param>
internal sealed record OpenSloIndicator(ObjectiveKind Kind, string? Bad, string? Good, string Total, ImmutableArray<string> Notes)
{
    private const string OneOf = "needs ratioMetric (good or bad, and total) or thresholdMetric";

    private static readonly string[] Metrics = ["good", "bad", "total"];

    /// <summary>Reads an SLI.</summary>
    /// <param name="spec">Its <c>spec</c>.</param>
    /// <param name="objective">The objective that it is read for: it holds the threshold.</param>
    /// <param name="documents">The objects that it may refer to.</param>
    /// <returns>Null when something is wrong; what, is told to the readers.</returns>
    public static OpenSloIndicator? Read(FieldReader spec, FieldReader objective, OpenSloDocuments documents)
    {
        spec.OptionalText("description");
        var (ratio, threshold) = (spec.Group("ratioMetric"), spec.Group("thresholdMetric"));
        spec.RefuseTheRest();
        switch (ratio, threshold)
        {
            case (not null, null):
                return Ratio(ratio, documents);
            case (null, not null):
                return Threshold(threshold, objective, documents);
            default:
                spec.Wrong(ratio is null ? OneOf : $"{OneOf}, not both");
                return null;
        }
    }

    private static OpenSloIndicator? Ratio(FieldReader ratio, OpenSloDocuments documents)
    {
        var isCounter = ratio.Flag("counter");
        string?[] queries = [.. Metrics.Select(name => Query(ratio, name, documents, promql => OpenSloQuery.PerSecond(promql, isCounter)))];
        if (ratio.Group("raw") is not null)
        {
            ratio.OptionalText("rawType");
            ratio.Wrong("raw", "is a ratio that was computed before, which can't be weighed by traffic: give good or bad, and total");
            return null;
        }

        ratio.RefuseTheRest();
        if (ratio.Has("good") == ratio.Has("bad"))
        {
            ratio.Wrong(ratio.Has("good") ? "good" : "total", "needs exactly one of good and bad beside the total");
            return null;
        }

        if (!ratio.Has("total"))
        {
            ratio.Wrong("total", "is missing: write the metric of all events");
        }

        return queries is [var good, var bad, { } total] && (good ?? bad) is not null
            ? new OpenSloIndicator(ObjectiveKind.Availability, bad, good, total, [])
            : null;
    }

    // Occurrences of a measured value are the moments it was looked at: time, a minute each.
    private static OpenSloIndicator? Threshold(FieldReader threshold, FieldReader objective, OpenSloDocuments documents)
    {
        var promql = Query(threshold, "metricSource", documents, query => OpenSloQuery.HasOpenRange(query)
            ? new Problem(string.Empty, "leaves its range open: a value that is compared with a threshold needs one, for example [5m]")
            : query.Trim());
        threshold.RefuseTheRest();
        var sign = objective.Choice("op", "lte", "gte", "lt", "gt") switch { "lte" => "<=", "gte" => ">=", "lt" => "<", _ => ">" };
        var value = objective.Number("value", "what the metric is compared with");
        return promql is null
            ? null
            : new OpenSloIndicator(
                ObjectiveKind.Time,
                $"1 - avg_over_time((({promql}) {sign} bool {value.ToString(CultureInfo.InvariantCulture)})[$window:1m])",
                null,
                $"avg_over_time((0 * ({promql}) + 1)[$window:1m])",
                ["A threshold on a measured value is kept as time: each minute is good or bad. The query has to give one series."]);
    }

    private static string? Query(FieldReader owner, string name, OpenSloDocuments documents, Func<string, Result<string>> turn)
    {
        var source = name == "metricSource" ? owner.Group(name) : owner.Group(name)?.Group("metricSource");
        if (source is null)
        {
            if (owner.Has(name) || name == "metricSource")
            {
                owner.Wrong(name, "needs metricSource with a spec that holds the query");
            }

            return null;
        }

        CheckType(source, documents);
        var spec = source.Group("spec");
        source.RefuseTheRest();
        if (spec is null)
        {
            source.Wrong("spec", "is missing: write spec: with the query:");
            return null;
        }

        var field = spec.Has("promql") ? "promql" : "query";
        var promql = spec.Text(field, "the PromQL");
        var turned = promql.Length == 0 ? null : turn(promql);
        foreach (var problem in turned?.Problems ?? [])
        {
            spec.Wrong(field, problem.What);
        }

        return turned is { IsOk: true } ? turned.Value : null;
    }

    private static void CheckType(FieldReader source, OpenSloDocuments documents)
    {
        var (type, reference) = (source.OptionalText("type"), source.OptionalText("metricSourceRef"));
        var found = reference is null ? null : documents.Find("DataSource", reference);
        if (type is null && reference is not null && found is null)
        {
            source.Wrong("metricSourceRef", $"no file holds a DataSource '{FieldReader.Short(reference)}': give its file too, or write type: Prometheus");
        }

        type ??= found?.Fields.Group("spec")?.OptionalText("type");
        if (type is not null && !type.Equals("Prometheus", StringComparison.OrdinalIgnoreCase))
        {
            source.Wrong(source.Has("type") ? "type" : "metricSourceRef", $"asks '{FieldReader.Short(type)}': only Prometheus can be asked");
        }
    }
}
