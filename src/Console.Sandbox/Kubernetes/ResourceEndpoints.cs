using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>The REST surface of one kind: get, list, watch, create, update, delete.</summary>
internal sealed class ResourceEndpoints(ObjectStore store, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes, ResourceKind kind)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
        var collection = $"{root}/namespaces/{{ns}}/{kind.Plural}";
        routes.MapGet($"{root}/{kind.Plural}", (HttpContext http) => ListAsync(http, kind, null));
        routes.MapGet(collection, (HttpContext http, string ns) => ListAsync(http, kind, ns));
        routes.MapPost(collection, (HttpContext http, string ns) => CreateAsync(http, kind, ns));
        routes.MapGet(collection + "/{name}", (HttpContext http, string ns, string name) =>
            WriteAsync(http, kind, store.Get(kind, new(ns, name))));
        routes.MapPut(collection + "/{name}", (HttpContext http, string ns, string name) => UpdateAsync(http, kind, new(ns, name)));
        routes.MapDelete(collection + "/{name}", (HttpContext http, string ns, string name) => DeleteAsync(http, kind, new(ns, name)));
        foreach (var path in (ReadOnlySpan<string>)[collection, collection + "/{name}"])
            routes.Map(path, (HttpContext http) => RefuseAsync(http, ApiStatus.MethodNotAllowed()));
    }

    private async Task ListAsync(HttpContext http, ResourceKind kind, string? inNamespace)
    {
        var (query, refusal) = ListQuery.Read(http.Request.Query);
        if (query is null) await RefuseAsync(http, refusal!);
        else if (query.Watch) await WatchAsync(http, kind, inNamespace, query);
        else if (query.Match == "Exact" && long.Parse(query.ResourceVersion ?? "0", CultureInfo.InvariantCulture) < store.Oldest)
            await RefuseAsync(http, ApiStatus.Expired("The resourceVersion for the provided list is too old."));
        else
        {
            var (version, items) = store.List(kind, inNamespace);
            await http.Response.WriteAsJsonAsync(new JsonObject
            {
                ["kind"] = kind.Kind + "List",
                ["apiVersion"] = kind.ApiVersion,
                ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
                ["items"] = new JsonArray([.. items.Where(query.Selector.Fits).Select(i => i.ToJson())]),
            }, http.RequestAborted);
        }
    }

    private async Task WatchAsync(HttpContext http, ResourceKind kind, string? inNamespace, ListQuery query)
    {
        http.Response.ContentType = "application/json";
        await http.Response.StartAsync(http.RequestAborted);   // the headers go at once, before any event
        await http.Response.Body.FlushAsync(http.RequestAborted);
        try
        {
            var lines = new WatchStream(store, kind, inNamespace, clock).LinesAsync(query, http.RequestAborted);
            await foreach (var line in lines)
            {
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The watcher left: nothing to tell anybody.
        }
    }

    private async Task CreateAsync(HttpContext http, ResourceKind kind, string inNamespace)
    {
        var (body, refusal) = await RequestBody.ReadObjectAsync(http.Request, kind, http.RequestAborted);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "CreateOptions");
        refusal ??= unsupported ?? Misplaced(body!, inNamespace);
        if (refusal is null && store.Look(Kinds.Namespace, new("", inNamespace)) is null) refusal = ApiStatus.NamespaceNotFound(inNamespace);
        var name = body?["metadata"]?["name"]?.ToString() ?? "";
        if (refusal is null && name.Length == 0)
            refusal = ApiStatus.Invalid(kind, "", [new("FieldValueRequired", "Required value: name or generateName is required", "metadata.name")]);
        if (refusal is not null) await RefuseAsync(http, refusal);
        else await WriteAsync(http, kind, store.Create(kind, new(inNamespace, name), body!, dryRun), success: 201);
    }

    private async Task UpdateAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (body, refusal) = await RequestBody.ReadObjectAsync(http.Request, kind, http.RequestAborted);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "UpdateOptions");
        refusal ??= unsupported ?? Misplaced(body!, key.Namespace);
        if (refusal is null && body!["metadata"]?["name"]?.ToString() is { } name && name != key.Name)
            refusal = ApiStatus.BadRequest($"the name of the object ({name}) does not match the name on the URL ({key.Name})");
        if (refusal is not null) await RefuseAsync(http, refusal);
        else await WriteAsync(http, kind, store.Update(kind, key, body!, dryRun));
    }

    private async Task DeleteAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (options, refusal) = await RequestBody.ReadDeleteOptionsAsync(http.Request, http.RequestAborted);
        // With a body the query is not looked at: whoever puts dryRun=All there and sends a body really deletes, as on a real cluster.
        IEnumerable<string?> asked = options is null ? http.Request.Query["dryRun"] : (options["dryRun"] as JsonArray ?? []).Select(v => v?.ToString());
        var (dryRun, unsupported) = RequestBody.ReadDryRun(asked, "DeleteOptions");
        if ((refusal ?? unsupported) is { } refused)
        {
            await RefuseAsync(http, refused);
            return;
        }
        var deletion = new Deletion
        {
            Uid = options?["preconditions"]?["uid"]?.ToString(),
            ResourceVersion = options?["preconditions"]?["resourceVersion"]?.ToString(),
        };
        var answer = store.Delete(kind, key, deletion, dryRun);
        if (answer.Refusal is not null) await RefuseAsync(http, answer.Refusal);
        else await http.Response.WriteAsJsonAsync(
            ApiStatus.Deleted(kind, key.Name, answer.Object!["metadata"]!["uid"]!.GetValue<string>()), http.RequestAborted);
    }

    private static ApiStatus? Misplaced(JsonObject body, string inNamespace) =>
        body["metadata"]?["namespace"]?.ToString() is { Length: > 0 } given && given != inNamespace
            ? ApiStatus.BadRequest("the namespace of the provided object does not match the namespace sent on the request")
            : null;

    private static async Task WriteAsync(HttpContext http, ResourceKind kind, StoreAnswer answer, int success = 200)
    {
        if (answer.Refusal is not null)
        {
            await RefuseAsync(http, answer.Refusal);
            return;
        }
        http.Response.StatusCode = success;
        await http.Response.WriteAsJsonAsync(WatchStream.Typed(kind, answer.Object!), http.RequestAborted);
    }

    internal static async Task RefuseAsync(HttpContext http, ApiStatus refusal)
    {
        http.Response.StatusCode = refusal.Code;
        await http.Response.WriteAsJsonAsync(refusal.ToJson(), http.RequestAborted);
    }
}
