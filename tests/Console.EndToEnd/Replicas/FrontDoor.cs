using OpsConsole.World;

namespace OpsConsole.EndToEnd.Replicas;

/// <summary>A reverse proxy in front of the replicas, as an installation has one: a person stays on one of them while it lives.</summary>
internal static class FrontDoor
{
    /// <summary>The cookie by which it knows who belongs where.</summary>
    public const string Cookie = "replica";

    /// <summary>What to start.</summary>
    /// <param name="folder">Where its configuration is written.</param>
    /// <param name="replicas">The replicas by name.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<ServerPlan> PlanAsync(string folder, IReadOnlyDictionary<string, Uri> replicas, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        var file = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
              mode http
              timeout connect 1s
              timeout client 60s
              timeout server 60s
              timeout tunnel 1h
              option redispatch 1
              option forwardfor
              retries 3
            frontend door
              bind 127.0.0.1:{port}
              default_backend consoles
            backend consoles
              balance roundrobin
              cookie {Cookie} insert indirect nocache
              option httpchk GET /health/ready
              default-server check inter 300ms fall 2 rise 1 on-marked-down shutdown-sessions
            {string.Join('\n', replicas.Select(replica => $"  server {replica.Key} {replica.Value.Authority} cookie {replica.Key}"))}

            """, cancellation);
        return new("front door", "haproxy", ["-f", file, "-db"], port, "health/ready") { Folder = folder };
    }
}
