namespace OpsConsole.Upstream.Kubernetes;

internal sealed class AutoscalerDto : ObjectDto
{
    public AutoscalerSpecDto? Spec { get; set; }

    public AutoscalerStatusDto? Status { get; set; }
}

internal sealed class AutoscalerSpecDto
{
    public ScaleTargetDto? ScaleTargetRef { get; set; }

    public int? MinReplicas { get; set; }

    public int? MaxReplicas { get; set; }

    public List<AutoscalerMetricDto?>? Metrics { get; set; }
}

internal sealed class ScaleTargetDto
{
    public string? Kind { get; set; }

    public string? Name { get; set; }
}

internal sealed class AutoscalerStatusDto
{
    public int CurrentReplicas { get; set; }

    public int DesiredReplicas { get; set; }

    public DateTimeOffset? LastScaleTime { get; set; }

    /// <summary>One for each metric of the spec, or one that is empty where there is no value.</summary>
    public List<AutoscalerMetricDto?>? CurrentMetrics { get; set; }

    public List<ConditionDto>? Conditions { get; set; }
}

/// <summary>A wish or what was seen: the field that its type names is filled.</summary>
internal sealed class AutoscalerMetricDto
{
    public string? Type { get; set; }

    public MetricSourceDto? Resource { get; set; }

    public MetricSourceDto? ContainerResource { get; set; }

    public MetricSourceDto? Pods { get; set; }

    public MetricSourceDto? Object { get; set; }

    public MetricSourceDto? External { get; set; }

    public MetricSourceDto? Source => Resource ?? ContainerResource ?? Pods ?? Object ?? External;
}

internal sealed class MetricSourceDto
{
    public string? Name { get; set; }

    public string? Container { get; set; }

    public MetricNameDto? Metric { get; set; }

    public MetricValueDto? Target { get; set; }

    public MetricValueDto? Current { get; set; }

    public string Title => Container is { Length: > 0 } ? $"{Name} of {Container}" : Name ?? Metric?.Name ?? string.Empty;
}

internal sealed class MetricNameDto
{
    public string? Name { get; set; }
}

/// <summary>Quantities are texts (<c>500m</c>), a utilization is a percentage.</summary>
internal sealed class MetricValueDto
{
    public int? AverageUtilization { get; set; }

    public string? AverageValue { get; set; }

    public string? Value { get; set; }
}
