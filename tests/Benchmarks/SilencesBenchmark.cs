using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>An Alertmanager that remembers tens of thousands of silences that are over: neither the console's memory nor its page may grow with them.</summary>
internal static class SilencesBenchmark
{
    private const int Rounds = 20;
    private static readonly int[] Piles = [0, 7_000, 70_000];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var table = new Table($"Silences that are over, and what they cost: over {Measured.TotalSeconds:0} s",
            "silences over", "JSON of Alertmanager: ms, median", "KB", "page /silences: ms, median", "KB", "CPU of the console, % of a core", "RSS MB");
        foreach (var pile in Piles)
        {
            var alertmanager = await world.StartAlertmanagerAsync("route: {receiver: nobody}\nreceivers: [{name: nobody}]\n", cancellation);
            await PileAsync(alertmanager, pile, cancellation);
            var console = await world.StartConsoleAsync(LoopbackPorts.Next(), Settings.Alertmanager(alertmanager), cancellation);
            await Task.Delay(Settling, cancellation);
            table.Add(await MeasureAsync(pile, alertmanager, console, cancellation));
            await console.DisposeAsync();
            await alertmanager.DisposeAsync();
        }

        table.Print();
        Console.WriteLine($"\nRead every 5 s at most, and no more than a tenth of the time. Load {Machine.Load}.");
    }

    private static async Task<string[]> MeasureAsync(int pile, ServerProcess alertmanager, ServerProcess console, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var visitor = console.Visitor!.Http(console.Address);
        var (begun, cpu) = (Stopwatch.GetTimestamp(), console.CpuSeconds);
        await Task.Delay(Measured, cancellation);
        var used = (console.CpuSeconds - cpu) / Stopwatch.GetElapsedTime(begun).TotalSeconds * 100;
        var resident = console.ResidentMegabytes;
        var json = await FetchAsync(http, new Uri(alertmanager.Address, "api/v2/silences"), cancellation);
        var page = await FetchAsync(visitor, new Uri(console.Address, "silences?show=expired"), cancellation);
        return
        [
            pile.ToString("N0", CultureInfo.InvariantCulture), Figures.Show(json.Milliseconds), Figures.Show(json.Bytes / 1024.0), Figures.Show(page.Milliseconds), Figures.Show(page.Bytes / 1024.0),
            Figures.Show(used), Figures.Show(resident),
        ];
    }

    private static async Task<(double Milliseconds, int Bytes)> FetchAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        var (times, bytes) = (new List<double>(), 0);
        for (var round = 0; round < Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            bytes = (await http.GetByteArrayAsync(address, cancellation)).Length;
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        times.Sort();
        return (times[times.Count / 2], bytes);
    }

    /// <summary>Makes silences that end in a moment by themselves, and awaits that they have.</summary>
    private static async Task PileAsync(ServerProcess alertmanager, int count, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = alertmanager.Address };
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (number, ending) =>
        {
            var now = DateTimeOffset.UtcNow;
            using var answer = await http.PostAsJsonAsync("api/v2/silences", new
            {
                matchers = new[] { new { name = "pod", value = string.Create(CultureInfo.InvariantCulture, $"worker-{number}-[a-z]+"), isRegex = true, isEqual = true } },
                startsAt = now,
                endsAt = now.AddSeconds(5),
                createdBy = "benchmark",
                comment = "kept as long as Alertmanager keeps what is over",
            }, ending);
            answer.EnsureSuccessStatusCode();
        });
        await Task.Delay(TimeSpan.FromSeconds(6), cancellation);
    }
}
