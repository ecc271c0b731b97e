using System.Globalization;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What an autoscaler on the wire is to the console.</summary>
internal static class AutoscalerMapping
{
    public static Autoscaler AsAutoscaler(this AutoscalerDto it) => new()
    {
        Id = it.Id,
        TargetKind = it.Spec?.ScaleTargetRef?.Kind ?? string.Empty,
        TargetName = it.Spec?.ScaleTargetRef?.Name ?? string.Empty,
        Min = it.Spec?.MinReplicas ?? 1,
        Max = it.Spec?.MaxReplicas ?? 0,
        Current = it.Status?.CurrentReplicas ?? 0,
        Desired = it.Status?.DesiredReplicas ?? 0,
        LastScaledAt = it.Status?.LastScaleTime,
        Metrics = [.. (it.Spec?.Metrics ?? []).OfType<AutoscalerMetricDto>().Select(wish => Metric(wish, it.Status?.CurrentMetrics))],
        Conditions = (it.Status?.Conditions).AsConditions(),
    };

    private static AutoscalerMetric Metric(AutoscalerMetricDto wish, List<AutoscalerMetricDto?>? seen)
    {
        var target = wish.Source?.Target;
        var current = seen?.Find(it => it?.Type == wish.Type && it?.Source?.Title == wish.Source?.Title)?.Source?.Current;
        return new(wish.Source?.Title ?? string.Empty, Words(target) ?? "?", Words(Alike(target, current)));
    }

    // What was seen comes in several units; only the one of the wish can be set beside it.
    private static MetricValueDto? Alike(MetricValueDto? target, MetricValueDto? current) => target switch
    {
        { AverageUtilization: not null } => new() { AverageUtilization = current?.AverageUtilization },
        { AverageValue: not null } => new() { AverageValue = current?.AverageValue },
        _ => new() { Value = current?.Value },
    };

    private static string? Words(MetricValueDto? value) => value switch
    {
        { AverageUtilization: { } percent } => string.Create(CultureInfo.InvariantCulture, $"{percent}%"),
        { AverageValue: { Length: > 0 } each } => $"{each} each",
        { Value: { Length: > 0 } whole } => whole,
        _ => null,
    };
}
