using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Every kind of object that the sandbox's cluster holds.</summary>
internal static class Kinds
{
    public static ResourceKind Namespace { get; } = new("", "v1", "namespaces", "Namespace")
    {
        Namespaced = false,
        ShortNames = ["ns"],
        Subresources = [Subresource.Status("Namespace")],
        Admit = NamespaceKind.Admit,
        SelectableFields = SelectableFields.Paths("status.phase"),
    };

    public static ResourceKind Node { get; } = new("", "v1", "nodes", "Node")
    {
        Namespaced = false,
        ShortNames = ["no"],
        Subresources = [Subresource.Status("Node")],
        SelectableFields = SelectableFields.Node,
    };

    public static ResourceKind Pod { get; } = new("", "v1", "pods", "Pod")
    {
        ShortNames = ["po"],
        Categories = ["all"],
        HasGeneration = true,
        EndsGracefully = true,
        SelectableFields = SelectableFields.Pod,
        Subresources =
        [
            new("eviction", "Eviction", "create") { Group = "policy", Version = "v1" }, new("log", "Pod", "get"), Subresource.Status("Pod"),
        ],
    };

    public static ResourceKind Event { get; } = new("", "v1", "events", "Event") { ShortNames = ["ev"], SelectableFields = SelectableFields.Event };

    public static ResourceKind Deployment { get; } = new("apps", "v1", "deployments", "Deployment")
    {
        ShortNames = ["deploy"],
        Categories = ["all"],
        HasGeneration = true,
        OwnsOthers = true,
        Admit = WorkloadKinds.AdmitDeployment,
        Subresources = [Subresource.Scale, Subresource.Status("Deployment")],
        SpecFields = WorkloadKinds.DeploymentFields,
    };

    public static ResourceKind ReplicaSet { get; } = new("apps", "v1", "replicasets", "ReplicaSet")
    {
        ShortNames = ["rs"],
        Categories = ["all"],
        HasGeneration = true,
        OwnsOthers = true,
        Admit = WorkloadKinds.AdmitReplicaSet,
        Subresources = [Subresource.Scale, Subresource.Status("ReplicaSet")],
        SelectableFields = SelectableFields.Paths("status.replicas"),
    };

    public static ResourceKind StatefulSet { get; } = new("apps", "v1", "statefulsets", "StatefulSet")
    {
        ShortNames = ["sts"],
        Categories = ["all"],
        HasGeneration = true,
        OwnsOthers = true,
        Admit = WorkloadKinds.AdmitStatefulSet,
        Subresources = [Subresource.Scale, Subresource.Status("StatefulSet")],
        SpecFields = WorkloadKinds.StatefulSetFields,
    };

    public static ResourceKind DaemonSet { get; } = new("apps", "v1", "daemonsets", "DaemonSet")
    {
        ShortNames = ["ds"],
        Categories = ["all"],
        HasGeneration = true,
        OwnsOthers = true,
        Subresources = [Subresource.Status("DaemonSet")],
    };

    public static ResourceKind ControllerRevision { get; } = new("apps", "v1", "controllerrevisions", "ControllerRevision");

    public static ResourceKind PodDisruptionBudget { get; } = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
    {
        ShortNames = ["pdb"],
        HasGeneration = true,
        LocksWrites = true,
        Subresources = [Subresource.Status("PodDisruptionBudget")],
        Admit = BudgetKind.Admit,
    };

    public static ResourceKind HorizontalPodAutoscaler { get; } =
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler")
        {
            ShortNames = ["hpa"],
            Categories = ["all"],
            Subresources = [Subresource.Status("HorizontalPodAutoscaler")],
        };

    public static ResourceKind Lease => LeaseKind.Kind;

    /// <summary>The same events, as their own group tells them.</summary>
    public static ResourceKind GroupedEvent { get; } = new("events.k8s.io", "v1", "events", "Event")
    {
        ShortNames = ["ev"],
        StoredAs = Event,
        Convert = EventForms.Grouped,
        SelectableFields = EventForms.GroupedFields,
    };

    /// <summary>The same autoscalers, as the older version tells them.</summary>
    public static ResourceKind OldAutoscaler { get; } = new("autoscaling", "v1", "horizontalpodautoscalers", "HorizontalPodAutoscaler")
    {
        ShortNames = ["hpa"],
        Categories = ["all"],
        StoredAs = HorizontalPodAutoscaler,
        Convert = AutoscalerForms.Old,
    };

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Event, Namespace, Node, Pod, ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet, HorizontalPodAutoscaler,
        LeaseKind.Kind, PodDisruptionBudget,
    ];

    /// <summary>All that can be asked for, in the order in which discovery tells it.</summary>
    public static IReadOnlyList<ResourceKind> Served { get; } =
    [
        Event, Namespace, Node, Pod, ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet, GroupedEvent, HorizontalPodAutoscaler,
        OldAutoscaler, PodDisruptionBudget, LeaseKind.Kind,
    ];

    public static ResourceKind? Find(string group, string version, string plural) =>
        Served.FirstOrDefault(k => k.Group == group && k.Version == version && k.Plural == plural);
}
