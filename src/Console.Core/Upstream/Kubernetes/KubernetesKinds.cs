using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The kinds that the console uses.</summary>
internal sealed class KubernetesKinds(KubernetesJson json)
{
    private readonly FrozenDictionary<Type, object> kinds = new object[]
    {
        Kind("coordination.k8s.io/v1", "leases", json.ListDtoLeaseDto, json.LeaseDto, it => it.AsLease()),
        Kind("apps/v1", "deployments", json.ListDtoControllerDto, json.ControllerDto, ControllerMapping.AsDeployment),
        Kind("apps/v1", "statefulsets", json.ListDtoControllerDto, json.ControllerDto, ControllerMapping.AsStatefulSet),
        Kind("apps/v1", "daemonsets", json.ListDtoControllerDto, json.ControllerDto, ControllerMapping.AsDaemonSet),
        Kind("apps/v1", "replicasets", json.ListDtoControllerDto, json.ControllerDto, ControllerMapping.AsReplicaSet),
        Kind("v1", "pods", json.ListDtoPodDto, json.PodDto, PodMapping.AsPod),
        Kind("v1", "events", json.ListDtoEventDto, json.EventDto, it => it.AsEvent()),
        Kind("policy/v1", "poddisruptionbudgets", json.ListDtoDisruptionBudgetDto, json.DisruptionBudgetDto, it => it.AsBudget()),
        Kind("autoscaling/v2", "horizontalpodautoscalers", json.ListDtoAutoscalerDto, json.AutoscalerDto, AutoscalerMapping.AsAutoscaler),
        Kind("v1", "nodes", json.ListDtoNodeDto, json.NodeDto, it => it.AsNode(), namespaced: false),
        Kind("v1", "namespaces", json.ListDtoNamespaceDto, json.NamespaceDto, it => it.AsNamespace(), namespaced: false),
    }.ToFrozenDictionary(kind => kind.GetType().GenericTypeArguments[1]);

    /// <summary>The kind of a record.</summary>
    /// <exception cref="ArgumentException">The console reads no such kind.</exception>
    public KubernetesKind<T> Of<T>()
        where T : class, IClusterObject =>
        kinds.TryGetValue(typeof(T), out var kind)
            ? (KubernetesKind<T>)kind
            : throw new ArgumentException($"{typeof(T).Name} is no kind that the console reads of a cluster");

    private static KubernetesKind<TDto, T> Kind<TDto, T>(
        string groupVersion, string plural, JsonTypeInfo<ListDto<TDto>> list, JsonTypeInfo<TDto> one, Func<TDto, T> map, bool namespaced = true)
        where TDto : ObjectDto
        where T : class, IClusterObject => new(groupVersion, plural, list, one, map) { Namespaced = namespaced };
}
