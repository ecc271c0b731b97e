using System.Net.Http.Json;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Silences;

/// <summary>Two real Alertmanagers that are one cluster.</summary>
internal sealed class AlertmanagerPair : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-pair-").FullName;

    private AlertmanagerPair()
    {
        var (one, other) = (LoopbackPorts.Next(), LoopbackPorts.Next());
        (First, Second) = (new(Plan("am-1", one, other)), new(Plan("am-2", other, one)));
    }

    public ServerProcess First { get; }

    public ServerProcess Second { get; }

    /// <summary>What a console is told of them.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Upstreams__Alertmanager__0__Name"] = "am-1",
        ["Upstreams__Alertmanager__0__Url"] = First.Address.AbsoluteUri,
        ["Upstreams__Alertmanager__1__Name"] = "am-2",
        ["Upstreams__Alertmanager__1__Url"] = Second.Address.AbsoluteUri,
    };

    public static async Task<AlertmanagerPair> StartAsync(CancellationToken cancellation)
    {
        var pair = new AlertmanagerPair();
        try
        {
            await Task.WhenAll(pair.First.StartAsync(cancellation), pair.Second.StartAsync(cancellation));
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts an alert to some of them, as Prometheus does to all.</summary>
    public static async Task PostAsync(string name, CancellationToken cancellation, params ServerProcess[] members)
    {
        foreach (var member in members)
        {
            using var http = new HttpClient { BaseAddress = member.Address };
            using var answer = await http.PostAsJsonAsync(
                "api/v2/alerts", new[] { new { labels = new { alertname = name, system = "plue", severity = "warning" }, endsAt = TimeProvider.System.GetUtcNow().AddMinutes(20) } }, cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private ServerPlan Plan(string name, int gossip, int peer)
    {
        var port = LoopbackPorts.Next();
        var routes = Path.Combine(folder, "alertmanager.yml");
        File.WriteAllText(routes, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        return new(name, "prometheus-alertmanager",
        [
            $"--config.file={routes}", $"--storage.path={Path.Combine(folder, name)}", $"--web.listen-address=127.0.0.1:{port}",
            $"--cluster.listen-address=127.0.0.1:{gossip}", $"--cluster.advertise-address=127.0.0.1:{gossip}", $"--cluster.peer=127.0.0.1:{peer}",
            "--cluster.gossip-interval=50ms", "--cluster.pushpull-interval=2s", "--cluster.reconnect-interval=1s", "--cluster.settle-timeout=1s",
        ], port, "-/ready")
        { Folder = folder };
    }
}
