using System.Collections.Immutable;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A kind of object that is answered for. Secrets and ConfigMaps are none of them, and never will be.</summary>
/// <param name="Plural">As the API and people write it: <c>deployments</c>.</param>
/// <param name="Singular">For one: <c>deployment</c>.</param>
/// <param name="Kind">As objects say it: <c>Deployment</c>.</param>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Versions">The versions that it may be served in, best first.</param>
/// <param name="Short">The short name: <c>deploy</c>; empty for none.</param>
/// <param name="IsNamespaced">Whether its objects are in namespaces.</param>
internal sealed record KubectlKind(string Plural, string Singular, string Kind, string Group, ImmutableArray<string> Versions, string Short, bool IsNamespaced)
{
    public static KubectlKind Pods { get; } = new("pods", "pod", "Pod", string.Empty, ["v1"], "po", true);

    public static KubectlKind Deployments { get; } = Apps("deployments", "deployment", "Deployment", "deploy");

    public static KubectlKind StatefulSets { get; } = Apps("statefulsets", "statefulset", "StatefulSet", "sts");

    public static KubectlKind DaemonSets { get; } = Apps("daemonsets", "daemonset", "DaemonSet", "ds");

    public static KubectlKind ReplicaSets { get; } = Apps("replicasets", "replicaset", "ReplicaSet", "rs");

    public static KubectlKind Events { get; } = new("events", "event", "Event", string.Empty, ["v1"], "ev", true);

    public static KubectlKind Nodes { get; } = new("nodes", "node", "Node", string.Empty, ["v1"], "no", false);

    /// <summary>All of them.</summary>
    public static ImmutableArray<KubectlKind> All { get; } =
    [
        Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets,
        new("leases", "lease", "Lease", "coordination.k8s.io", ["v1"], string.Empty, true),
        Events, Nodes,
        new("poddisruptionbudgets", "poddisruptionbudget", "PodDisruptionBudget", "policy", ["v1", "v1beta1"], "pdb", true),
        new("horizontalpodautoscalers", "horizontalpodautoscaler", "HorizontalPodAutoscaler", "autoscaling", ["v2", "v2beta2", "v1"], "hpa", true),
    ];

    /// <summary>What it is called in front of a name: <c>deployment.apps</c>.</summary>
    public string Prefix => Group.Length == 0 ? Singular : $"{Singular}.{Group}";

    /// <summary>Whether it has pods of its own.</summary>
    public bool HasPods => this == Deployments || this == StatefulSets || this == DaemonSets || this == ReplicaSets;

    /// <summary>Finds one by any of its names, its group behind it or not; null when it is none of them.</summary>
    /// <param name="name">The name.</param>
    public static KubectlKind? Find(string name)
    {
        var (plain, group) = name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (name[..dot], name[(dot + 1)..]) : (name, null);
        bool Is(string known) => known.Length > 0 && known.Equals(plain, StringComparison.OrdinalIgnoreCase);
        return All.FirstOrDefault(kind => (Is(kind.Plural) || Is(kind.Singular) || Is(kind.Short)) && (group is null || group == kind.Group));
    }

    private static KubectlKind Apps(string plural, string singular, string kind, string @short) => new(plural, singular, kind, "apps", ["v1"], @short, true);
}
