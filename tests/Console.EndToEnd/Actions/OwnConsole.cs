using OpsConsole.World;

namespace OpsConsole.EndToEnd.Actions;

/// <summary>A console with settings of its own and a database of its own that watches the same fleet.</summary>
internal sealed class OwnConsole : IAsyncDisposable
{
    private readonly ServerProcess server;

    private OwnConsole(ServerPlan plan, Dictionary<string, string> settings) => server = new(plan with
    {
        Name = "a console of its own",
        Environment = plan.Environment.Concat(settings).Append(new("Storage__Folder", Folder))
            .GroupBy(setting => setting.Key).ToDictionary(same => same.Key, same => same.Last().Value),
    });

    /// <summary>Its data folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ops-console-own-").FullName;

    public Uri Address => server.Address;

    public static async Task<OwnConsole> StartAsync(FleetWorld world, Dictionary<string, string> settings, CancellationToken cancellation)
    {
        var console = new OwnConsole(world.ConsolePlan(LoopbackPorts.Next()), settings);
        try
        {
            world.CopyUsers(console.Folder);

            await console.server.StartAsync(cancellation);
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
