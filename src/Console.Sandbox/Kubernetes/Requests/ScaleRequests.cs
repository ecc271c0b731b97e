using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>The scale subresource: a workload's count of replicas as an object of its own, with the workload's version.</summary>
internal sealed class ScaleRequests(ObjectStore store)
{
    public async Task GetAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        if (store.Look(kind, key) is { } found) await ApiResponse.JsonAsync(http, StatusCodes.Status200OK, ScaleOf(found));
        else await ApiResponse.RefuseAsync(http, ApiStatus.NotFound(kind, key.Name));
    }

    public async Task UpdateAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (scale, refusal) = await RequestBody.ReadObjectAsync(http.Request, "Scale", "v1", http.RequestAborted);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "UpdateOptions");
        if ((refusal ?? unsupported) is { } refused) await ApiResponse.RefuseAsync(http, refused);
        else await WriteAsync(http, kind, key, _ => scale!, dryRun, unreadable => ApiStatus.BadRequest(
            $"Scale in version \"v1\" cannot be handled as a Scale: {unreadable}"));
    }

    public async Task PatchAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (patch, refusal) = await PatchBody.ReadAsync(http.Request, http.RequestAborted);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "PatchOptions");
        if ((refusal ?? unsupported) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        var patched = new JsonObject();
        await WriteAsync(http, kind, key, current =>
        {
            var (next, wrong) = patch!.Apply(current);
            return wrong is not null ? wrong : patched = next!;
        }, dryRun, unreadable => ApiStatus.InvalidPatch(JsonValue.Create(patched.ToJsonString()).ToJsonString(), unreadable));
    }

    private async Task WriteAsync(HttpContext http, ResourceKind kind, ObjectKey key, Func<JsonObject, StoreAnswer> change, bool dryRun,
        Func<string, ApiStatus> unreadable)
    {
        var answer = store.Patch(kind, key, current => Changed(kind, key, current, change, unreadable), dryRun);
        if (answer.Refusal is not null) await ApiResponse.RefuseAsync(http, answer.Refusal);
        else await ApiResponse.JsonAsync(http, StatusCodes.Status200OK, ScaleOf(new StoredObject(kind, key, answer.Object!)));
    }

    private static StoreAnswer Changed(ResourceKind kind, ObjectKey key, JsonObject current, Func<JsonObject, StoreAnswer> change, Func<string, ApiStatus> unreadable)
    {
        var answer = change(ScaleOf(new StoredObject(kind, key, current)));
        if (answer.Refusal is not null) return answer;
        var scale = answer.Object!;
        if (scale["metadata"]?["uid"]?.ToString() is { Length: > 0 } uid && uid != current["metadata"]!["uid"]!.ToString())
            return Deletion.UidDiffers(new StoredObject(kind, key, current), uid);
        var replicas = scale["spec"]?["replicas"];
        if (WorkloadKinds.Unreadable(replicas, "ScaleSpec") is { } why) return unreadable(why);
        if (WorkloadKinds.JudgeReplicas(replicas) is { } negative)
            return ApiStatus.Invalid("Scale.autoscaling", key.Name, "autoscaling", "Scale", [negative]);
        current["spec"]!["replicas"] = replicas?.DeepClone() ?? 0;
        if (scale["metadata"]?["resourceVersion"]?.ToString() is { Length: > 0 } seen) current["metadata"]!["resourceVersion"] = seen;
        return current;
    }

    // What is zero is absent.
    private static JsonObject ScaleOf(StoredObject workload)
    {
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            if (workload.Text("metadata", field) is { } text) metadata[field] = text;
        var (spec, status) = (new JsonObject(), new JsonObject());
        if (workload.Number("spec", "replicas") is not 0 and var wanted) spec["replicas"] = wanted;
        // A status always has its count; only a spec's zero goes without saying.
        status["replicas"] = workload.Number("status", "replicas");
        if (LabelSelector.Of(workload.At("spec", "selector"))?.ToString() is { Length: > 0 } selector) status["selector"] = selector;
        return new() { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }
}
