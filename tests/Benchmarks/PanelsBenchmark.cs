using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>
/// Twenty charts opened by fifty circuits, beside one: what it costs the Prometheus, and how long until all are drawn. Every run looks at a system of its own, so that
/// nothing of it was asked before.
/// </summary>
internal static class PanelsBenchmark
{
    private const int Panels = 20;
    private const int Circuits = 50;
    private const int Alone = 10;

    // The step of the range of an hour: those of the usual range, which the console reads all the time, have another.
    private const int Step = 15;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        await CircuitLoad.InstallAsync(cancellation);
        await using var prometheus = await SlowPrometheus.StartAsync(Wait, cancellation);
        string[] systems = ["warm", .. Enumerable.Range(0, Alone).Select(i => $"alone-{(char)('a' + i)}"), "held", "ten", "all"];
        foreach (var system in systems)
        {
            world.Write(Path.Combine("charted", $"{system}.yaml"), Profile(system));
        }

        var console = await world.StartConsoleAsync(
            LoopbackPorts.Next(),
            [
                KeyValuePair.Create("Systems__Folder", Path.GetDirectoryName(world.Write(Path.Combine("charted", "README.txt"), string.Empty))!),
                KeyValuePair.Create("Upstreams__Prometheus__0__Name", "main"), KeyValuePair.Create("Upstreams__Prometheus__0__Url", prometheus.Address),
                KeyValuePair.Create("Boards__Panels__Every", "00:10:00"),
            ],
            cancellation);
        var visit = new Visits(console, prometheus);
        await visit.OpenAsync("warm", 20, 5, TimeSpan.FromSeconds(1), cancellation);

        var table = new Table(
            $"{Panels} charts of an hour, 3 lines each, {Wait.TotalMilliseconds:0} ms for each answer; load {Machine.Load} at the begin",
            "circuits", "at a time", "queries until drawn", "ms until drawn, p50 / p95", "queries a minute while held", "opening one: ms of CPU");
        var alone = new List<(double Drawn, int Asked)>();
        for (var i = 0; i < Alone; i++)
        {
            var (one, asked, _) = await visit.OpenAsync(systems[1 + i], 1, 1, TimeSpan.FromSeconds(1), cancellation);
            alone.Add((one["connect"]!["drawn"]!["p50"]!.GetValue<double>(), asked));
        }

        var (held, _, minute) = await visit.OpenAsync("held", 1, 1, Held, cancellation);
        table.Add(
            $"1 ({Alone} times)", "1", Figures.Show(alone.Max(one => one.Asked)), Figures.Of(alone.Select(one => one.Drawn)).ToString(), minute.ToString(CultureInfo.InvariantCulture), Cpu(held));
        foreach (var (system, atATime) in new[] { ("ten", 10), ("all", Circuits) })
        {
            var (many, asked, aMinute) = await visit.OpenAsync(system, Circuits, atATime, Held, cancellation);
            var drawn = many["connect"]!["drawn"]!;
            table.Add(
                many["circuits"]!["opened"]!.ToString(), atATime.ToString(CultureInfo.InvariantCulture), asked.ToString(CultureInfo.InvariantCulture),
                $"{Figures.Show(drawn["p50"]!.GetValue<double>())} / {Figures.Show(drawn["p95"]!.GetValue<double>())}", aMinute.ToString(CultureInfo.InvariantCulture), Cpu(many));
        }

        table.Print();
        Console.WriteLine($"\nLoad {Machine.Load} at the end.");
    }

    private static string Cpu(JsonNode measured) => Figures.Show(measured["server"]!["openCpuMsPerCircuit"]!.GetValue<double>());

    private static string Profile(string system) => $$"""
        title: {{system}}
        claims_alerts: [system="{{system}}"]
        panels:
        {{string.Join('\n', Enumerable.Range(10, Panels).Select(i => $$"""- {title: Chart {{i}}, unit: s, queries: [{promql: '{{system.Replace('-', '_')}}_{{i}}', legend: '{pod}'}]}"""))}}
        """;

    /// <summary>Opens circuits on a system's page, and counts what that costs the source.</summary>
    private sealed class Visits(ServerProcess console, SlowPrometheus prometheus)
    {
        public async Task<(JsonNode Measured, int UntilDrawn, int Minute)> OpenAsync(string system, int circuits, int atATime, TimeSpan held, CancellationToken cancellation)
        {
            var (before, drawn) = (prometheus.AskedWithStep(Step), 0);
            var measured = await CircuitLoad.RunAsync(
                ["--url", console.Address.ToString(), "--path", $"systems/{system}?range=1h", "--cookie", console.Visitor!.Cookie, "--pid", Number(console.Id), "--circuits", Number(circuits),
                 "--concurrency", Number(atATime), "--warmup", "0", "--settle", "0", "--seconds", Number((int)held.TotalSeconds), "--until", @"Chart (\d\d): web", "--until-count", Number(Panels)],
                cancellation, onHeld: () => drawn = prometheus.AskedWithStep(Step));
            return (measured, drawn - before, (int)Math.Round((prometheus.AskedWithStep(Step) - drawn) / Math.Max(1, held.TotalMinutes)));
        }

        private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
