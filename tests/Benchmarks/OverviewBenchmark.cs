using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>
/// Overview open in a thousand browsers while something of it changes each second, beside the smallest interactive page with as many, with the WebSocket
/// compressed and not: what a viewer costs, and how long a change takes to all of them.
/// </summary>
internal static class OverviewBenchmark
{
    private const string Stamp = @"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)";
    private static readonly int Circuits = int.TryParse(Environment.GetEnvironmentVariable("BENCHMARK_CIRCUITS"), CultureInfo.InvariantCulture, out var count) ? count : 1000;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        await CircuitLoad.InstallAsync(cancellation);
        var table = new Table(string.Create(CultureInfo.InvariantCulture, $"Overview with {Circuits:N0} circuits, a change each second, over {Measured.TotalSeconds:0} s"),
            "page", "compressed", "circuits", "push p50 / p95, ms", "pushes a second and circuit", "server, cores", "waited for a core", "heap KiB a circuit", "RSS KiB a circuit", "wire bytes a second", "drawings a second", "opening one: ms of CPU", "load");
        await using var alertmanager = await world.StartAlertmanagerAsync("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n", cancellation);
        await using var sandbox = await world.StartSandboxAsync(cancellation);
        await using var prometheus = await world.StartPrometheusAsync(sandbox, alertmanager, cancellation);
        using var http = new HttpClient();
        var kubeconfig = world.Write("kubeconfig", await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig"), cancellation));
        KeyValuePair<string, string>[] upstreams = [.. Settings.Alertmanager(alertmanager), .. Settings.Prometheus(prometheus), .. Settings.Kubernetes(kubeconfig)];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changing = SampleAlerts.ChangeAsync(alertmanager, SampleAlerts.Make(1, world.Systems)[0], ending.Token);
        foreach (var compressed in (bool[])[true, false])
        {
            var empty = await EmptyAsync(world, compressed, cancellation);
            table.Add(Row("empty", compressed, empty));
            var overview = await OverviewAsync(world, upstreams, compressed, cancellation);
            table.Add(Row("Overview", compressed, overview));
            if (!compressed)
            {
                Budget(empty, overview);
            }
        }

        await ending.CancelAsync();
        await changing;
        table.Print();
        Console.WriteLine("\nPush: from the moment of the change on the server to the arrival of the bytes at the client. Budget: p95 below 500 ms, below 0.5 core, heap below twice the empty page's.");
    }

    private static async Task<JsonNode> EmptyAsync(World world, bool compressed, CancellationToken cancellation)
    {
        var (settings, heap) = world.Heap();
        await using var page = await world.StartEmptyPageAsync([.. settings, KeyValuePair.Create("Compress", compressed ? "true" : "false")], cancellation);
        return await LoadAsync(page, heap, null, cancellation);
    }

    private static async Task<JsonNode> OverviewAsync(World world, KeyValuePair<string, string>[] upstreams, bool compressed, CancellationToken cancellation)
    {
        var (settings, heap) = world.Heap();
        await using var console = await world.StartConsoleAsync(
            LoopbackPorts.Next(),
            [.. settings, .. upstreams, KeyValuePair.Create("Alerts__Poll", "00:00:01"), KeyValuePair.Create("Frame__CompressesUpdates", compressed ? "true" : "false")], cancellation);
        return await LoadAsync(console, heap, console.Visitor!.Cookie, cancellation);
    }

    private static Task<JsonNode> LoadAsync(ServerProcess server, Uri heap, string? cookie, CancellationToken cancellation) => CircuitLoad.RunAsync(
        ["--url", server.Address.ToString(), "--pid", Number(server.Id), "--gc-url", heap.ToString(), "--circuits", Number(Circuits), "--warmup", "50",
         "--concurrency", "12", "--timeout", "60", "--settle", Number((int)Settling.TotalSeconds), "--seconds", Number((int)Measured.TotalSeconds), "--stamp", Stamp, .. cookie is null ? [] : (string[])["--cookie", cookie]],
        cancellation);

    // Not compressed, as it is unless somebody says otherwise.
    private static void Budget(JsonNode empty, JsonNode overview)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Overview, {Circuits:N0} circuits");
        Budgets.AddTime($"{name}: push, p95", Push(overview), $"an empty page: {Figures.Show(Push(empty))} ms", 500);
        Budgets.Add($"{name}: CPU", $"{Cores(overview):0.00} core", $"an empty page: {Cores(empty):0.00}", "below 0.5", Cores(overview) < 0.5);
        Budgets.Add($"{name}: heap a circuit", $"{Figures.Show(Heap(overview))} KiB", $"an empty page: {Figures.Show(Heap(empty))}", "below twice as much", Heap(overview) < 2 * Heap(empty));

        static double Push(JsonNode measured) => measured["held"]!["pushLatencyMs"]?["p95"]?.GetValue<double>() ?? double.NaN;
        static double Cores(JsonNode measured) => measured["server"]!["held"]!["cpuPerSecond"]!.GetValue<double>();
        static double Heap(JsonNode measured) => measured["server"]!["heapKiBPerCircuit"]?.GetValue<double>() ?? double.NaN;
    }

    private static string[] Row(string page, bool compressed, JsonNode measured)
    {
        var (held, server) = (measured["held"]!, measured["server"]!);
        var push = held["pushLatencyMs"];
        string[] row =
        [
            page, compressed ? "yes" : "no", measured["circuits"]!["opened"]!.ToString(), $"{Show(push?["p50"])} / {Show(push?["p95"])}", Show(held["pushesPerCircuitSecond"], "0.00"),
            Show(server["held"]!["cpuPerSecond"], "0.00"), Show(server["held"]!["waitPerSecond"], "0.00"), Show(server["heapKiBPerCircuit"]), Show(server["rssKiBPerCircuit"]),
            Show(held["wireBytesPerCircuitSecond"]), Show(held["batchesPerCircuitSecond"], "0.00"), Show(server["openCpuMsPerCircuit"]), Machine.Load,
        ];
        Console.WriteLine(string.Join(" | ", row));
        return row;
    }

    private static string Show(JsonNode? figure, string format = "0") => figure?.GetValue<double>().ToString(format, CultureInfo.InvariantCulture) ?? "none";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
