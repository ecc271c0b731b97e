namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Leads each request about objects to what answers it.</summary>
internal sealed class ResourceRequests(
    ReadRequests reads, WatchRequests watches, WriteRequests writes, DeleteRequests deletes, SubresourceRequests subresources)
{
    public Task HandleAsync(HttpContext http, ApiRequest request, ResourceKind kind)
    {
        // A namespace is no object of itself: its key lies in none.
        var inNamespace = kind.Namespaced ? request.Namespace : "";
        if (kind.Namespaced && request.Namespace is null && (request.Name is not null || request.Verb == "create"))
            return ApiResponse.RefuseAsync(http, request.Name is null ? ApiStatus.MethodNotAllowed() : ApiStatus.NoSuchResource());
        if (kind.StoredAs is not null && request.Verb is not ("get" or "list" or "watch")) return NotAllowedAsync(http);
        if (request.OldWatch) return OldWatchAsync(http, request, kind);
        if (request.Name is not { } name) return CollectionAsync(http, request.Verb, kind, inNamespace);
        var key = new ObjectKey(inNamespace ?? "", name);
        return request.Subresource is null ? ObjectAsync(http, request.Verb, kind, key)
            : subresources.HandleAsync(http, request.Verb, request.Subresource, kind, key);
    }

    private Task CollectionAsync(HttpContext http, string verb, ResourceKind kind, string? inNamespace)
    {
        var within = kind.Namespaced ? inNamespace : null;
        return verb switch
        {
            "list" => reads.ListAsync(http, kind, within),
            "watch" => watches.WatchAsync(http, kind, within),
            "create" => writes.CreateAsync(http, kind, inNamespace),
            "deletecollection" when kind != Kinds.Namespace => deletes.DeleteCollectionAsync(http, kind, within),
            _ => NotAllowedAsync(http),
        };
    }

    private Task ObjectAsync(HttpContext http, string verb, ResourceKind kind, ObjectKey key) => verb switch
    {
        "get" => reads.GetAsync(http, kind, key),
        "update" => writes.UpdateAsync(http, kind, key, Part.Main),
        "patch" => writes.PatchAsync(http, kind, key, Part.Main),
        "delete" => deletes.DeleteAsync(http, kind, key),
        _ => NotAllowedAsync(http),
    };

    // The deprecated /watch/ paths: the same watch, of one object by its name.
    private Task OldWatchAsync(HttpContext http, ApiRequest request, ResourceKind kind)
    {
        if (request.Verb != "watch") return NotAllowedAsync(http);
        if (request.Name is { } name) http.Request.QueryString = http.Request.QueryString.Add("fieldSelector", $"metadata.name={name}");
        return watches.WatchAsync(http, kind, kind.Namespaced ? request.Namespace : null);
    }

    private static Task NotAllowedAsync(HttpContext http) => ApiResponse.RefuseAsync(http, ApiStatus.MethodNotAllowed());
}

/// <summary>Leads requests about a part of an object to what answers them.</summary>
internal sealed class SubresourceRequests(
    ReadRequests reads, WriteRequests writes, ScaleRequests scales, EvictionRequests evictions, LogRequests logs)
{
    public Task HandleAsync(HttpContext http, string verb, string subresource, ResourceKind kind, ObjectKey key)
    {
        if (kind.Subresources.FirstOrDefault(s => s.Name == subresource) is not { } known)
            return ApiResponse.RefuseAsync(http, ApiStatus.NoSuchResource());
        if (!known.Verbs.Contains(verb)) return ApiResponse.RefuseAsync(http, ApiStatus.MethodNotAllowed());
        return (subresource, verb) switch
        {
            ("scale", "get") => scales.GetAsync(http, kind, key),
            ("scale", "patch") => scales.PatchAsync(http, kind, key),
            ("scale", _) => scales.UpdateAsync(http, kind, key),
            ("eviction", _) => evictions.CreateAsync(http, key),
            ("log", _) => logs.GetAsync(http, key),
            (_, "get") => reads.GetAsync(http, kind, key),
            (_, "patch") => writes.PatchAsync(http, kind, key, Part.Status),
            _ => writes.UpdateAsync(http, kind, key, Part.Status),
        };
    }
}
