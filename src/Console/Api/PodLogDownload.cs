using System.Text;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Api;

/// <summary>A container's log as a file: the last hour of it, ten megabytes at most.</summary>
internal static class PodLogDownload
{
    private const int MostBytes = 10_000_000;
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    public static IEndpointRouteBuilder MapPodLogs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/systems/{id}/pods/{ns}/{pod}/log", SendAsync).WithTags("Workloads").RequireAction(Actions.ReadLogs);
        return app;
    }

    internal static async Task SendAsync(
        HttpContext http, string id, string ns, string pod, LiveState live, IEnumerable<IClusterSource> clusters, CancellationToken cancellation)
    {
        var query = http.Request.Query;
        var container = query["container"].ToString();
        var profile = live.Systems.Current.Value?.Find(id)?.Profile;
        var refusal = profile is null ? "There is no such system."
            : !profile.Namespaces.Contains(ns) ? $"The namespace is none of this system's: {string.Join(", ", profile.Namespaces)}."
            : !IsName(pod) || !IsName(container) ? "Name the pod in the path and its container in the query (?container=NAME), as Kubernetes writes them."
            : null;
        if (refusal is not null)
        {
            await RefuseAsync(http, profile is null ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, refusal);
        }
        else if (clusters.FirstOrDefault(cluster => cluster.Name == profile!.Cluster) is not { } cluster)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "No configured cluster runs this system.");
        }
        else
        {
            var log = new LogQuery(ns, pod, container, null, false) { Since = Span, LimitBytes = MostBytes, Previous = query["previous"] == "true" };
            await CopyAsync(http, cluster, log, cancellation);
        }
    }

    private static async Task CopyAsync(HttpContext http, IClusterSource cluster, LogQuery log, CancellationToken cancellation)
    {
        var lines = cluster.LogAsync(log, cancellation).GetAsyncEnumerator(cancellation);
        await using (lines)
        {
            try
            {
                // The first line is awaited before anything is sent: a refusal must still be able to be one.
                var more = await lines.MoveNextAsync();
                Begin(http.Response, log);
                for (; more; more = await lines.MoveNextAsync())
                {
                    await http.Response.WriteAsync($"{lines.Current.At:yyyy-MM-ddTHH:mm:ss.fffffffZ} {lines.Current.Text}\n", Encoding.UTF8, cancellation);
                }
            }
            catch (UpstreamException e) when (!http.Response.HasStarted)
            {
                http.Response.Headers.ContentDisposition = default;
                await RefuseAsync(http, e.Fault is UpstreamFault.Missing ? StatusCodes.Status404NotFound : StatusCodes.Status502BadGateway, e.Message);
            }
            catch (UpstreamException)
            {
                // Half a log must not look like a whole one.
                http.Abort();
            }
        }
    }

    private static void Begin(HttpResponse response, LogQuery log)
    {
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{log.Namespace}_{log.Pod}_{log.Container}{(log.Previous ? "_previous" : null)}.log\"";
        response.Headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext http, int status, string words)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync($"{words}\n", http.RequestAborted);
    }

    // What may stand in a path, a query and a file's name alike.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.') && text[0] != '.';
}
