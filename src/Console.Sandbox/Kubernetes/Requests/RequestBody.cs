using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Reads what a client sent, and refuses it in the server's words.</summary>
internal static class RequestBody
{
    private const int Limit = 3145728;

    public static async Task<(JsonObject? Body, ApiStatus? Refusal)> ReadObjectAsync(
        HttpRequest request, string kind, string version, CancellationToken cancellation)
    {
        if (!IsJson(request)) return (null, UnknownFormat());
        var (bytes, tooLarge) = await ReadAsync(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        if (Parse(bytes!) is not JsonObject body)
            return (null, ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; "
                + $"json parse error: unexpected end of JSON input ({Start(bytes!)})"));
        var given = body["kind"]?.ToString();
        if (given is null || given == kind) return (body, null);
        var group = body["apiVersion"]?.ToString() is { } api && api.Contains('/') ? api.Split('/')[1] : body["apiVersion"]?.ToString() ?? version;
        return (null, ApiStatus.BadRequest(
            $"{given} in version \"{group}\" cannot be handled as a {kind}: converting ({group}.{given}) to ({kind}): unknown conversion"));
    }

    /// <summary>Null options when there is no body: only then the query of a delete counts.</summary>
    public static async Task<(JsonObject? Options, ApiStatus? Refusal)> ReadDeleteOptionsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (bytes, tooLarge) = await ReadAsync(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        if (bytes!.Length == 0) return (null, null);
        if (!IsJson(request)) return (null, UnknownFormat());
        return Parse(bytes) is JsonObject options ? (options, null) : (null, ApiStatus.BadRequest(
            $"couldn't get version/kind; json parse error: unexpected end of JSON input ({Start(bytes)})"));
    }

    public static async Task<(JsonNode? Patch, ApiStatus? Refusal)> ReadPatchAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (bytes, tooLarge) = await ReadAsync(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        return Parse(bytes!) is { } patch ? (patch, null) : (null, ApiStatus.BadRequest("error decoding patch: unexpected end of JSON input"));
    }

    public static async Task<(byte[]? Bytes, ApiStatus? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Limit) return (null, TooLarge());
        using var buffer = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int count; (count = await request.Body.ReadAsync(part, cancellation)) > 0;)
        {
            buffer.Write(part, 0, count);
            if (buffer.Length > Limit) return (null, TooLarge());
        }
        return (buffer.ToArray(), null);
    }

    /// <summary>Whether a dry run was asked for; only "All" is known.</summary>
    public static (bool DryRun, ApiStatus? Refusal) ReadDryRun(IEnumerable<string?> values, string options)
    {
        var given = values.Where(v => !string.IsNullOrEmpty(v)).ToList();
        if (given.Find(v => v != "All") is { } unknown)
            return (false, ApiStatus.InvalidOptions(options, new Cause("FieldValueNotSupported",
                $"Unsupported value: [\"{unknown}\"]: supported values: \"All\"", "dryRun")));
        return (given.Count > 0, null);
    }

    // kubectl sends a Scale without saying what it is.
    private static bool IsJson(HttpRequest request) => request.ContentType is not { } type
        || type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    public static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            // Detached from the lazily read text, so that a body that names a field twice is found out here and not later.
            return JsonNode.Parse(bytes)?.DeepClone();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static ApiStatus UnknownFormat() => new(415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json");

    private static ApiStatus TooLarge() => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");

    private static string Start(byte[] bytes) => Encoding.UTF8.GetString(bytes) switch { "" => "<empty>", { Length: <= 30 } all => all, var long_ => long_[..30] + " ..." };
}
