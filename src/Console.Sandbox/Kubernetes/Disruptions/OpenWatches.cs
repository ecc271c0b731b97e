using System.Collections.Concurrent;

namespace OpsConsole.Sandbox.Kubernetes.Disruptions;

/// <summary>The watches that are open now, so that they can be cut off as a failing network cuts them: hard, without an end.</summary>
internal sealed class OpenWatches
{
    private readonly ConcurrentDictionary<HttpContext, byte> open = [];

    public int Count => open.Count;

    public IDisposable Enter(HttpContext http)
    {
        open[http] = 0;
        return new Leaving(() => open.TryRemove(http, out _));
    }

    /// <summary>How many there were.</summary>
    public int Cut()
    {
        var cut = 0;
        foreach (var http in open.Keys)
        {
            if (!open.TryRemove(http, out _)) continue;
            http.Abort();
            cut++;
        }
        return cut;
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
