using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>An object of a cluster: all that a list and watch must know of it.</summary>
internal interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}

internal sealed record ObjectMeta(string? Name, string? Namespace, string? Uid, string? ResourceVersion);

internal sealed record ListMeta(string? ResourceVersion, string? Continue);

internal sealed record KubernetesList<T>(ListMeta? Metadata, List<T>? Items);

/// <summary>One line of a watch. The object of an ERROR is a Status, that of a BOOKMARK is almost empty.</summary>
internal sealed record WatchLine(string? Type, JsonElement Object);

internal sealed record StatusObject(string? Message, string? Reason, int Code);

internal sealed record LeaseDto(ObjectMeta Metadata, LeaseSpecDto? Spec) : IKubernetesObject;

/// <summary>Any of it may be absent: a lease that was released, or that nobody ever took.</summary>
internal sealed record LeaseSpecDto(
    string? HolderIdentity, int? LeaseDurationSeconds, DateTimeOffset? AcquireTime, DateTimeOffset? RenewTime, int? LeaseTransitions);

/// <summary>A kind of object: where it is served and how it is read.</summary>
/// <param name="Group">For example <c>apis/coordination.k8s.io/v1</c>.</param>
/// <param name="Plural">For example <c>leases</c>.</param>
/// <param name="List">How a list is read.</param>
/// <param name="Object">How one object is read.</param>
internal sealed record KubernetesKind<T>(string Group, string Plural, JsonTypeInfo<KubernetesList<T>> List, JsonTypeInfo<T> Object)
    where T : class, IKubernetesObject
{
    public string PathIn(string @namespace) => $"{Group}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(KubernetesList<LeaseDto>))]
[JsonSerializable(typeof(WatchLine))]
[JsonSerializable(typeof(StatusObject))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
