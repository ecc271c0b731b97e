using System.Globalization;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>The objects of one kind in one namespace or the whole cluster: listed, and watched from where a list ended.</summary>
internal sealed class KubernetesCollection<T>(SourceHttp http, KubernetesKind<T> kind, string? @namespace, TimeProvider clock)
    where T : class, IClusterObject
{
    private readonly string path = kind.Path(@namespace);

    /// <summary>For messages: <c>leases in billing</c>.</summary>
    public string Title => @namespace is null ? kind.Plural : $"{kind.Plural} in {@namespace}";

    public KubernetesKind<T> Kind => kind;

    public SourceHttp Http => http;

    /// <summary>The whole content, and the place from which to watch.</summary>
    /// <exception cref="UpstreamException">It was not given. Gone: a page's snapshot is lost, begin anew.</exception>
    public Task<(List<T> Items, string Place)> ListAsync(CancellationToken cancellation) => ListPages.ReadAsync(http, kind, path, string.Empty, cancellation);

    /// <summary>Watches from a place, with bookmarks, for as long as the cluster is asked to keep it open.</summary>
    /// <exception cref="UpstreamException">It could not be begun.</exception>
    public async Task<KubernetesWatch<T>> WatchAsync(string place, TimeSpan length, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture,
            $"{path}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(place)}&timeoutSeconds={(int)length.TotalSeconds}"));
        var response = await http.OpenAsync(request, cancellation).ConfigureAwait(false);
        return new(http, kind, response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), clock);
    }
}
