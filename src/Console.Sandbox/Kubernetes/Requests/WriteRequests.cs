using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Creates, updates and patches of whole objects and of their status.</summary>
internal sealed class WriteRequests(ObjectStore store)
{
    public async Task CreateAsync(HttpContext http, ResourceKind kind, string? inNamespace)
    {
        var (body, refusal) = await ReadAsync(http, kind, "CreateOptions", inNamespace ?? "");
        var (name, misnamed) = body is null ? ("", null) : ObjectNames.Of(kind, body.Object);
        refusal ??= kind.Namespaced
            ? NamespaceKind.RefuseContent(store.Look(Kinds.Namespace, new("", inNamespace ?? "")), inNamespace ?? "", kind, name) : null;
        if ((refusal ?? misnamed) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        var key = new ObjectKey(inNamespace ?? "", name);
        var answer = store.Create(kind, key, body!.Object, body.DryRun);
        await ApiResponse.ObjectAsync(http, kind, key, answer, StatusCodes.Status201Created);
    }

    public async Task UpdateAsync(HttpContext http, ResourceKind kind, ObjectKey key, Part part)
    {
        var (body, refusal) = await ReadAsync(http, kind, "UpdateOptions", key.Namespace);
        if (refusal is null && body!.Object["metadata"]?["name"]?.ToString() is { } name && name != key.Name) refusal = Misnamed(name, key);
        if (refusal is not null) await ApiResponse.RefuseAsync(http, refusal);
        else await ApiResponse.ObjectAsync(http, kind, key, store.Update(kind, key, body!.Object, body.DryRun, part));
    }

    public async Task PatchAsync(HttpContext http, ResourceKind kind, ObjectKey key, Part part)
    {
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "PatchOptions");
        var (patch, refusal) = await PatchBody.ReadAsync(http.Request, http.RequestAborted);
        if ((refusal ?? unsupported) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        var answer = store.Patch(kind, key, current => Patched(http, kind, key, patch!, current), dryRun, part);
        await ApiResponse.ObjectAsync(http, kind, key, answer);
    }

    private static StoreAnswer Patched(HttpContext http, ResourceKind kind, ObjectKey key, PatchBody patch, JsonObject current)
    {
        var (next, refusal) = patch.Apply(current);
        if (refusal is not null) return refusal;
        if (next!["metadata"]?["name"]?.ToString() is { } name && name != key.Name) return Misnamed(name, key);
        var dropped = FieldValidation.Drop(kind, next);
        return FieldValidation.Refuses(http, dropped) ? ApiStatus.InvalidPatch($"\"{patch.AsGoPrintsIt}\"", FieldValidation.Complaint(dropped)) : next;
    }

    private static async Task<(Sent? Body, ApiStatus? Refusal)> ReadAsync(HttpContext http, ResourceKind kind, string options, string inNamespace)
    {
        var (body, refusal) = await RequestBody.ReadObjectAsync(http.Request, kind.Kind, kind.Version, http.RequestAborted);
        if (refusal is not null) return (null, refusal);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], options);
        if (unsupported is not null) return (null, unsupported);
        if (body!["metadata"]?["namespace"]?.ToString() is { Length: > 0 } given && given != inNamespace)
            return (null, ApiStatus.BadRequest("the namespace of the provided object does not match the namespace sent on the request"));
        var dropped = FieldValidation.Drop(kind, body);
        return FieldValidation.Refuses(http, dropped)
            ? (null, ApiStatus.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {FieldValidation.Complaint(dropped)}"))
            : (new(body, dryRun), null);
    }

    private static ApiStatus Misnamed(string name, ObjectKey key) =>
        ApiStatus.BadRequest($"the name of the object ({name}) does not match the name on the URL ({key.Name})");

    private sealed record Sent(JsonObject Object, bool DryRun);
}
