using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>The real servers of one benchmark, on loopback, in a folder that is gone afterwards.</summary>
internal sealed class World(Build build) : IAsyncDisposable
{
    private readonly List<ServerProcess> servers = [];
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-bench-").FullName;

    /// <summary>The ids of the systems that have a profile: whoever adds one need not touch the benchmarks.</summary>
    public string[] Systems => [.. Profiles.Select(system => system.Id)];

    /// <summary>The systems that have a profile.</summary>
    public IReadOnlyList<WatchedSystem> Profiles { get; } = WatchedSystem.ReadAll(Repository.At("systems"));

    /// <summary>Starts an Alertmanager.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ServerProcess> StartAlertmanagerAsync(string configuration, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        return StartAsync(new("Alertmanager", "prometheus-alertmanager",
            [$"--config.file={Write("alertmanager.yml", configuration)}", $"--storage.path={Path.Combine(folder, "alertmanager")}",
             $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=warn"], port, "-/ready"), cancellation);
    }

    /// <summary>Starts the sandbox fleet.</summary>
    public Task<ServerProcess> StartSandboxAsync(CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        return StartAsync(new("sandbox", "dotnet", [build.Sandbox, "--urls", $"http://127.0.0.1:{port}"], port, "readyz"), cancellation);
    }

    /// <summary>Starts a Prometheus with the project's own scrape configuration and rules.</summary>
    public async Task<ServerProcess> StartPrometheusAsync(ServerProcess sandbox, ServerProcess alertmanager, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (var file in Directory.EnumerateFiles(Repository.At("monitoring", "rules")))
        {
            File.Copy(file, Path.Combine(folder, "rules", Path.GetFileName(file)));
        }

        var configuration = (await File.ReadAllTextAsync(Repository.At("monitoring", "prometheus.yml"), cancellation))
            .Replace("127.0.0.1:9300", sandbox.Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9093", alertmanager.Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9090", $"127.0.0.1:{port}", StringComparison.Ordinal);
        return await StartAsync(new("Prometheus", "prometheus",
            [$"--config.file={Write("prometheus.yml", configuration)}", $"--storage.tsdb.path={Path.Combine(folder, "tsdb")}",
             $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"], port, "-/ready"), cancellation);
    }

    /// <summary>Writes a file of the benchmark.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the published console with default settings, and signs in.</summary>
    /// <param name="port">Where it shall listen.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<ServerProcess> StartConsoleAsync(int port, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        var program = Path.Combine(build.Console, "OpsConsole.dll");
        var data = Path.Combine(folder, $"data-{port}");
        await Visitor.AddAsync(program, data, Visitor.Admin, "ops-admins", cancellation);
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcServer"] = "0",
            ["Systems__Folder"] = Repository.At("systems"),
            ["Systems__RunbooksFolder"] = Repository.At("runbooks"),
            ["Access__File"] = Repository.At("access.yaml"),
            ["Storage__Folder"] = data,
            ["Http__Limits__ConnectionsPerMinute"] = "100000",
            ["Http__Limits__HooksPerMinute"] = "100000",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var console = await StartAsync(new("console", "dotnet",
            [program, "--contentRoot", build.Console, "--urls", $"http://127.0.0.1:{port}"], port, "health/ready")
        { Environment = environment }, cancellation);
        console.Visitor = await Visitor.SignInAsync(console.Address, Visitor.Admin, cancellation);
        return console;
    }

    /// <summary>Starts the smallest interactive page.</summary>
    /// <param name="settings">Settings, as environment variables.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<ServerProcess> StartEmptyPageAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        return StartAsync(new("empty page", "dotnet", [build.EmptyPage, "--urls", $"http://127.0.0.1:{port}"], port, "ready")
        {
            Environment = new Dictionary<string, string>(settings) { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["DOTNET_gcServer"] = "0", ["Logging__LogLevel__Default"] = "Warning" },
        }, cancellation);
    }

    /// <summary>What makes a server tell its managed heap after a collection, and where it does.</summary>
    public (KeyValuePair<string, string>[] Settings, Uri Address) Heap()
    {
        var port = LoopbackPorts.Next();
        return (
            [KeyValuePair.Create("DOTNET_STARTUP_HOOKS", build.HeapHook), KeyValuePair.Create("HEAP_PORT", $"{port}")], new Uri($"http://127.0.0.1:{port}/"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(servers))
        {
            await server.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<ServerProcess> StartAsync(ServerPlan plan, CancellationToken cancellation)
    {
        var server = new ServerProcess(plan);
        servers.Add(server);
        await server.StartAsync(cancellation);
        return server;
    }
}
