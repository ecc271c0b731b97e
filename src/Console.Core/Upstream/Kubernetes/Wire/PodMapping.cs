using System.Collections.Immutable;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What a pod on the wire is to the console.</summary>
internal static class PodMapping
{
    public static Pod AsPod(this PodDto pod) => new()
    {
        Id = pod.Id,
        Phase = pod.Status?.Phase ?? "Unknown",
        Node = SharedParts.Given(pod.Spec?.NodeName),
        Address = SharedParts.Given(pod.Status?.PodIP),
        Reason = SharedParts.Given(pod.Status?.Reason),
        Message = SharedParts.Given(pod.Status?.Message),
        StartedAt = pod.Status?.StartTime,
        Conditions = (pod.Status?.Conditions).AsConditions(),
        Containers =
        [
            .. Containers(pod.Spec?.InitContainers, pod.Status?.InitContainerStatuses, isInit: true),
            .. Containers(pod.Spec?.Containers, pod.Status?.ContainerStatuses, isInit: false),
        ],
    };

    public static ImmutableArray<ContainerImage> Images(this PodSpecDto? template) =>
        [.. (template?.Containers ?? []).Select(container => new ContainerImage(container.Name ?? string.Empty, container.Image ?? string.Empty))];

    // The wish tells which there are and in what order; until the node took the pod on there is no status at all.
    private static IEnumerable<PodContainer> Containers(List<ContainerDto>? wanted, List<ContainerStatusDto>? told, bool isInit) =>
        (wanted ?? []).Select(container =>
        {
            var status = told?.Find(it => it.Name == container.Name);
            return new PodContainer
            {
                Name = container.Name ?? string.Empty,
                Image = container.Image ?? status?.Image ?? string.Empty,
                IsInit = isInit && container.RestartPolicy != "Always",
                IsSidecar = isInit && container.RestartPolicy == "Always",
                Started = status?.Started ?? false,
                Ready = status?.Ready ?? false,
                Restarts = status?.RestartCount ?? 0,
                State = State(status?.State) ?? Nothing,
                Last = State(status?.LastState),
            };
        });

    private static ContainerState Nothing { get; } = new(ContainerPhase.Unknown);

    private static ContainerState? State(ContainerStateDto? state) => state switch
    {
        { Terminated: { } it } => State(ContainerPhase.Terminated, it),
        { Running: { } it } => State(ContainerPhase.Running, it),
        { Waiting: { } it } => State(ContainerPhase.Waiting, it),
        _ => null,
    };

    private static ContainerState State(ContainerPhase phase, ContainerStateDetailDto detail) => new(phase)
    {
        Reason = SharedParts.Given(detail.Reason),
        Message = SharedParts.Given(detail.Message),
        ExitCode = phase is ContainerPhase.Terminated ? detail.ExitCode ?? 0 : null,
        Signal = detail.Signal is 0 ? null : detail.Signal,
        StartedAt = detail.StartedAt,
        FinishedAt = detail.FinishedAt,
    };
}
