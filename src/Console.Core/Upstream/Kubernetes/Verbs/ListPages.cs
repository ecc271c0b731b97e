using System.Globalization;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Reads a whole list, page by page: a large one is built at once neither in the cluster nor here.</summary>
internal static class ListPages
{
    private const int Page = 500;

    /// <param name="http">The cluster.</param>
    /// <param name="kind">What is listed.</param>
    /// <param name="path">The collection's path.</param>
    /// <param name="terms">More of the query, beginning with an ampersand; empty for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The objects, and the place from which to watch.</returns>
    /// <exception cref="UpstreamException">It was not given. Gone: a page's snapshot is lost, begin anew.</exception>
    public static async Task<(List<T> Items, string Place)> ReadAsync<T>(
        SourceHttp http, KubernetesKind<T> kind, string path, string terms, CancellationToken cancellation)
        where T : class, IClusterObject
    {
        var items = new List<T>();
        for (string? token = null; ;)
        {
            var next = token is null ? string.Empty : $"&continue={Uri.EscapeDataString(token)}";
            var query = $"{path}?limit={Page}&{Timeout(http)}{terms}{next}";
            var page = await http.ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, query), kind.ReadPageAsync, cancellation).ConfigureAwait(false);
            items.AddRange(page.Items);
            token = page.Continue;
            if (token is null)
            {
                return (items, page.Place);
            }
        }
    }

    /// <summary>A cluster whose store hangs says so within this, instead of saying nothing until we give up.</summary>
    public static string Timeout(SourceHttp http) => string.Create(CultureInfo.InvariantCulture, $"timeout={Math.Max(1, (int)(http.Timeout.TotalSeconds * 0.8))}s");
}
