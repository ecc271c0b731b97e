using OpsConsole.Soak.Pages;
using OpsConsole.Soak.Servers;

namespace OpsConsole.Soak.Troubles;

/// <summary>All that can be made to go wrong in a world, by what it strikes.</summary>
/// <param name="world">The world.</param>
/// <param name="signs">What pages must say.</param>
internal sealed class TroubleBook(SoakWorld world, OutageSigns signs)
{
    /// <summary>What pages must say.</summary>
    public OutageSigns Signs => signs;

    /// <summary>For each upstream its troubles. Killed is what most of them are, since that is what happens.</summary>
    public IReadOnlyList<IReadOnlyList<Trouble>> ByUpstream =>
    [
        [
            new("Prometheus", "killed", world.Prometheus.KillAsync, world.Prometheus.StartAsync, OutageSigns.Prometheus),
            new("Prometheus", "killed", world.Prometheus.KillAsync, world.Prometheus.StartAsync, OutageSigns.Prometheus),
            new("Prometheus", "hung", world.Prometheus.HangAsync, _ => world.Prometheus.GoOnAsync(), OutageSigns.Prometheus),
        ],
        [
            new("Alertmanager", "killed", world.Alertmanager.KillAsync, world.Alertmanager.StartAsync, signs.Alertmanager),
            new("Alertmanager", "killed", world.Alertmanager.KillAsync, world.Alertmanager.StartAsync, signs.Alertmanager),
            new("Alertmanager", "hung", world.Alertmanager.HangAsync, _ => world.Alertmanager.GoOnAsync(), signs.Alertmanager),
        ],
        [
            // The fleet goes with it, and a new one comes: with other keys, other pods, and no trouble of before.
            new("cluster", "killed", world.Sandbox.KillAsync, world.StartSandboxAsync, signs.Cluster) { Lie = OutageSigns.NobodyLeads },
            new("cluster", "told to answer 503", () => world.Fleet.OutageAsync("10m", CancellationToken.None), cancellation => world.Fleet.OutageAsync("1s", cancellation), signs.Cluster),
            new("cluster", "hung", world.Sandbox.HangAsync, _ => world.Sandbox.GoOnAsync(), signs.Cluster) { Lie = OutageSigns.NobodyLeads },
        ],
        [
            new("PostgreSQL", "killed", world.Database.KillAsync, world.Database.StartAsync, OutageSigns.Database),
            new("PostgreSQL", "stopped", () => world.Database.StopAsync(CancellationToken.None), world.Database.StartAsync, OutageSigns.Database),
        ],
        [.. world.Replicas.Select(replica => new Trouble($"replica {replica.Name}", "killed", replica.KillAsync, replica.StartAsync, OutageSigns.Nothing) { Victim = replica })],
    ];
}
