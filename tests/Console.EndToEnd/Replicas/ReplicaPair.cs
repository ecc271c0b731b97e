using OpsConsole.Core.Tests.RealServers;
using OpsConsole.World;

namespace OpsConsole.EndToEnd.Replicas;

/// <summary>Two consoles on one PostgreSQL behind a front door, looking at the world's fleet.</summary>
/// <param name="world">The world.</param>
public sealed class ReplicaPair(FleetWorld world) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-pair-").FullName;
    private readonly Dictionary<string, ServerProcess> replicas = new(StringComparer.Ordinal);
    private ServerProcess? door;

    /// <summary>The database of both.</summary>
    internal PostgresServer Database { get; private set; } = null!;

    /// <summary>Where people go.</summary>
    internal Uri Door => door!.Address;

    /// <summary>The replicas by name, as the front door calls them.</summary>
    internal IReadOnlyDictionary<string, ServerProcess> Replicas => replicas;

    /// <summary>The data folder: users, the audit's keys.</summary>
    internal string Data => Path.Combine(folder, "data");

    /// <summary>The database's connection string.</summary>
    internal string Connection { get; private set; } = null!;

    /// <summary>Starts them.</summary>
    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            Database = await PostgresServer.StartNewAsync(cancellation);
            Connection = await Database.NewDatabaseAsync(cancellation);
            world.CopyUsers(Data);
            foreach (var name in (string[])["a", "b"])
            {
                replicas[name] = new(Plan(name, world.ConsolePlan(LoopbackPorts.Next())));
            }

            door = new(await FrontDoor.PlanAsync(folder, replicas.ToDictionary(replica => replica.Key, replica => replica.Value.Address), cancellation));
            await Task.WhenAll(replicas.Values.Select(replica => replica.StartAsync(cancellation)));
            await door.StartAsync(cancellation);
        }
        catch
        {
            // Nobody disposes a fixture that did not come to be.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends them.</summary>
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
    internal IEnumerable<(string Name, string Log)> Logs() => replicas.Select(replica => ($"replica {replica.Key}", replica.Value.Log));

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
