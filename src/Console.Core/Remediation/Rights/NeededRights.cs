using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>A right that something needs.</summary>
/// <param name="Right">The right.</param>
/// <param name="For">What needs it: <c>lease-delete on billing</c>.</param>
internal sealed record NeededRight(ClusterRightQuestion Right, string For);

/// <summary>What the console's own account needs in a cluster: what it watches, what the profiles let people do, in whose names it acts.</summary>
internal static class NeededRights
{
    private const string Leases = "leases";
    private const string LeaseGroup = "coordination.k8s.io";
    private const string Pods = "pods";
    private const string Scale = "scale";
    private const string Eviction = "eviction";

    private static readonly ImmutableArray<string> Watching = ["list", "watch"];

    private static readonly ImmutableArray<(string Group, string Resource)> InNamespaces =
    [
        ("apps", "deployments"), ("apps", "statefulsets"), ("apps", "daemonsets"), ("apps", "replicasets"), (string.Empty, Pods), (string.Empty, "events"),
        ("policy", "poddisruptionbudgets"), ("autoscaling", "horizontalpodautoscalers"),
    ];

    /// <summary>
    /// What reading is no more than the console looks at, wherever it is granted: the role that comes with the console gives it in the whole cluster.
    /// </summary>
    public static ImmutableHashSet<(string Group, string Resource)> Readable { get; } =
    [
        .. InNamespaces, (LeaseGroup, Leases), (string.Empty, "nodes"), (string.Empty, "namespaces"), (string.Empty, "pods/log"),
    ];

    /// <summary>The namespaces that the console looks at in a cluster.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="catalog">The systems.</param>
    public static ImmutableSortedSet<string> Namespaces(string cluster, SystemCatalog catalog) =>
        [.. On(cluster, catalog).SelectMany(NamesOf).Concat(On(cluster, catalog).Select(system => system.Leader?.Namespace).OfType<string>())];

    /// <summary>Everything that is needed, each once.</summary>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="catalog">The systems.</param>
    /// <param name="names">In whose names it acts there.</param>
    public static ImmutableArray<NeededRight> Of(string cluster, SystemCatalog catalog, ImpersonationOptions names)
    {
        var systems = On(cluster, catalog).ToList();
        var acting = systems.SelectMany(system => system.Actions.SelectMany(action => Acting(system, action)));
        return
        [
            .. systems.SelectMany(Looking)
                .Concat(systems.Count == 0 ? [] : Each(Watching, null, string.Empty, "nodes", "to see the nodes"))

                // In a person's name the person needs these, and the account must not have them.
                .Concat(names.Enabled ? acting.Where(need => need.Right.Verb == "get").Concat(InNames(names)) : acting)
                .GroupBy(need => need.Right).Select(same => same.First() with { For = string.Join(", ", same.Select(need => need.For).Distinct()) }),
        ];
    }

    private static IEnumerable<SystemProfile> On(string cluster, SystemCatalog catalog) => catalog.Systems.Select(system => system.Profile).Where(system => system.Cluster == cluster);

    private static IEnumerable<string> NamesOf(SystemProfile system) =>
        system.Namespaces.Concat(system.Workloads.Select(workload => workload.Namespace)).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal);

    private static IEnumerable<NeededRight> Looking(SystemProfile system) =>
    [
        .. NamesOf(system).SelectMany(space => InNamespaces.SelectMany(kind => Each(Watching, space, kind.Group, kind.Resource, $"to see {system.Id}"))),
        .. NamesOf(system).Select(space => new NeededRight(new("get", string.Empty, Pods, "log", space, null), $"to read logs of {system.Id}")),
        .. system.Leader is { } leader ? Each(Watching, leader.Namespace, LeaseGroup, Leases, $"to see who leads {system.Id}") : [],
    ];

    private static IEnumerable<NeededRight> Acting(SystemProfile system, ActionProfile action)
    {
        var use = $"{action.Kind} on {system.Id}";
        return action.Kind switch
        {
            "lease-delete" when system.Leader is { } leader => Each(["get", "delete"], leader.Namespace, LeaseGroup, Leases, use),
            "scale" => Workloads(system, action).SelectMany(workload =>
                new[] { Need("get", workload.Namespace, "apps", workload.Resource, null, use), Need("patch", workload.Namespace, "apps", workload.Resource, Scale, use) }),
            "rollout-restart" => Workloads(system, action).SelectMany(workload => Each(["get", "patch"], workload.Namespace, "apps", workload.Resource, use)),
            "pod-delete" => PodSpaces(system, action).SelectMany(space => Each(["get", "delete"], space, string.Empty, Pods, use)),
            "pod-evict" => PodSpaces(system, action).SelectMany(space =>
                new[] { Need("get", space, string.Empty, Pods, null, use), Need("create", space, string.Empty, Pods, Eviction, use) }),
            _ => [],
        };
    }

    private static IEnumerable<(string Namespace, string Resource)> Workloads(SystemProfile system, ActionProfile action) => system.Workloads
        .Where(workload => workload.Namespace.Length > 0 && (action.Targets.IsEmpty || action.Targets.Contains($"{workload.Namespace}/{workload.Name}")))
        .Select(workload => (workload.Namespace, workload.Kind switch
        {
            "Deployment" => "deployments",
            "StatefulSet" => "statefulsets",
            "DaemonSet" when action.Kind != Scale => "daemonsets",
            _ => string.Empty,
        }))
        .Where(workload => workload.Item2.Length > 0).Distinct();

    private static IEnumerable<string> PodSpaces(SystemProfile system, ActionProfile action)
    {
        var named = action.Targets.Select(target => target[..Math.Max(0, target.IndexOf('/', StringComparison.Ordinal))]).ToList();
        return named.Count == 0 || named.Contains("*") ? NamesOf(system) : named.Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<NeededRight> InNames(ImpersonationOptions names) =>
        names.Groups.Values.Distinct(StringComparer.Ordinal).Select(group => InName("groups", group))
            .Concat(names.Users.Values.Distinct(StringComparer.Ordinal).Select(user => InName("users", user)));

    private static NeededRight InName(string what, string name) => new(new("impersonate", string.Empty, what, null, null, name), "to act in people's names");

    private static IEnumerable<NeededRight> Each(ImmutableArray<string> verbs, string? space, string group, string resource, string use) =>
        verbs.Select(verb => Need(verb, space, group, resource, null, use));

    private static NeededRight Need(string verb, string? space, string group, string resource, string? subresource, string use) =>
        new(new(verb, group, resource, subresource, space, null), use);
}
