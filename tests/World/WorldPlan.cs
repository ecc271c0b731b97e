using System.Text.RegularExpressions;

namespace OpsConsole.World;

/// <summary>The files, ports and command lines of a world, after those of run.sh.</summary>
/// <param name="folder">Where its files are.</param>
/// <param name="historyDays">Days of past; an hour of it is dense enough to fill the windows of the rules, so that a quiet fleet is quiet at once.</param>
internal sealed partial class WorldPlan(string folder, int historyDays)
{
    private const int TimesSooner = 120;

    private readonly int fleetPort = LoopbackPorts.Next();
    private readonly int prometheusPort = LoopbackPorts.Next();
    private readonly int alertmanagerPort = LoopbackPorts.Next();
    private readonly int consolePort = LoopbackPorts.Next();

    /// <summary>How often targets are scraped. One that takes a second on a busy machine must not look like a pod that is gone: hence not each second.</summary>
    public TimeSpan ScrapeEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often rules are judged.</summary>
    public TimeSpan JudgeEvery { get; init; } = TimeSpan.FromSeconds(1);

    public string SystemsFolder { get; } = Path.Combine(folder, "systems");

    public string DataFolder { get; } = Path.Combine(folder, "data");

    public string Kubeconfig { get; } = Path.Combine(folder, "kubeconfig");

    public ServerPlan Sandbox => new("sandbox", "dotnet", [Repository.Sandbox, "--urls", Url(fleetPort)], fleetPort, "readyz") { Folder = folder };

    public ServerPlan Alertmanager => new("alertmanager", "prometheus-alertmanager",
        ["--config.file=alertmanager.yml", "--storage.path=am", $"--web.listen-address=127.0.0.1:{alertmanagerPort}", "--cluster.listen-address="],
        alertmanagerPort, "-/ready")
    { Folder = folder };

    // What fires before it has found the Alertmanager is lost until it is sent again, a minute later as a rule.
    public ServerPlan Prometheus => new("prometheus", "prometheus",
        ["--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", "--storage.tsdb.retention.time=40d",
            $"--web.listen-address=127.0.0.1:{prometheusPort}", "--log.level=warn", "--rules.alert.resend-delay=5s"],
        prometheusPort, "-/ready")
    { Folder = folder };

    public ServerPlan Console => ConsoleAt(consolePort);

    /// <summary>A console of this world on a port of its own.</summary>
    public ServerPlan ConsoleAt(int port) => new("console", "dotnet",
        [Repository.Console, "--contentRoot", Path.GetDirectoryName(Repository.Console)!, "--urls", Url(port)], port, "health/ready")
    {
        Folder = folder,
        Environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_gcServer"] = "0",
            ["Storage__Folder"] = DataFolder,
            ["Access__File"] = Repository.At("access.yaml"),
            ["Systems__Folder"] = SystemsFolder,
            ["Systems__RunbooksFolder"] = Repository.At("runbooks"),
            ["Frame__SandboxNotice"] = "Sandbox: these systems are simulated.",
            ["Frame__SandboxAddress"] = Url(fleetPort),
            ["Upstreams__Prometheus__0__Name"] = "main",
            ["Upstreams__Prometheus__0__Url"] = Url(prometheusPort),
            ["Upstreams__Alertmanager__0__Name"] = "main",
            ["Upstreams__Alertmanager__0__Url"] = Url(alertmanagerPort),
            ["Upstreams__Alertmanager__0__Timeout"] = "5s",
            ["Alerts__DeadMansSwitches__0__Name"] = "Watchdog",
            ["Alerts__DeadMansSwitches__0__Matchers__0"] = "alertname=\"Watchdog\"",
            ["Upstreams__Kubernetes__0__Name"] = "main",
            ["Upstreams__Kubernetes__0__Kubeconfig"] = Kubeconfig,

            // The console's own account may read, and act in the names of people of two groups.
            ["Upstreams__Kubernetes__0__Impersonation__Enabled"] = "true",
            ["Upstreams__Kubernetes__0__Impersonation__Groups__ops-operators"] = "ops-operators",
            ["Upstreams__Kubernetes__0__Impersonation__Groups__ops-admins"] = "ops-operators",
            ["Upstreams__Kubernetes__0__Impersonation__Groups__ops-responders"] = "ops-responders",
        },
    };

    /// <summary>Writes the files.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(SystemsFolder);
        foreach (var profile in Directory.EnumerateFiles(Repository.At("systems"), "*.yaml"))
        {
            File.Copy(profile, Path.Combine(SystemsFolder, Path.GetFileName(profile)));
        }

        await Task.WhenAll(AddPeopleAsync(cancellation), ShortenRulesAsync(cancellation), WriteHistoryAsync(cancellation));
        await RewriteAsync("prometheus.yml", text => ScrapeInterval().Replace(RefreshInterval().Replace(text, "${1}1s"), $"${{1}}{ScrapeEvery.TotalSeconds}s"), cancellation);
        await RewriteAsync("alertmanager.yml", text => GroupInterval().Replace(GroupWait().Replace(text, "${1}0s"), "${1}1s"), cancellation);
    }

    private static string Url(int port) => $"http://127.0.0.1:{port}/";

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var run = await Launcher.StartAsync(new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        var said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(cancellation), run.StandardError.ReadToEndAsync(cancellation));
        await run.WaitForExitAsync(cancellation);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {string.Join('\n', said)}");
        }
    }

    private async Task AddPeopleAsync(CancellationToken cancellation)
    {
        foreach (var (name, groups) in Visitor.Everybody)
        {
            await Visitor.AddAsync(Repository.Console, DataFolder, name, groups, cancellation);
        }
    }

    private async Task WriteHistoryAsync(CancellationToken cancellation)
    {
        var text = Path.Combine(folder, "history.om");
        await RunAsync("dotnet", [Repository.Sandbox, "history", "--days", $"{historyDays}", "--raw-hours", "1", "--out", text], cancellation);
        await RunAsync("promtool",
            ["tsdb", "create-blocks-from", "--max-block-duration=486h", "openmetrics", text, Path.Combine(folder, "tsdb")], cancellation);
        File.Delete(text);
    }

    private async Task ShortenRulesAsync(CancellationToken cancellation)
    {
        var rules = Path.Combine(folder, "rules");
        await RunAsync(Repository.At("monitoring", "shorten-for.sh"), [$"{TimesSooner}", rules], cancellation);

        // Budgets remember a fault for half an hour and longer: in a world that tests share, one test's doing would be in the other's pages.
        File.Delete(Path.Combine(rules, "slo-alerts.yml"));
        foreach (var file in Directory.EnumerateFiles(rules))
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            await File.WriteAllTextAsync(file, text.Replace("    interval: 5s", $"    interval: {JudgeEvery.TotalSeconds}s", StringComparison.Ordinal), cancellation);
        }
    }

    private async Task RewriteAsync(string name, Func<string, string> faster, CancellationToken cancellation)
    {
        var text = await File.ReadAllTextAsync(Repository.At("monitoring", name), cancellation);
        foreach (var (usual, ours) in new[] { (9300, fleetPort), (9093, alertmanagerPort), (8080, consolePort), (9090, prometheusPort) })
        {
            text = text.Replace($"127.0.0.1:{usual}", $"127.0.0.1:{ours}", StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, name), faster(text), cancellation);
    }

    [GeneratedRegex(@"(scrape_interval: |scrape_timeout: |evaluation_interval: )\w+")]
    private static partial Regex ScrapeInterval();

    [GeneratedRegex(@"(refresh_interval: )\w+")]
    private static partial Regex RefreshInterval();

    [GeneratedRegex(@"(group_wait: )\w+")]
    private static partial Regex GroupWait();

    [GeneratedRegex(@"(group_interval: )\w+")]
    private static partial Regex GroupInterval();
}
