using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>The console's settings for its upstreams, as environment variables.</summary>
internal static class Settings
{
    public static IEnumerable<KeyValuePair<string, string>> Alertmanager(ServerProcess server) => Upstream("Alertmanager", ("Url", server.Address.ToString()));

    public static IEnumerable<KeyValuePair<string, string>> Prometheus(ServerProcess server) => Upstream("Prometheus", ("Url", server.Address.ToString()));

    /// <param name="kubeconfig">A kubeconfig file.</param>
    /// <param name="context">A context in it; its current one when null.</param>
    public static IEnumerable<KeyValuePair<string, string>> Kubernetes(string kubeconfig, string? context = null) =>
        Upstream("Kubernetes", [("Kubeconfig", kubeconfig), .. context is null ? [] : (ReadOnlySpan<(string, string)>)[("Context", context)]]);

    private static KeyValuePair<string, string>[] Upstream(string kind, params (string Name, string Value)[] fields) =>
        [.. fields.Append(("Name", "main")).Select(field => KeyValuePair.Create($"Upstreams__{kind}__0__{field.Item1}", field.Item2))];
}
