using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What apps/v1 fills in and refuses when a workload is written.</summary>
internal static class WorkloadKinds
{
    public static IReadOnlySet<string> DeploymentFields { get; } = new HashSet<string>
    {
        "replicas", "selector", "template", "strategy", "minReadySeconds", "revisionHistoryLimit", "paused", "progressDeadlineSeconds",
    };

    public static IReadOnlySet<string> StatefulSetFields { get; } = new HashSet<string>
    {
        "replicas", "selector", "template", "volumeClaimTemplates", "serviceName", "podManagementPolicy", "updateStrategy",
        "revisionHistoryLimit", "minReadySeconds", "persistentVolumeClaimRetentionPolicy", "ordinals",
    };

    public static ApiStatus? AdmitDeployment(ObjectKey key, JsonObject next, StoredObject? current) =>
        Admit(Kinds.Deployment, key, next, current, spec =>
        {
            spec["strategy"] ??= new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = "25%", ["maxSurge"] = "25%" },
            };
            spec["revisionHistoryLimit"] ??= 10;
            spec["progressDeadlineSeconds"] ??= 600;
        });

    public static ApiStatus? AdmitStatefulSet(ObjectKey key, JsonObject next, StoredObject? current) =>
        Admit(Kinds.StatefulSet, key, next, current, spec =>
        {
            spec["podManagementPolicy"] ??= "OrderedReady";
            spec["updateStrategy"] ??= new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } };
            spec["revisionHistoryLimit"] ??= 10;
        });

    public static ApiStatus? AdmitReplicaSet(ObjectKey key, JsonObject next, StoredObject? current) =>
        Admit(Kinds.ReplicaSet, key, next, current, _ => { });

    /// <summary>Why a count of replicas is refused, in the words for the kind it was sent as.</summary>
    public static Cause? JudgeReplicas(JsonNode? replicas) => replicas is not null && long.TryParse(replicas.ToJsonString(), out var count) && count < 0
        ? new("FieldValueInvalid", $"Invalid value: {count}: must be greater than or equal to 0", "spec.replicas") : null;

    /// <summary>Why a count of replicas cannot be read; null when it can.</summary>
    public static string? Unreadable(JsonNode? replicas, string goType)
    {
        if (replicas is null) return null;
        var raw = replicas.ToJsonString();
        if (replicas.GetValueKind() == JsonValueKind.Number && int.TryParse(raw, out _)) return null;
        var what = replicas.GetValueKind() switch
        {
            JsonValueKind.Number => $"number {raw}",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => "bool",
        };
        return $"json: cannot unmarshal {what} into Go struct field {goType}.spec.replicas of type int32";
    }

    private static ApiStatus? Admit(ResourceKind kind, ObjectKey key, JsonObject next, StoredObject? current, Action<JsonObject> fillIn)
    {
        if (next["spec"] is not JsonObject spec)
            return ApiStatus.Invalid(kind, key.Name, [new("FieldValueRequired", "Required value", "spec.selector")]);
        if (Unreadable(spec["replicas"], kind.Kind + "Spec") is { } unreadable)
            return ApiStatus.BadRequest($"{kind.Kind} in version \"v1\" cannot be handled as a {kind.Kind}: {unreadable}");
        spec["replicas"] ??= 1;
        fillIn(spec);
        var causes = new List<Cause>();
        if (JudgeReplicas(spec["replicas"]) is { } negative) causes.Add(negative);
        causes.AddRange(JudgeSelector(spec, current));
        return causes.Count == 0 ? null : ApiStatus.Invalid(kind, key.Name, causes);
    }

    private static IEnumerable<Cause> JudgeSelector(JsonObject spec, StoredObject? current)
    {
        if (spec["selector"] is not JsonObject selector)
        {
            yield return new("FieldValueRequired", "Required value", "spec.selector");
            yield break;
        }
        var labels = spec["template"]?["metadata"]?["labels"] as JsonObject ?? [];
        using var read = JsonDocument.Parse(selector.ToJsonString());
        if (LabelSelector.Of(read.RootElement)!.Terms.Any(t => !t.Fits(labels[t.Key]?.ToString())))
            yield return new("FieldValueInvalid", $"Invalid value: {labels.ToJsonString()}: `selector` does not match template `labels`",
                "spec.template.metadata.labels");
        if (current is not null && !JsonNode.DeepEquals(selector, current.ToJson()["spec"]?["selector"]))
            yield return new("FieldValueInvalid", $"Invalid value: {selector.ToJsonString()}: field is immutable", "spec.selector");
    }
}
