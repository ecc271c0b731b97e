using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Representations;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>How answers are sent: as JSON, large ones compressed for those who take that.</summary>
internal static class ApiResponse
{
    // As the real server: less is not worth the work.
    private const int CompressFrom = 128 * 1024;

    public static async Task RefuseAsync(HttpContext http, ApiStatus refusal)
    {
        if (refusal.Details?["retryAfterSeconds"] is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToJsonString();
        await JsonAsync(http, refusal.Code, refusal.ToJson());
    }

    public static Task JsonAsync(HttpContext http, int code, JsonNode body) => BytesAsync(http, code, StoredObject.Bytes(body));

    /// <summary>The object that a write led to, or the refusal.</summary>
    public static async Task ObjectAsync(HttpContext http, ResourceKind kind, ObjectKey key, StoreAnswer answer, int success = 200)
    {
        if (answer.Refusal is not null)
        {
            await RefuseAsync(http, answer.Refusal);
            return;
        }
        var to = new ArrayBufferWriter<byte>();
        new WholeObjects(kind).WriteObject(to, new StoredObject(kind, key, answer.Object!));
        await BytesAsync(http, success, to.WrittenMemory);
    }

    public static async Task BytesAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-cache, private";
        if (body.Length <= CompressFrom || !TakesGzip(http.Request))
        {
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
            return;
        }
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.Headers.Vary = "Accept-Encoding";
        await using var gzip = new GZipStream(http.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body, http.RequestAborted);
    }

    public static Task NoSuchPathAsync(HttpContext http) =>
        BytesAsync(http, StatusCodes.Status404NotFound, "404 page not found\n"u8.ToArray(), "text/plain; charset=utf-8");

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TakesGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
