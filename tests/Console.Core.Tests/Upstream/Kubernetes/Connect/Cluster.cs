using OpsConsole.Sources;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes.Connect;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>A cluster reached as a kubeconfig says.</summary>
internal static class Cluster
{
    public static readonly Func<string, string?> NoEnvironment = _ => null;

    /// <summary>A kubeconfig with one context; both parts are written as YAML in braces or indented by four.</summary>
    public static string ConfigOf(string cluster, string user) => $$"""
        current-context: main
        clusters:
        - name: c
          cluster:
            {{cluster}}
        contexts:
        - name: main
          context: {cluster: c, user: u}
        users:
        - name: u
          user:
            {{user}}
        preferences: {}

        """;

    public static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));

    /// <summary>A server with an authority of its own.</summary>
    public static string At(ApiServer server, TestAuthority authority, string more = "") =>
        $"server: {server.Url}\n    certificate-authority-data: {Base64(authority.Pem)}{(more.Length > 0 ? $"\n    {more}" : "")}";

    public static HttpClient Open(string file, TimeProvider? clock = null) => Open(Kubeconfig.Read(file, null, NoEnvironment).Value, clock);

    public static HttpClient Open(KubernetesConnection connection, TimeProvider? clock = null)
    {
        var source = SourceIdentity.Of("main", SourceKind.Kubernetes, connection.Server);
        return new HttpClient(connection.Open(source, clock ?? TimeProvider.System))
        {
            BaseAddress = source.Address,
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }
}
