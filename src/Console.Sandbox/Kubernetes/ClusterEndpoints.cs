using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>What a cluster answers beside its objects: version, health, and a kubeconfig to reach it with.</summary>
internal static class ClusterEndpoints
{
    public static void MapCluster(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/version", (HttpContext http) => http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["major"] = "1",
            ["minor"] = "36",
            ["gitVersion"] = "v1.36.2+sandbox",
            ["gitTreeState"] = "clean",
            ["platform"] = "linux/amd64",
        }, http.RequestAborted));
        foreach (var path in (ReadOnlySpan<string>)["/livez", "/readyz", "/healthz"])
            routes.MapGet(path, () => Results.Text("ok", "text/plain"));
        routes.MapGet("/kubeconfig", (HttpContext http) => Results.Text(Kubeconfig($"http://{http.Request.Host}"), "application/yaml"));
        foreach (var path in (ReadOnlySpan<string>)["/api/{**rest}", "/apis/{**rest}"])
            routes.Map(path, NothingThereAsync);
    }

    private static Task NothingThereAsync(HttpContext http) => ResourceEndpoints.RefuseAsync(http, ApiStatus.NoSuchResource());

    private static string Kubeconfig(string server) => $"""
        apiVersion: v1
        kind: Config
        current-context: main
        clusters:
          - name: main
            cluster:
              server: {server}
        users:
          - name: sandbox
            user: {"{}"}
        contexts:
          - name: main
            context:
              cluster: main
              user: sandbox

        """;
}
