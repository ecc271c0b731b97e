using System.Globalization;

namespace OpsConsole.Benchmarks;

/// <summary>The real servers of one benchmark, on loopback, in a folder that is gone afterwards.</summary>
internal sealed class World(Build build) : IAsyncDisposable
{
    private readonly List<Server> servers = [];
    private readonly string folder = Directory.CreateTempSubdirectory("ops-console-bench-").FullName;

    public string Root => build.Root;

    /// <summary>The ids of the systems that have a profile: whoever adds one need not touch the benchmarks.</summary>
    public string[] Systems => [.. Directory.EnumerateFiles(Path.Combine(build.Root, "systems"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Starts an Alertmanager.</summary>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Server> StartAlertmanagerAsync(string configuration, CancellationToken cancellation)
    {
        var port = Server.FreePort();
        return await KeepAsync(Server.StartAsync("prometheus-alertmanager",
            [$"--config.file={Write("alertmanager.yml", configuration)}", $"--storage.path={Path.Combine(folder, "alertmanager")}",
             $"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=", "--log.level=warn"], port, "-/ready", cancellation));
    }

    /// <summary>Starts the sandbox fleet.</summary>
    public async Task<Server> StartSandboxAsync(CancellationToken cancellation)
    {
        var port = Server.FreePort();
        return await KeepAsync(Server.StartAsync("dotnet", [build.Sandbox, "--urls", $"http://127.0.0.1:{port}"], port, "readyz", cancellation));
    }

    /// <summary>Starts a Prometheus with the project's own scrape configuration and rules.</summary>
    public async Task<Server> StartPrometheusAsync(Server sandbox, Server alertmanager, CancellationToken cancellation)
    {
        var port = Server.FreePort();
        var monitoring = Path.Combine(build.Root, "monitoring");
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(monitoring, "rules")))
        {
            File.Copy(file, Path.Combine(folder, "rules", Path.GetFileName(file)));
        }

        var configuration = (await File.ReadAllTextAsync(Path.Combine(monitoring, "prometheus.yml"), cancellation))
            .Replace("127.0.0.1:9300", sandbox.Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9093", alertmanager.Address.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:9090", $"127.0.0.1:{port}", StringComparison.Ordinal);
        return await KeepAsync(Server.StartAsync("prometheus",
            [$"--config.file={Write("prometheus.yml", configuration)}", $"--storage.tsdb.path={Path.Combine(folder, "tsdb")}",
             $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"], port, "-/ready", cancellation));
    }

    /// <summary>Writes a file of the benchmark.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Starts the published console with default settings.</summary>
    /// <param name="port">Where it shall listen.</param>
    /// <param name="alertmanager">Its Alertmanager.</param>
    /// <param name="more">Further settings.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Server> StartConsoleAsync(int port, Server alertmanager, IReadOnlyDictionary<string, string> more, CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(more)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcServer"] = "0",
            ["Upstreams__Alertmanager__0__Name"] = "main",
            ["Upstreams__Alertmanager__0__Url"] = alertmanager.Address.ToString(),
        };
        return await KeepAsync(Server.StartAsync("dotnet",
            [Path.Combine(build.Console, "OpsConsole.dll"), "--contentRoot", build.Console, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
             "--Systems:Folder", Path.Combine(build.Root, "systems"), "--Systems:RunbooksFolder", Path.Combine(build.Root, "runbooks")],
            port, "health/ready", cancellation, environment));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(servers))
        {
            await server.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<Server> KeepAsync(Task<Server> starting)
    {
        var server = await starting;
        servers.Add(server);
        return server;
    }
}
