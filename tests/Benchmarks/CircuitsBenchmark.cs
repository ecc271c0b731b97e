using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>The Alerts page open in a hundred browsers while one alert of very many changes each second: what it costs the console.</summary>
internal static class CircuitsBenchmark
{
    private const int Circuits = 100;
    private static readonly int[] Days = [1000, 5000, 20000];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(40);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        await CircuitLoad.InstallAsync(cancellation);
        var table = new Table($"Alerts page, one alert changing each second, over {Measured.TotalSeconds:0} s",
            "alerts", "circuits", "CPU of the console, % of a core", "RSS MB", "drawings a second and circuit", "bytes a drawing", "opening one: ms of CPU");
        foreach (var count in Days)
        {
            var alerts = SampleAlerts.Make(count, world.Systems);
            var alertmanager = await world.StartAlertmanagerAsync("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n", cancellation);
            var console = await world.StartConsoleAsync(
                LoopbackPorts.Next(), [.. Settings.Alertmanager(alertmanager), KeyValuePair.Create("Alerts__Poll", "00:00:01")], cancellation);
            await SampleAlerts.PostAsync(alertmanager, alerts, cancellation);
            await SampleAlerts.KnownAsync(console, alerts.Length, cancellation);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var changing = ChangeAsync(alertmanager, alerts[0], ending.Token);
            var name = count.ToString("N0", CultureInfo.InvariantCulture);
            await Task.Delay(Settling, cancellation);
            table.Add(await AloneAsync(name, console, cancellation));
            table.Add(await HeldAsync(name, console, cancellation));
            await ending.CancelAsync();
            await changing;
            await console.DisposeAsync();
            await alertmanager.DisposeAsync();
        }

        table.Print();
        Console.WriteLine($"\nAlertmanager is read each second here. Load {Machine.Load}.");
    }

    // Firing again and again, with other words: a change of one line of the page.
    private static async Task ChangeAsync(ServerProcess alertmanager, SampleAlert alert, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var number = 0; await timer.WaitForNextTickAsync(cancellation); number++)
            {
                var words = new Dictionary<string, string>(alert.Annotations) { ["summary"] = string.Create(CultureInfo.InvariantCulture, $"it answers slowly, {number % 10} of 10") };
                await SampleAlerts.PostAsync(alertmanager, [alert with { Annotations = words }], cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Measured.
        }
    }

    private static async Task<string[]> AloneAsync(string alerts, ServerProcess console, CancellationToken cancellation)
    {
        var (begun, cpu) = (Stopwatch.GetTimestamp(), console.CpuSeconds);
        await Task.Delay(Measured, cancellation);
        return [alerts, "0", Figures.Show((console.CpuSeconds - cpu) / Stopwatch.GetElapsedTime(begun).TotalSeconds * 100), Figures.Show(console.ResidentMegabytes), "", "", ""];
    }

    private static async Task<string[]> HeldAsync(string alerts, ServerProcess console, CancellationToken cancellation)
    {
        var measured = await CircuitLoad.RunAsync(
            ["--url", console.Address.ToString(), "--path", "alerts?show=firing", "--cookie", console.Visitor!.Cookie, "--pid", Number(console.Id),
             "--circuits", Number(Circuits), "--seconds", Number((int)Measured.TotalSeconds), "--settle", Number((int)Settling.TotalSeconds)], cancellation);
        var (held, server) = (measured["held"]!, measured["server"]!);
        return
        [
            alerts, measured["circuits"]!["opened"]!.ToString(), Figures.Show(server["held"]!["cpuPerSecond"]!.GetValue<double>() * 100), Figures.Show(server["held"]!["rssMiB"]!.GetValue<double>()),
            Figures.Show(held["batchesPerCircuitSecond"]!.GetValue<double>()), Figures.Show(held["bytesPerBatch"]!.GetValue<double>()), Figures.Show(server["openCpuMsPerCircuit"]!.GetValue<double>()),
        ];
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
