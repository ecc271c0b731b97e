using System.Net;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>The sandbox has no sign-in, so it may be reached from this machine only.</summary>
internal static class Loopback
{
    public const string DefaultUrl = "http://127.0.0.1:9300";

    /// <summary>The address that would be reachable from elsewhere, or null when all are fine.</summary>
    public static string? FirstOther(IEnumerable<string> urls) => urls.FirstOrDefault(url => !IsLoopback(url));

    /// <summary>Every address the configuration could make the server listen on.</summary>
    public static IReadOnlyList<string> Configured(IConfiguration configuration)
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        urls.AddRange(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? "(no Url)"));
        return urls.Count == 0 ? [DefaultUrl] : urls;
    }

    /// <summary>Where the Kubernetes API listens with TLS: the port that KubernetesPort names, else a free one.</summary>
    public static string KubernetesUrl(IConfiguration configuration) => $"https://127.0.0.1:{configuration.GetValue("KubernetesPort", 0)}";

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
