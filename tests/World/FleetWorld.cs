namespace OpsConsole.World;

/// <summary>
/// A whole world: the sandbox's fleet, a real Prometheus and a real Alertmanager that watch it, and the console, each a process of its
/// own on loopback, configured as run.sh does it, only faster.
/// </summary>
public sealed class FleetWorld : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-world-").FullName;
    private readonly WorldPlan plan;
    private readonly Dictionary<string, Visitor> visitors = new(StringComparer.Ordinal);

    /// <summary>A quiet world with a short past.</summary>
    public FleetWorld()
        : this(historyDays: 2)
    {
    }

    internal FleetWorld(int historyDays)
    {
        plan = new WorldPlan(folder, historyDays);
        Sandbox = new(plan.Sandbox);
        Alertmanager = new(plan.Alertmanager);
        Prometheus = new(plan.Prometheus);
        Console = new(plan.Console);
        Fleet = new(Sandbox.Address);
        Rules = new(Prometheus.Address);
    }

    internal ServerProcess Sandbox { get; }

    internal ServerProcess Alertmanager { get; }

    internal ServerProcess Prometheus { get; }

    internal ServerProcess Console { get; }

    /// <summary>What can be done to the fleet.</summary>
    internal FleetClient Fleet { get; }

    /// <summary>The rules that watch it.</summary>
    internal RuleReader Rules { get; }

    /// <summary>The systems that are described, from their profiles.</summary>
    internal IReadOnlyList<WatchedSystem> Systems { get; } = WatchedSystem.ReadAll(Repository.At("systems"));

    /// <summary>Who is signed in when a test does not say otherwise.</summary>
    internal Visitor Visitor { get; private set; } = null!;

    /// <summary>The console's own copy of the profiles.</summary>
    internal string SystemsFolder => plan.SystemsFolder;

    /// <summary>A further console that looks at this world.</summary>
    internal ServerPlan ConsolePlan(int port) => plan.ConsoleAt(port);

    private IReadOnlyList<ServerProcess> All => [Sandbox, Alertmanager, Prometheus, Console];

    /// <summary>Starts all of it.</summary>
    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        try
        {
            await plan.PrepareAsync(cancellation);
            await Sandbox.StartAsync(cancellation);
            await File.WriteAllTextAsync(plan.Kubeconfig, await Fleet.KubeconfigAsync(cancellation), cancellation);
            await Task.WhenAll(Alertmanager.StartAsync(cancellation), Prometheus.StartAsync(cancellation), Console.StartAsync(cancellation));
            await ScrapeReader.AwaitAllAsync(Prometheus.Address, await Fleet.TargetsAsync(cancellation), cancellation);
            Visitor = await Visitor.SignInAsync(Console.Address, Visitor.Admin, cancellation);
        }
        catch
        {
            // Nobody disposes a fixture that did not come to be.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends all of it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in All.Reverse())
        {
            await server.DisposeAsync();
        }

        Fleet.Dispose();
        Rules.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The same people in another console's data folder.</summary>
    internal void CopyUsers(string data)
    {
        Directory.CreateDirectory(data);
        File.Copy(Path.Combine(plan.DataFolder, "users.yaml"), Path.Combine(data, "users.yaml"));
    }

    /// <summary>Somebody of <see cref="Visitor.Everybody"/>, signed in at the world's console.</summary>
    internal async Task<Visitor> SignInAsync(string name, CancellationToken cancellation)
    {
        if (!visitors.TryGetValue(name, out var visitor))
        {
            visitors[name] = visitor = await Visitor.SignInAsync(Console.Address, name, cancellation);
        }

        return visitor;
    }

    /// <summary>For each system a scenario whose alert comes and goes as soon as any of its own.</summary>
    internal async Task<IReadOnlyList<FleetScenario>> QuickScenariosAsync(CancellationToken cancellation)
    {
        var quick = await Rules.QuickAlertsAsync(cancellation);
        return [.. (await Fleet.ScenariosAsync(cancellation)).Where(scenario => scenario.Alert is not null && scenario.State == "stopped")
            .GroupBy(scenario => scenario.System)
            .Select(ofSystem => ofSystem.Where(scenario => quick.Contains((scenario.System, scenario.Alert!))).OrderBy(scenario => scenario.Minutes).First())];
    }

    /// <summary>The last words of each process.</summary>
    internal IEnumerable<(string Name, string Log)> Logs() => All.Select(server => (server.Name, server.Log));
}
