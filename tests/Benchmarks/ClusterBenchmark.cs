using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>What it costs the console to hold a large namespace, quiet and changing, looked at by nobody and by many.</summary>
internal static class ClusterBenchmark
{
    private const int Viewers = 50;
    private const int PodViewers = 5;
    private const int ChangesPerSecond = 50;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var sandbox = await world.StartSandboxAsync(cancellation);
        using var http = new HttpClient();
        using var cluster = new Cluster(world.Write("kubeconfig", await http.GetStringAsync(new Uri(sandbox.Address, "kubeconfig"), cancellation)));
        var crowd = new Crowd(cluster);
        await crowd.BeginAsync(cancellation);
        var probe = new Probe(http, sandbox);

        var table = new Table($"{Crowd.Pods:N0} pods and {Crowd.Deployments} deployments in the informers, {Measured.TotalSeconds:0} s each, load {Machine.Load}",
            "namespace", "changes a second", "clients of the hub", "KB a second to each", "CPU, % of a core", "RSS MB", "managed heap MB", "watches open");
        await using (var console = await StartAsync(world, cluster, cancellation))
        {
            await Task.Delay(Settling, cancellation);
            table.Add(["empty", .. await MeasureAsync(probe, console, [], Quiet, cancellation)]);
        }

        var filling = Stopwatch.GetTimestamp();
        await crowd.FillAsync(cancellation);
        await Console.Error.WriteLineAsync($"The sandbox has made all pods after {Stopwatch.GetElapsedTime(filling).TotalSeconds:0} s.");
        await using (var console = await StartAsync(world, cluster, cancellation))
        {
            await Task.Delay(Settling, cancellation);
            table.Add(["full", .. await MeasureAsync(probe, console, [], Quiet, cancellation)]);
            await ChangeAsync(crowd, probe, console, table, cancellation);
        }

        table.Print();
        Console.WriteLine($"\nManaged heap: the lowest of a reading a second. {Viewers} clients hear every section but pods, {PodViewers} hear pods alone.");
    }

    private static async Task ChangeAsync(Crowd crowd, Probe probe, ServerProcess console, Table table, CancellationToken cancellation)
    {
        Task<double> Churn(CancellationToken ending) => crowd.ChurnAsync(ChangesPerSecond, Measured, ending);
        await crowd.ChurnAsync(ChangesPerSecond, Settling, cancellation);
        table.Add(["full", .. await MeasureAsync(probe, console, [], Churn, cancellation)]);

        // A message of the section pods holds all of them: who hears it is another matter.
        var viewers = await JoinAsync(console, Viewers, [.. HubClient.Everything.Except(["pods"])], cancellation);
        table.Add(["full", .. await MeasureAsync(probe, console, viewers, Churn, cancellation)]);
        table.Add(["full", .. await MeasureAsync(probe, console, viewers, Quiet, cancellation)]);
        await LeaveAsync(viewers);
        viewers = await JoinAsync(console, PodViewers, ["pods"], cancellation);
        table.Add(["full", .. await MeasureAsync(probe, console, viewers, Churn, cancellation)]);
        await LeaveAsync(viewers);
    }

    private static Task<HubClient[]> JoinAsync(ServerProcess console, int count, string[] sections, CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => HubClient.JoinAsync(console, sections, _ => { }, cancellation)));

    private static Task LeaveAsync(HubClient[] viewers) => Task.WhenAll(viewers.Select(viewer => viewer.DisposeAsync().AsTask()));

    private static async Task<double> Quiet(CancellationToken cancellation)
    {
        await Task.Delay(Measured, cancellation);
        return 0;
    }

    private static Task<ServerProcess> StartAsync(World world, Cluster cluster, CancellationToken cancellation)
    {
        var profile = world.Write(Path.Combine("systems", "crowd.yaml"), Crowd.Profile);
        return world.StartConsoleAsync(LoopbackPorts.Next(),
            [.. Settings.Kubernetes(cluster.Kubeconfig, cluster.Reader), new("Systems__Folder", Path.GetDirectoryName(profile)!)], cancellation);
    }

    private static async Task<string[]> MeasureAsync(
        Probe probe, ServerProcess console, HubClient[] viewers, Func<CancellationToken, Task<double>> happen, CancellationToken cancellation)
    {
        var (begun, cpu, sent) = (Stopwatch.GetTimestamp(), console.CpuSeconds, viewers.Sum(viewer => viewer.Received));
        var happening = happen(cancellation);
        var heap = double.MaxValue;
        while (!happening.IsCompleted)
        {
            heap = Math.Min(heap, await probe.HeapMegabytesAsync(console, cancellation));
            await Task.WhenAny(happening, Task.Delay(TimeSpan.FromSeconds(1), cancellation));
        }

        var took = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (share, traffic) = ((console.CpuSeconds - cpu) / took * 100, (viewers.Sum(viewer => viewer.Received) - sent) / 1024.0 / took / viewers.Length);
        string[] cells = [Figures.Show(await happening), viewers.Length.ToString(CultureInfo.InvariantCulture), Figures.Show(traffic), Figures.Show(share),
            Figures.Show(console.ResidentMegabytes), Figures.Show(heap), await probe.WatchesAsync(cancellation)];
        await Console.Error.WriteLineAsync(string.Join(" | ", cells));
        return cells;
    }

    private sealed record Probe(HttpClient Http, ServerProcess Sandbox)
    {
        public async Task<double> HeapMegabytesAsync(ServerProcess console, CancellationToken cancellation)
        {
            var lines = (await Http.GetStringAsync(new Uri(console.Address, "metrics"), cancellation)).Split('\n');
            var heap = lines.First(line => line.StartsWith("dotnet_gc_heap_bytes ", StringComparison.Ordinal)).Split(' ')[1];
            return double.Parse(heap, CultureInfo.InvariantCulture) / 1024 / 1024;
        }

        /// <summary>How many watches the cluster serves.</summary>
        public async Task<string> WatchesAsync(CancellationToken cancellation) =>
            (await Http.GetFromJsonAsync<JsonNode>(new Uri(Sandbox.Address, "kubernetes/watches"), cancellation))!["open"]!.ToString();
    }
}
