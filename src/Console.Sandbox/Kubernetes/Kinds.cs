namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Every kind of object that the sandbox's cluster holds.</summary>
internal static class Kinds
{
    public static ResourceKind Namespace { get; } = new("", "v1", "namespaces", "Namespace")
    {
        Namespaced = false,
        ShortNames = ["ns"],
        HasStatus = true,
    };

    public static ResourceKind Node { get; } = new("", "v1", "nodes", "Node") { Namespaced = false, ShortNames = ["no"], HasStatus = true };

    public static ResourceKind Pod { get; } = new("", "v1", "pods", "Pod")
    {
        ShortNames = ["po"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        EndsGracefully = true,
    };

    public static ResourceKind Event { get; } = new("", "v1", "events", "Event") { ShortNames = ["ev"] };

    public static ResourceKind Deployment { get; } = new("apps", "v1", "deployments", "Deployment")
    {
        ShortNames = ["deploy"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        HasScale = true,
    };

    public static ResourceKind ReplicaSet { get; } = new("apps", "v1", "replicasets", "ReplicaSet")
    {
        ShortNames = ["rs"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        HasScale = true,
    };

    public static ResourceKind StatefulSet { get; } = new("apps", "v1", "statefulsets", "StatefulSet")
    {
        ShortNames = ["sts"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
        HasScale = true,
    };

    public static ResourceKind DaemonSet { get; } = new("apps", "v1", "daemonsets", "DaemonSet")
    {
        ShortNames = ["ds"],
        Categories = ["all"],
        HasStatus = true,
        HasGeneration = true,
    };

    public static ResourceKind ControllerRevision { get; } = new("apps", "v1", "controllerrevisions", "ControllerRevision");

    public static ResourceKind PodDisruptionBudget { get; } = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
    {
        ShortNames = ["pdb"],
        HasStatus = true,
        HasGeneration = true,
        LocksWrites = true,
    };

    public static ResourceKind HorizontalPodAutoscaler { get; } =
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler")
        {
            ShortNames = ["hpa"],
            Categories = ["all"],
            HasStatus = true,
        };

    public static ResourceKind Lease => LeaseKind.Kind;

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Namespace, Node, Pod, Event, Deployment, ReplicaSet, StatefulSet, DaemonSet, ControllerRevision, PodDisruptionBudget,
        HorizontalPodAutoscaler, LeaseKind.Kind,
    ];
}
