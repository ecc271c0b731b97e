using System.Collections.Immutable;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

/// <summary>Objects of a cluster as the tests want them: well, unless said otherwise.</summary>
internal static class Made
{
    public const string Namespace = "fleet";
    private static int version;

    public static DateTimeOffset Noon => BoardWorld.Noon;

    public static ObjectIdentity Id(string name, string @namespace = Namespace) =>
        new(@namespace, name, $"uid-{name}", $"{Interlocked.Increment(ref version)}") { CreatedAt = Noon.AddDays(-1) };

    public static ImmutableDictionary<string, string> Labels(params (string Key, string Value)[] labels) =>
        labels.ToImmutableDictionary(it => it.Key, it => it.Value);

    public static LabelSelector Selector(params (string Key, string Value)[] labels) => new(Labels(labels), []);

    public static Condition Condition(string type, string status, string? reason = null, string? message = null, DateTimeOffset? at = null) =>
        new(type, status, reason, message, at);

    public static PodContainer Running(string name = "app", int restarts = 0) => new()
    {
        Name = name,
        Image = $"{name}:1",
        Ready = true,
        Started = true,
        Restarts = restarts,
        State = new ContainerState(ContainerPhase.Running) { StartedAt = Noon.AddHours(-2) },
    };

    public static PodContainer Waiting(string reason, string? message = null, string name = "app", int restarts = 0) => new()
    {
        Name = name,
        Image = $"{name}:1",
        Restarts = restarts,
        State = new ContainerState(ContainerPhase.Waiting) { Reason = reason, Message = message },
    };

    public static PodContainer Terminated(int exit, string? reason = null, int? signal = null, string name = "app") => new()
    {
        Name = name,
        Image = $"{name}:1",
        State = new ContainerState(ContainerPhase.Terminated) { ExitCode = exit, Reason = reason, Signal = signal },
    };

    /// <summary>A pod of a Deployment, known by its name: <c>api-5d8f-1</c> is one of <c>api</c>.</summary>
    public static Pod PodOf(string workload, string tail, params PodContainer[] containers) => new()
    {
        Id = Id($"{workload}-5d8f-{tail}") with
        {
            Labels = Labels(("app", workload), ("pod-template-hash", "5d8f")),
            Owner = new ObjectOwner("ReplicaSet", $"{workload}-5d8f", $"uid-{workload}-5d8f"),
        },
        Phase = "Running",
        Node = "node-1",
        Conditions = [Condition("Ready", containers.All(it => it.Ready) ? "True" : "False")],
        Containers = containers.Length == 0 ? [Running()] : [.. containers],
    };

    public static Deployment Deployment(string name, int replicas, int? ready = null) => new()
    {
        Id = Id(name),
        Desired = replicas,
        Current = replicas,
        Updated = replicas,
        Ready = ready ?? replicas,
        Available = ready ?? replicas,
        Generation = 4,
        ObservedGeneration = 4,
        Selector = Selector(("app", name)),
        Images = [new ContainerImage("app", "app:1")],
    };

    public static DisruptionBudget Budget(string workload, string? minAvailable, string? maxUnavailable = null, string? name = null) => new()
    {
        Id = Id(name ?? workload),
        MinAvailable = minAvailable,
        MaxUnavailable = maxUnavailable,
        Selector = Selector(("app", workload)),
    };

    public static Autoscaler Autoscaler(string workload, int min, int max, int current, int? desired = null) => new()
    {
        Id = Id($"{workload}-hpa"),
        TargetKind = "Deployment",
        TargetName = workload,
        Min = min,
        Max = max,
        Current = current,
        Desired = desired ?? current,
    };

    public static WorkloadProfile Profile(string name, string? ready = null, string kind = "Deployment") => new(kind, Namespace, name, 3, 2, 5, ready);

    public static SystemProfile System(params WorkloadProfile[] workloads) =>
        BoardWorld.System("a") with { Cluster = "prod", Namespaces = [Namespace], Workloads = [.. workloads] };
}
