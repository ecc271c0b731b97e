using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>What the console costs while nothing happens, and whether its upstreams feel how many people watch.</summary>
internal static class IdleBenchmark
{
    private const int Clients = 50;
    // Until the runtime has compiled what runs often: in its first minutes that costs several times what idling does.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        var alertmanager = await world.StartAlertmanagerAsync($$"""
            route: {receiver: console, group_by: [system, alertname, cluster], group_wait: 1s, group_interval: 5s, repeat_interval: 12h}
            receivers: [{name: console, webhook_configs: [{url: "http://127.0.0.1:{{port}}/hooks/alertmanager"}]}]
            """, cancellation);
        var sandbox = await world.StartSandboxAsync(cancellation);
        var prometheus = await world.StartPrometheusAsync(sandbox, alertmanager, cancellation);
        using var http = new HttpClient();
        var kubeconfig = world.Write("kubeconfig", await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig"), cancellation));
        var console = await world.StartConsoleAsync(port,
            [.. Settings.Alertmanager(alertmanager), .. Settings.Prometheus(prometheus), .. Settings.Kubernetes(kubeconfig)], cancellation);

        await Task.Delay(Settling, cancellation);
        var table = new Table($"Idle over {Measured.TotalSeconds:0} s, {Settling.TotalMinutes:0} minutes after the start, sandbox fleet, load {Machine.Load} (budget: below 1% of a core, below 200 MB)",
            "clients of the hub", "CPU, % of a core", "RSS MB", "requests a minute to Prometheus", "to Alertmanager");
        table.Add(await MeasureAsync("0", console, http, cancellation));
        var clients = new List<HubClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await HubClient.JoinAsync(console, HubClient.Everything, _ => { }, cancellation));
        }

        table.Add(await MeasureAsync(Clients.ToString(CultureInfo.InvariantCulture), console, http, cancellation));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        table.Print();
    }

    private static async Task<string[]> MeasureAsync(string clients, ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var (begun, cpu, before) = (Stopwatch.GetTimestamp(), console.CpuSeconds, await RequestsAsync(console, http, cancellation));
        await Task.Delay(Measured, cancellation);
        var (took, after) = (Stopwatch.GetElapsedTime(begun), await RequestsAsync(console, http, cancellation));
        return [clients, Figures.Show((console.CpuSeconds - cpu) / took.TotalSeconds * 100), Figures.Show(console.ResidentMegabytes),
            Figures.Show((after.Prometheus - before.Prometheus) / took.TotalMinutes), Figures.Show((after.Alertmanager - before.Alertmanager) / took.TotalMinutes)];
    }

    private static async Task<(double Prometheus, double Alertmanager)> RequestsAsync(ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var lines = (await http.GetStringAsync(new Uri(console.Address, "metrics"), cancellation)).Split('\n')
            .Where(line => line.StartsWith("opsconsole_upstream_requests_total{", StringComparison.Ordinal)).ToArray();
        return (Sum("prometheus"), Sum("alertmanager"));

        double Sum(string kind) => lines.Where(line => line.Contains($"kind=\"{kind}\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
