using System.Text;
using OpsConsole.Sandbox.Kubernetes.Disruptions;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Watches: one JSON object a line, as long as the client stays.</summary>
internal sealed class WatchRequests(ObjectStore store, OpenWatches watches, TimeProvider clock, IHostApplicationLifetime life)
{
    public async Task WatchAsync(HttpContext http, ResourceKind kind, string? inNamespace)
    {
        var (form, refusal) = Negotiation.Choose(http.Request, kind, watch: true, clock);
        var (query, unreadable) = ListQuery.Read(kind, http.Request.Query, watch: true);
        if ((refusal ?? unreadable) is { } refused)
        {
            await ApiResponse.RefuseAsync(http, refused);
            return;
        }
        using var open = watches.Enter(http);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        var cancellation = over.Token;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            await http.Response.StartAsync(cancellation);   // the headers go at once, before any event
            await http.Response.Body.FlushAsync(cancellation);
            var events = new WatchStream(store, kind, inNamespace, query!, clock).EventsAsync(form!, cancellation);
            await foreach (var happened in events)
            {
                if (happened.Object is not null) form!.WriteEvent(http.Response.BodyWriter, happened.Type, happened.Object);
                else
                {
                    var line = $"{{\"type\":\"{happened.Type}\",\"object\":{Encoding.UTF8.GetString(StoredObject.Bytes(happened.Other!))}}}\n";
                    await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
                }
                await http.Response.BodyWriter.FlushAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The watcher left, or the sandbox stops: nothing to tell anybody.
        }
    }
}
