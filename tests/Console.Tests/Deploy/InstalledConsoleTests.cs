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

    // The kubelet asks the pod's own address, by no name that people use.
    [Theory]
    [InlineData("overlays/example")]
    [InlineData("overlays/replicas")]
    public async Task The_probes_ask_for_paths_that_are_served_to_whoever_names_the_pod_by_its_address(string folder)
    {
        using var http = new HttpClient { BaseAddress = console.Address, DefaultRequestHeaders = { Host = "10.1.2.3:8080" } };
        var container = await ContainerAsync(folder);
        foreach (var probe in Probes)
        {
            Assert.Null(At(container, probe, "exec"));
            var path = Text(container, probe, "httpGet", "path")!;
            await Eventually.SoAsync(async () => (await http.GetAsync(path, Cancellation)).IsSuccessStatusCode ? true : null, TimeSpan.FromSeconds(60), Cancellation);
        }
    }

    [Fact]
    public async Task The_alert_rules_and_the_monitor_speak_of_metrics_that_the_console_has()
    {
        using var http = new HttpClient { BaseAddress = console.Address };
        var built = await BuildAsync("reach");
        var rules = (JsonArray)At(built.One("PrometheusRule"), "spec", "groups", "0", "rules")!;
        var path = Text(built.One("ServiceMonitor"), "spec", "endpoints", "0", "path")!;

        // A request is counted once it is answered: the second look sees the first.
        var page = await Eventually.GetAsync(
            () => http.GetStringAsync(path, Cancellation),
            text => text.Contains("outcome=\"", StringComparison.Ordinal) && text.Contains("http_server_request_duration_seconds_count", StringComparison.Ordinal), Cancellation);

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
}
