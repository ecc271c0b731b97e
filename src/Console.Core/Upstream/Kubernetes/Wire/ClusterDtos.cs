using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

internal sealed class NodeDto : ObjectDto
{
    public NodeSpecDto? Spec { get; set; }

    public NodeStatusDto? Status { get; set; }

    public Node AsNode() => new()
    {
        Id = Id,
        Unschedulable = Spec?.Unschedulable ?? false,
        KubeletVersion = SharedParts.Given(Status?.NodeInfo?.KubeletVersion),
        Conditions = (Status?.Conditions).AsConditions(),
    };
}

internal sealed class NodeSpecDto
{
    public bool Unschedulable { get; set; }
}

internal sealed class NodeStatusDto
{
    public List<ConditionDto>? Conditions { get; set; }

    public NodeInfoDto? NodeInfo { get; set; }
}

internal sealed class NodeInfoDto
{
    public string? KubeletVersion { get; set; }
}

internal sealed class NamespaceDto : ObjectDto
{
    public NamespaceStatusDto? Status { get; set; }

    public ClusterNamespace AsNamespace() => new(Id, Status?.Phase ?? "Active");
}

internal sealed class NamespaceStatusDto
{
    public string? Phase { get; set; }
}

internal sealed class EventDto : ObjectDto
{
    public EventAboutDto? InvolvedObject { get; set; }

    public string? Type { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public EventSourceDto? Source { get; set; }

    public string? ReportingComponent { get; set; }

    public int? Count { get; set; }

    public DateTimeOffset? FirstTimestamp { get; set; }

    public DateTimeOffset? LastTimestamp { get; set; }

    public DateTimeOffset? EventTime { get; set; }

    public EventSeriesDto? Series { get; set; }

    // An event has its time in one of four fields, by who told it and when that was written. A series goes on after its eventTime.
    public ClusterEvent AsEvent() => new()
    {
        Id = Id,
        AboutKind = InvolvedObject?.Kind ?? string.Empty,
        AboutName = InvolvedObject?.Name ?? string.Empty,
        AboutUid = SharedParts.Given(InvolvedObject?.Uid),
        IsWarning = Type == "Warning",
        Reason = Reason ?? string.Empty,
        Message = Message ?? string.Empty,
        By = SharedParts.Given(ReportingComponent) ?? SharedParts.Given(Source?.Component),
        Count = Series?.Count ?? Count ?? 1,
        FirstAt = FirstTimestamp ?? EventTime ?? Metadata?.CreationTimestamp,
        At = Series?.LastObservedTime ?? EventTime ?? LastTimestamp ?? Metadata?.CreationTimestamp,
    };
}

internal sealed class EventAboutDto
{
    public string? Kind { get; set; }

    public string? Name { get; set; }

    public string? Uid { get; set; }
}

internal sealed class EventSourceDto
{
    public string? Component { get; set; }
}

internal sealed class EventSeriesDto
{
    public int? Count { get; set; }

    public DateTimeOffset? LastObservedTime { get; set; }
}
