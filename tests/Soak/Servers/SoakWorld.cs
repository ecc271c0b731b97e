using OpsConsole.Core.Tests.RealServers;
using OpsConsole.World;

namespace OpsConsole.Soak.Servers;

/// <summary>Everything that is played with: the fleet, a real Prometheus and Alertmanager, a real PostgreSQL, and two consoles on it.</summary>
internal sealed class SoakWorld : IAsyncDisposable
{
    /// <summary>Somebody who may answer alerts and no more: the others' roles are those of all tests.</summary>
    public const string Responder = "rita";

    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-soak-").FullName;
    private readonly WorldPlan plan;
    private readonly Cluster cluster;
    private readonly List<Replica> replicas = [];

    public SoakWorld()
    {
        // The intervals of an installation, not those of tests in a hurry: what is watched here is how the consoles bear trouble.
        plan = new(folder, historyDays: 1) { ScrapeEvery = TimeSpan.FromSeconds(5), JudgeEvery = TimeSpan.FromSeconds(5) };
        cluster = new(folder);
        Sandbox = new(plan.Sandbox with { Arguments = [.. plan.Sandbox.Arguments, "--KubernetesPort", $"{LoopbackPorts.Next()}"] });
        Alertmanager = new(plan.Alertmanager);
        Prometheus = new(plan.Prometheus);
        Fleet = new(Sandbox.Address);
    }

    /// <summary>The fleet and its cluster's API: one process.</summary>
    public ServerProcess Sandbox { get; }

    public ServerProcess Alertmanager { get; }

    public ServerProcess Prometheus { get; }

    /// <summary>What both consoles keep their records in.</summary>
    public PostgresServer Database { get; private set; } = null!;

    /// <summary>Its connection string.</summary>
    public string Connection { get; private set; } = null!;

    /// <summary>The consoles.</summary>
    public IReadOnlyList<Replica> Replicas => replicas;

    /// <summary>What can be done to the fleet.</summary>
    public FleetClient Fleet { get; }

    /// <summary>The systems that are described, from their profiles.</summary>
    public IReadOnlyList<SystemPlan> Systems { get; } = SystemPlan.ReadAll(Repository.At("systems"));

    /// <summary>The consoles' data folder: users, the audit's keys.</summary>
    public string Data => Path.Combine(folder, "data");

    /// <summary>Where files of the run are.</summary>
    public string Folder => folder;

    /// <summary>Where a replica keeps its anchors.</summary>
    public string AnchorsOf(string replica) => Path.Combine(folder, $"anchors-{replica}.jsonl");

    /// <summary>Where a replica's whole log is.</summary>
    public string LogOf(string replica) => Path.Combine(folder, $"replica-{replica}.log");

    /// <summary>Starts all of it.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await plan.PrepareAsync(cancellation);
        await Visitor.AddAsync(Repository.Console, plan.DataFolder, Responder, "ops-responders", cancellation);
        await StartSandboxAsync(cancellation);
        Database = await PostgresServer.StartNewAsync(cancellation);
        Connection = await Database.NewDatabaseAsync(cancellation);
        replicas.Add(new("a", PlanOf("a", plan.Console), LogOf("a")));
        replicas.Add(new("b", PlanOf("b", plan.ConsoleAt(LoopbackPorts.Next())), LogOf("b")));
        await Task.WhenAll(Alertmanager.StartAsync(cancellation), Prometheus.StartAsync(cancellation));
        await Task.WhenAll(replicas.Select(replica => replica.StartAsync(cancellation)));
        await ScrapeReader.AwaitAllAsync(Prometheus.Address, await Fleet.TargetsAsync(cancellation), cancellation);
    }

    /// <summary>Starts the fleet, whose cluster has new keys each time.</summary>
    public async Task StartSandboxAsync(CancellationToken cancellation)
    {
        await Sandbox.StartAsync(cancellation);
        await cluster.WriteAsync(await Fleet.KubeconfigAsync(cancellation), plan.Kubeconfig, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        foreach (var server in (ServerProcess[])[Prometheus, Alertmanager, Sandbox])
        {
            await server.DisposeAsync();
        }

        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Fleet.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private ServerPlan PlanOf(string name, ServerPlan console) => console with
    {
        Environment = new Dictionary<string, string>(console.Environment)
        {
            ["Storage__Folder"] = Data,
            ["Storage__PostgreSql"] = Connection,
            ["Audit__AnchorFile"] = AnchorsOf(name),
            ["Logs__Format"] = "json",

            // What waits for a second person who does not come lapses within the run.
            ["Actions__ApprovalWithin"] = "00:01:00",

            // All people of the play come from one address.
            ["Http__Limits__ConnectionsPerMinute"] = "100000",
        },
    };
}
