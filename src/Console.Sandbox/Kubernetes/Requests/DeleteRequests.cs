using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Deletes, of one object or of all that fit.</summary>
internal sealed class DeleteRequests(ObjectStore store)
{
    public async Task DeleteAsync(HttpContext http, ResourceKind kind, ObjectKey key)
    {
        var (options, refusal) = await ReadAsync(http);
        if (refusal is not null)
        {
            await ApiResponse.RefuseAsync(http, store.Look(kind, key) is null ? ApiStatus.NotFound(kind, key.Name) : refusal);
            return;
        }
        var answer = store.Delete(kind, key, options!.Deletion, options.DryRun);
        if (answer is { Refusal: null, Removed: true } && !kind.EndsGracefully)
            await ApiResponse.JsonAsync(http, StatusCodes.Status200OK, ApiStatus.Deleted(kind, key.Name, answer.Object!["metadata"]!["uid"]!.ToString()));
        else await ApiResponse.ObjectAsync(http, kind, key, answer);
    }

    /// <summary>The answer lists what was there.</summary>
    public async Task DeleteCollectionAsync(HttpContext http, ResourceKind kind, string? inNamespace)
    {
        var (options, refusal) = await ReadAsync(http);
        var (query, unreadable) = ListQuery.Read(kind, http.Request.Query, watch: false);
        if ((refusal ?? unreadable) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        var (version, all) = store.List(kind, inNamespace);
        var gone = all.Where(query!.Fits).ToList();
        foreach (var it in gone) store.Delete(kind, it.Key, options!.Deletion, options.DryRun);
        var to = new System.Buffers.ArrayBufferWriter<byte>();
        new WholeObjects(kind).WriteList(to, new(ApiResponse.Text(version), gone));
        await ApiResponse.BytesAsync(http, StatusCodes.Status200OK, to.WrittenMemory);
    }

    private static async Task<(Options? Options, ApiStatus? Refusal)> ReadAsync(HttpContext http)
    {
        var (body, refusal) = await RequestBody.ReadDeleteOptionsAsync(http.Request, http.RequestAborted);
        return refusal is not null ? (null, refusal) : Read(body, http.Request.Query);
    }

    internal static (Options? Options, ApiStatus? Refusal) Read(JsonObject? body, IQueryCollection query)
    {
        // With a body the query is not looked at: whoever puts dryRun=All there and sends a body really deletes, as on a real cluster.
        string? Given(string field) => body is null ? query[field].ToString() : body[field]?.ToString();
        var (dryRun, refusal) = RequestBody.ReadDryRun(
            body is null ? query["dryRun"] : (body["dryRun"] as JsonArray ?? []).Select(v => v?.ToString()), "DeleteOptions");
        if (refusal is not null) return (null, refusal);
        if (!TryPropagation(Given("propagationPolicy"), out var propagation))
            return (null, ApiStatus.InvalidOptions("DeleteOptions", new Cause("FieldValueNotSupported",
                $"Unsupported value: \"{Given("propagationPolicy")}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", "propagationPolicy")));
        return (new(new Deletion
        {
            Uid = body?["preconditions"]?["uid"]?.ToString(),
            ResourceVersion = body?["preconditions"]?["resourceVersion"]?.ToString(),
            // A negative period means: the shortest there is.
            GraceSeconds = long.TryParse(Given("gracePeriodSeconds"), out var grace) ? (grace < 0 ? 1 : grace) : null,
            Propagation = propagation,
        }, dryRun), null);
    }

    private static bool TryPropagation(string? given, out Propagation propagation)
    {
        propagation = given switch { "Foreground" => Propagation.Foreground, "Orphan" => Propagation.Orphan, _ => Propagation.Background };
        return string.IsNullOrEmpty(given) || given is "Foreground" or "Background" or "Orphan";
    }

    internal sealed record Options(Deletion Deletion, bool DryRun);
}
