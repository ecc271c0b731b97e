using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>What the console costs while nothing happens, and whether its upstreams feel how many people watch.</summary>
internal static class IdleBenchmark
{
    private const int Clients = 50;
    private const int Circuits = 500;
    // Until the runtime has compiled what runs often: in its first minutes that costs several times what idling does.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        await CircuitLoad.InstallAsync(cancellation);
        using var http = new HttpClient();
        var console = await BeginAsync(world, http, cancellation);
        await Task.Delay(Settling, cancellation);
        var table = new Table($"Idle over {Measured.TotalSeconds:0} s, {Settling.TotalMinutes:0} minutes after the start, sandbox fleet, load {Machine.Load} (budget: below 1% of a core, below 200 MB)",
            "who watches", "CPU, % of a core", "RSS MB", "requests a minute to Prometheus", "to Alertmanager");
        var nobody = await MeasureAsync(console, http, cancellation);
        table.Add(nobody.Row("nobody"));
        table.Add((await WithClientsAsync(console, http, cancellation)).Row($"{Clients} clients of the hub"));
        var one = await WithCircuitsAsync(1, console, http, cancellation);
        table.Add(one.Row("1 circuit on Overview"));
        var many = await WithCircuitsAsync(Circuits, console, http, cancellation);
        table.Add(many.Row($"{Circuits} circuits on Overview"));
        table.Print();

        Budgets.Add("idle: CPU", $"{Figures.Show(nobody.Cpu)}% of a core", string.Empty, "below 1%", nobody.Cpu < 1);
        Budgets.Add("idle: memory", $"{Figures.Show(nobody.Megabytes)} MB", string.Empty, "below 200 MB", nobody.Megabytes < 200);

        // A round more or less falls into the same minute.
        Budgets.Add($"requests a minute, {Circuits} circuits", Figures.Show(many.Requests), $"1 circuit: {Figures.Show(one.Requests)}", "the same, within 5%", Math.Abs(many.Requests - one.Requests) <= one.Requests * 0.05);
    }

    private static async Task<ServerProcess> BeginAsync(World world, HttpClient http, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        var alertmanager = await world.StartAlertmanagerAsync($$"""
            route: {receiver: console, group_by: [system, alertname, cluster], group_wait: 1s, group_interval: 5s, repeat_interval: 12h}
            receivers: [{name: console, webhook_configs: [{url: "http://127.0.0.1:{{port}}/hooks/alertmanager"}]}]
            """, cancellation);
        var sandbox = await world.StartSandboxAsync(cancellation);
        var prometheus = await world.StartPrometheusAsync(sandbox, alertmanager, cancellation);
        var kubeconfig = world.Write("kubeconfig", await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig"), cancellation));
        return await world.StartConsoleAsync(port,
            [.. Settings.Alertmanager(alertmanager), .. Settings.Prometheus(prometheus), .. Settings.Kubernetes(kubeconfig)], cancellation);
    }

    private static async Task<Minute> WithClientsAsync(ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var clients = new List<HubClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await HubClient.JoinAsync(console, HubClient.Everything, _ => { }, cancellation));
        }

        var measured = await MeasureAsync(console, http, cancellation);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        return measured;
    }

    private static async Task<Minute> WithCircuitsAsync(int circuits, ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = CircuitLoad.RunAsync(
            ["--url", console.Address.ToString(), "--cookie", console.Visitor!.Cookie, "--circuits", circuits.ToString(CultureInfo.InvariantCulture), "--concurrency", "12",
             "--settle", "5", "--seconds", (Measured.TotalSeconds + 15).ToString(CultureInfo.InvariantCulture)], cancellation, () => held.TrySetResult());
        if (await Task.WhenAny(held.Task, load) == load)
        {
            await load; // says why they did not open
        }

        var measured = await MeasureAsync(console, http, cancellation);
        await load;
        return measured;
    }

    private static async Task<Minute> MeasureAsync(ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var (begun, cpu, before) = (Stopwatch.GetTimestamp(), console.CpuSeconds, await UpstreamRequests.ReadAsync(console, http, cancellation));
        await Task.Delay(Measured, cancellation);
        var (took, after) = (Stopwatch.GetElapsedTime(begun), await UpstreamRequests.ReadAsync(console, http, cancellation));
        return new((console.CpuSeconds - cpu) / took.TotalSeconds * 100, console.ResidentMegabytes,
            (after.Prometheus - before.Prometheus) / took.TotalMinutes, (after.Alertmanager - before.Alertmanager) / took.TotalMinutes);
    }

    /// <summary>What a minute took.</summary>
    private sealed record Minute(double Cpu, double Megabytes, double ToPrometheus, double ToAlertmanager)
    {
        public double Requests => ToPrometheus + ToAlertmanager;

        public string[] Row(string who) => [who, Figures.Show(Cpu), Figures.Show(Megabytes), Figures.Show(ToPrometheus), Figures.Show(ToAlertmanager)];
    }
}
