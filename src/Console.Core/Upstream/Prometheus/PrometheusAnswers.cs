using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Sources;

namespace OpsConsole.Upstream.Prometheus;

/// <summary>What the API's answers mean for the console.</summary>
internal static class PrometheusAnswers
{
    public static InstantAnswer Instant(QueryData data, ImmutableArray<string> warnings)
    {
        var items = data.Result ?? [];
        if (Pair(items) is not { } pair)
        {
            // An instant query with a range selector gives a matrix: its newest points are the answer.
            return new([.. items.Where(item => !item.Points.IsEmpty).Select(Newest)], warnings);
        }

        return data.ResultType == "string" || pair.Value is null
            ? new([], warnings.Add($"the expression gives the text \"{Http.ServerWords.Cut(pair.Text)}\", not a number"))
            : new([new Sample(LabelSet.Empty, pair.At, pair.Value.Value)], warnings);
    }

    public static RangeAnswer Range(QueryData data, ImmutableArray<string> warnings)
    {
        var items = data.Result ?? [];
        return Pair(items) is { Value: { } value } pair
            ? new([new Series(LabelSet.Empty, [new Point(pair.At, value)])], warnings)
            : new([.. items.Where(item => item.Labels is not null).Select(item => new Series(item.Labels!, item.Points))], warnings);
    }

    public static RangeAnswer Top(TopData data, ImmutableArray<string> warnings) => data.Result is { Count: > 0 } pair
        ? Range(new QueryData(data.ResultType, [.. pair]), warnings)
        : (data.Result?.Top ?? new TopSeries()).Of(warnings);

    public static RuleGroup Group(GroupDto group, string source, LabelSet external) => new(
        source, group.File ?? string.Empty, group.Name ?? string.Empty, TimeSpan.FromSeconds(group.Interval), Ever(group.LastEvaluation),
        TimeSpan.FromSeconds(group.EvaluationTime), [.. (group.Rules ?? []).Select(rule => Rule(rule, source, external))]);

    public static ScrapeTarget Target(TargetDto target, string source)
    {
        var labels = target.Labels ?? LabelSet.Empty;
        return new(source, labels["job"], labels["instance"], labels, target.Health ?? "unknown", Ever(target.LastScrape),
            string.IsNullOrEmpty(target.LastError) ? null : target.LastError);
    }

    private static Sample Newest(ResultItem series) => new(series.Labels!, series.Points[^1].At, series.Points[^1].Value);

    private static Rule Rule(RuleDto rule, string source, LabelSet external) => new(
        rule.Name ?? string.Empty, rule.Type == "alerting", rule.Query ?? string.Empty, TimeSpan.FromSeconds(rule.Duration),
        rule.Labels ?? LabelSet.Empty, rule.Annotations ?? LabelSet.Empty,
        rule.Health switch { "ok" => RuleHealth.Ok, "err" => RuleHealth.Error, _ => RuleHealth.Unknown },
        string.IsNullOrEmpty(rule.LastError) ? null : rule.LastError,
        [.. (rule.Alerts ?? []).Where(alert => alert.State is "pending" or "firing").Select(alert => Alert(alert, source, external))]);

    private static Alert Alert(RuleAlertDto alert, string source, LabelSet external)
    {
        var labels = WithExternal(alert.Labels ?? LabelSet.Empty, external);
        return new(Fingerprint.Of(labels), labels, alert.Annotations ?? LabelSet.Empty,
            alert.State == "pending" ? AlertState.Pending : AlertState.Firing, alert.ActiveAt ?? default)
        {
            Origins = [source],
            Value = ResultItemConverter.Value(alert.Value),
        };
    }

    // Prometheus adds its external labels when it sends an alert, where the alert has none of that name; an empty label is none.
    private static LabelSet WithExternal(LabelSet labels, LabelSet external) =>
        LabelSet.Of(labels.Concat(external.Where(label => labels[label.Key].Length == 0)).Where(label => label.Value.Length > 0));

    // Year 1 is how Go writes "never".
    private static DateTimeOffset? Ever(DateTimeOffset? at) => at is { Year: > 1 } ? at : null;

    private static (DateTimeOffset At, string Text, double? Value)? Pair(List<ResultItem> items) =>
        items is [{ Time: { } time }, { Text: { } text }]
            ? (ResultItemConverter.Moment(time), text, ResultItemConverter.Value(text))
            : null;
}
