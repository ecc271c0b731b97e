using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>Reads what a client sent, and refuses it in the server's words.</summary>
internal static class RequestBody
{
    private const int Limit = 3145728;

    public static async Task<(JsonObject? Body, ApiStatus? Refusal)> ReadObjectAsync(
        HttpRequest request, ResourceKind kind, CancellationToken cancellation)
    {
        if (!IsJson(request)) return (null, UnknownFormat());
        var (text, tooLarge) = await ReadTextAsync(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        if (Parse(text) is not { } body)
            return (null, ApiStatus.BadRequest($"the object provided is unrecognized (must be of type {kind.Kind}): couldn't get version/kind; "
                + $"json parse error: unexpected end of JSON input ({Start(text)})"));
        var given = body["kind"]?.ToString();
        return given is null || given == kind.Kind ? (body, null) : (null, ApiStatus.BadRequest(
            $"{given} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: converting ({given}) to ({kind.Kind}): unknown conversion"));
    }

    /// <summary>Null when there is no body: only then the query of a delete counts.</summary>
    public static async Task<(JsonObject? Options, ApiStatus? Refusal)> ReadDeleteOptionsAsync(HttpRequest request, CancellationToken cancellation)
    {
        var (text, tooLarge) = await ReadTextAsync(request, cancellation);
        if (tooLarge is not null) return (null, tooLarge);
        if (text.Length == 0) return (null, null);
        if (!IsJson(request)) return (null, UnknownFormat());
        return Parse(text) is { } options ? (options, null) : (null, ApiStatus.BadRequest(
            $"couldn't get version/kind; json parse error: unexpected end of JSON input ({Start(text)})"));
    }

    /// <summary>Whether a dry run was asked for; only "All" is known.</summary>
    public static (bool DryRun, ApiStatus? Refusal) ReadDryRun(IEnumerable<string?> values, string options)
    {
        var given = values.Where(v => !string.IsNullOrEmpty(v)).ToList();
        if (given.Find(v => v != "All") is { } unknown)
            return (false, ApiStatus.InvalidOptions(options, new("FieldValueNotSupported",
                $"Unsupported value: [\"{unknown}\"]: supported values: \"All\"", "dryRun")));
        return (given.Count > 0, null);
    }

    private static async Task<(string Text, ApiStatus? Refusal)> ReadTextAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Limit) return ("", TooLarge());
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(cancellation);
        return text.Length > Limit ? ("", TooLarge()) : (text, null);
    }

    private static bool IsJson(HttpRequest request) => request.ContentType is not { } type
        || type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ApiStatus UnknownFormat() => new(415, "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: application/json");

    private static ApiStatus TooLarge() => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");

    private static string Start(string text) => text.Length switch { 0 => "<empty>", <= 30 => text, _ => text[..30] + " ..." };
}
