using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Core.Tests.RealServers;
using static OpsConsole.Tests.Deploy.Manifests;

namespace OpsConsole.Tests.Deploy;

/// <summary>The settings, probes and alert rules of the manifests, held to a console that runs.</summary>
public sealed partial class InstalledConsoleTests(InstalledConsole console) : IClassFixture<InstalledConsole>
{
    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_with_the_shipped_settings_and_writes_JSON()
    {
        using var http = new HttpClient { BaseAddress = console.Address };
        var sources = JsonNode.Parse(await http.GetStringAsync("health/detailed", Cancellation))!["sources"]!.AsArray();

        Assert.Equal(["Alertmanager main", "Kubernetes main", "Prometheus main"], sources.Select(source => $"{source!["kind"]} {source["name"]}").Order(StringComparer.Ordinal));
        console.AssertJsonLogs();
    }

    [Fact]
    public async Task The_probes_of_today_pass_here_and_fail_where_nobody_or_something_else_answers()
    {
        var container = await ContainerAsync("base");
        foreach (var probe in Probes)
        {
            var command = Texts(container, probe, "exec", "command");

            await Eventually.SoAsync(async () => await RunAsync(command, "8080", $"{console.Address.Port}") == 0 ? true : null, TimeSpan.FromSeconds(30), Cancellation);
            Assert.NotEqual(0, await RunAsync(command, "8080", "1"));
            Assert.NotEqual(0, await RunAsync([.. command.Select(part => part.Replace("/health/", "/no-such/", StringComparison.Ordinal))], "8080", $"{console.Address.Port}"));
        }
    }

    [Fact]
    public async Task The_probes_of_later_ask_for_paths_that_are_served()
    {
        using var http = new HttpClient { BaseAddress = console.Address };
        var container = await ContainerAsync("overlays/with-sign-in");
        foreach (var probe in Probes)
        {
            Assert.Null(At(container, probe, "exec"));
            var path = Text(container, probe, "httpGet", "path")!;
            await Eventually.SoAsync(async () => (await http.GetAsync(path, Cancellation)).IsSuccessStatusCode ? true : null, TimeSpan.FromSeconds(30), Cancellation);
        }
    }

    [Fact]
    public async Task The_alert_rules_and_the_monitor_speak_of_metrics_that_the_console_has()
    {
        using var http = new HttpClient { BaseAddress = console.Address };
        var built = await BuildAsync("reach");
        var rules = (JsonArray)At(built.One("PrometheusRule"), "spec", "groups", "0", "rules")!;
        var path = Text(built.One("ServiceMonitor"), "spec", "endpoints", "0", "path")!;
        var page = await Eventually.GetAsync(() => http.GetStringAsync(path, Cancellation), text => text.Contains("outcome=\"", StringComparison.Ordinal), Cancellation);

        foreach (Match metric in rules.SelectMany(rule => Metric().Matches(Text(rule, "expr")!)))
        {
            var (name, labels) = (metric.Groups["name"].Value, Label().Matches(metric.Groups["labels"].Value).Select(label => label.Groups[1].Value).Where(label => label != "job"));
            if (name != "up")
            {
                var lines = page.Split('\n').Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) || line.StartsWith($"{name} ", StringComparison.Ordinal)).ToList();
                Assert.True(lines.Count > 0, $"{name} is not on {path}");
                Assert.All(labels, label => Assert.Contains(lines, line => line.Contains($"{label}=\"", StringComparison.Ordinal)));
            }
        }
    }

    [GeneratedRegex("(?<name>[a-z_]+)\\{(?<labels>[^}]*)\\}")]
    private static partial Regex Metric();

    [GeneratedRegex("([a-z_]+)\\s*[!=]")]
    private static partial Regex Label();

    private static async Task<JsonNode> ContainerAsync(string folder) => At((await BuildAsync(folder)).One("Deployment"), "spec", "template", "spec", "containers", "0")!;

    private static async Task<int> RunAsync(IReadOnlyList<string> command, string port, string real)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1).Select(part => part.Replace($"/127.0.0.1/{port}", $"/127.0.0.1/{real}", StringComparison.Ordinal)))
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }
}
