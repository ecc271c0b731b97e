using OpsConsole.Soak.Health;
using OpsConsole.World;

namespace OpsConsole.Soak.Servers;

/// <summary>One of the two consoles, with its log and its lives.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ServerProcess server;

    /// <param name="name">Its name.</param>
    /// <param name="plan">How it is started.</param>
    /// <param name="log">The file that its log is written to.</param>
    public Replica(string name, ServerPlan plan, string log)
    {
        Name = name;
        Log = new ConsoleLog(log);
        server = new(plan with { Name = $"replica {name}", Hears = Log.Hear });
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => server.Address;

    /// <summary>What it logged.</summary>
    public ConsoleLog Log { get; }

    /// <summary>Its lives: a process each.</summary>
    public List<ProcessLife> Lives { get; } = [];

    /// <summary>Whether it was started and not killed since.</summary>
    public bool IsRunning => server.IsRunning;

    /// <summary>Starts it; comes back once it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await server.StartAsync(cancellation);
        lock (Lives)
        {
            Lives.Add(new(Name, Lives.Count + 1, server.Id));
        }
    }

    /// <summary>Kills it.</summary>
    public Task KillAsync() => server.KillAsync();

    /// <summary>Ends it, and closes its log.</summary>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await Log.DisposeAsync();
    }
}
