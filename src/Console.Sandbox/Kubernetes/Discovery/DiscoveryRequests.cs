using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Requests;

namespace OpsConsole.Sandbox.Kubernetes.Discovery;

/// <summary>Answers what is served, and what this server is.</summary>
internal static class DiscoveryRequests
{
    public static Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            return ApiResponse.RefuseAsync(http, ApiStatus.MethodNotAllowed());
        return http.Request.Path.Value!.Trim('/').Split('/') switch
        {
            ["version"] => DocumentAsync(http, Version()),
            ["livez" or "readyz" or "healthz", ..] => HealthAsync(http),
            ["openapi", "v2"] => ApiResponse.BytesAsync(http, StatusCodes.Status200OK, OpenApiDocument.Bytes(), OpenApiDocument.MediaType),
            ["api"] => RootAsync(http, core: true),
            ["apis"] => RootAsync(http, core: false),
            ["api", var version] when DiscoveryDocuments.HasVersion("", version) => DocumentAsync(http, DiscoveryDocuments.Resources("", version)),
            ["apis", var group] when DiscoveryDocuments.HasGroup(group) => DocumentAsync(http, DiscoveryDocuments.Group(group)),
            ["apis", var group, var version] when DiscoveryDocuments.HasVersion(group, version) =>
                DocumentAsync(http, DiscoveryDocuments.Resources(group, version)),
            ["apis", var group, _] when DiscoveryDocuments.HasGroup(group) => ApiResponse.RefuseAsync(http, ApiStatus.NoSuchResource()),
            _ => ApiResponse.NoSuchPathAsync(http),
        };
    }

    // The plain port answers before the one with TLS listens: until both do, a kubeconfig would lead nowhere.
    private static Task HealthAsync(HttpContext http) => http.Request.Path.Value!.StartsWith("/readyz", StringComparison.Ordinal)
        && !http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested
        ? ApiResponse.BytesAsync(http, StatusCodes.Status503ServiceUnavailable, "starting"u8.ToArray(), "text/plain; charset=utf-8")
        : ApiResponse.BytesAsync(http, StatusCodes.Status200OK, Health(http), "text/plain; charset=utf-8");

    private static byte[] Health(HttpContext http) => http.Request.Query.ContainsKey("verbose") ? System.Text.Encoding.UTF8.GetBytes($"[+]ping ok\n{http.Request.Path.Value!.Trim('/')} check passed\n") : "ok"u8.ToArray();

    private static Task RootAsync(HttpContext http, bool core)
    {
        http.Response.Headers.Vary = "Accept";
        foreach (var (media, parameters) in Negotiation.Accepted(http.Request))
            if (media == "application/json" && parameters.GetValueOrDefault("as") == "APIGroupDiscoveryList"
                && parameters.GetValueOrDefault("v") is "v2" or "v2beta1" && parameters["v"] is var version)
                return TaggedAsync(http, DiscoveryDocuments.Aggregated(core, version), $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
            else if (media is "application/json" or "*/*") break;
        return DocumentAsync(http, core ? DiscoveryDocuments.Core() : DiscoveryDocuments.GroupList());
    }

    private static async Task TaggedAsync(HttpContext http, JsonObject document, string contentType)
    {
        var bytes = StoredObject.Bytes(document);
        var tag = $"\"{Convert.ToHexString(SHA512.HashData(bytes))}\"";
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await ApiResponse.BytesAsync(http, StatusCodes.Status200OK, bytes, contentType);
    }

    private static Task DocumentAsync(HttpContext http, JsonObject document) => ApiResponse.JsonAsync(http, StatusCodes.Status200OK, document);

    private static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = "v1.36.2+sandbox",
        ["gitTreeState"] = "clean",
        ["goVersion"] = "none",
        ["compiler"] = "none",
        ["platform"] = "linux/amd64",
    };
}
