namespace OpsConsole.Upstream.Kubernetes;

internal sealed class PodDto : ObjectDto
{
    public PodSpecDto? Spec { get; set; }

    public PodStatusDto? Status { get; set; }
}

/// <summary>A pod's wish; in a controller it is the template's.</summary>
internal sealed class PodSpecDto
{
    public string? NodeName { get; set; }

    public List<ContainerDto>? InitContainers { get; set; }

    public List<ContainerDto>? Containers { get; set; }
}

internal sealed class ContainerDto
{
    public string? Name { get; set; }

    public string? Image { get; set; }

    /// <summary><c>Always</c> on an init container makes it one that stays beside the others.</summary>
    public string? RestartPolicy { get; set; }
}

internal sealed class PodStatusDto
{
    public string? Phase { get; set; }

    public string? PodIP { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public List<ConditionDto>? Conditions { get; set; }

    public List<ContainerStatusDto>? InitContainerStatuses { get; set; }

    public List<ContainerStatusDto>? ContainerStatuses { get; set; }
}

internal sealed class ContainerStatusDto
{
    public string? Name { get; set; }

    public string? Image { get; set; }

    public bool Ready { get; set; }

    public bool? Started { get; set; }

    public int RestartCount { get; set; }

    public ContainerStateDto? State { get; set; }

    public ContainerStateDto? LastState { get; set; }
}

/// <summary>One of the three is there, or none.</summary>
internal sealed class ContainerStateDto
{
    public ContainerStateDetailDto? Waiting { get; set; }

    public ContainerStateDetailDto? Running { get; set; }

    public ContainerStateDetailDto? Terminated { get; set; }
}

internal sealed class ContainerStateDetailDto
{
    public string? Reason { get; set; }

    public string? Message { get; set; }

    public int? ExitCode { get; set; }

    public int? Signal { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
