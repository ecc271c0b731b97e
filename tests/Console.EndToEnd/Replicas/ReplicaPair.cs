using OpsConsole.Core.Tests.RealServers;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Replicas;

/// <summary>Two consoles on one PostgreSQL behind a front door, looking at the world's fleet.</summary>
internal sealed class ReplicaPair : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-pair-").FullName;
    private readonly Dictionary<string, ServerProcess> replicas = new(StringComparer.Ordinal);
    private ServerProcess? door;

    private ReplicaPair()
    {
    }

    /// <summary>The database of both.</summary>
    public PostgresServer Database { get; private set; } = null!;

    /// <summary>Where people go.</summary>
    public Uri Door => door!.Address;

    /// <summary>The replicas by name, as the front door calls them.</summary>
    public IReadOnlyDictionary<string, ServerProcess> Replicas => replicas;

    /// <summary>The data folder: users, the audit's keys.</summary>
    public string Data => Path.Combine(folder, "data");

    /// <summary>The database's connection string.</summary>
    public string Connection { get; private set; } = null!;

    public static async Task<ReplicaPair> StartAsync(FleetWorld world, CancellationToken cancellation)
    {
        var pair = new ReplicaPair();
        try
        {
            pair.Database = await PostgresServer.StartNewAsync(cancellation);
            pair.Connection = await pair.Database.NewDatabaseAsync(cancellation);
            await Visitor.AddAsync(Repository.Console, pair.Data, Visitor.Admin, "ops-admins", cancellation);
            foreach (var name in (string[])["a", "b"])
            {
                pair.replicas[name] = new(pair.Plan(name, world.ConsolePlan(LoopbackPorts.Next())));
            }

            pair.door = new(await FrontDoor.PlanAsync(pair.folder, pair.replicas.ToDictionary(replica => replica.Key, replica => replica.Value.Address), cancellation));
            await Task.WhenAll(pair.replicas.Values.Select(replica => replica.StartAsync(cancellation)));
            await pair.door.StartAsync(cancellation);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in replicas.Values.Prepend(door).OfType<ServerProcess>())
        {
            await server.DisposeAsync();
        }

        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The last words of each process.</summary>
    public IEnumerable<(string Name, string Log)> Logs() => replicas.Select(replica => ($"replica {replica.Key}", replica.Value.Log));

    private ServerPlan Plan(string name, ServerPlan plan) => plan with
    {
        Name = $"replica {name}",
        Folder = folder,
        Environment = new Dictionary<string, string>(plan.Environment)
        {
            ["Storage__Folder"] = Data,
            ["Storage__PostgreSql"] = Connection,
            ["Audit__AnchorFile"] = Path.Combine(folder, $"anchors-{name}.jsonl"),
            ["Http__KnownProxies__0"] = "127.0.0.1",
        },
    };
}
