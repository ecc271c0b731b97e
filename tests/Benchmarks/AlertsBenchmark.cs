using System.Diagnostics;
using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>The Alerts page on a bad, a very bad and a terrible day, beside a plain fetch of the same alerts as JSON.</summary>
internal static class AlertsBenchmark
{
    private const int Rounds = 12;
    private static readonly int[] Days = [1000, 5000, 20000];

    public static async Task RunAsync(World world, CancellationToken cancellation)
    {
        var first = new Table("First usable Alerts page beside a plain fetch of the same JSON: milliseconds, p50 / p95 (goal: half of the fetch)",
            "alerts", "JSON", "HTML", "HTML : JSON", "row visible, cold", "usable, cold", "usable, warm", "warm : JSON", "bare page");
        var sizes = new Table("What it weighs: KB, and RSS of the console in MB", "alerts", "JSON", "HTML", "page until usable, cold", "warm", "RSS");
        var keys = new Table("Filter keystroke to screen: milliseconds (goal: p95 below 100)", "alerts", "keystrokes", "p50", "p95", "slowest");
        await using var browser = await Browser.StartAsync();
        foreach (var count in Days)
        {
            var alerts = SampleAlerts.Make(count, world.Systems);
            var (alertmanager, console) = await BeginAsync(world, alerts, cancellation);
            await using var visits = new AlertVisits(browser, console);
            var measured = await MeasureAsync(visits, alertmanager, console, cancellation);
            await Console.Error.WriteLineAsync($"{count} alerts: {string.Join(", ", measured.Times())}");
            var typed = await visits.TypeAsync(alerts);
            await Console.Error.WriteLineAsync($"{count} alerts: a key takes {typed}");
            var name = count.ToString("N0", CultureInfo.InvariantCulture);
            first.Add([name, .. measured.Times()]);
            measured.Budget(name);
            Budgets.AddTime($"{name} alerts: filter keystroke to screen, p95", typed.P95, string.Empty, 100);
            sizes.Add([name, .. measured.Sizes(), Figures.Show(console.ResidentMegabytes)]);
            keys.Add(name, typed.Count.ToString(CultureInfo.InvariantCulture), Figures.Show(typed.Median), Figures.Show(typed.P95), Figures.Show(typed.Worst));
            await alertmanager.DisposeAsync();
            await console.DisposeAsync();
        }

        first.Print();
        sizes.Print();
        keys.Print();
        Console.WriteLine($"\n{Rounds} rounds, the four ways by turns; load {Machine.Load}. Usable: a click is answered. Bare page: a line of text in the same browser.");
    }

    private static async Task<(ServerProcess Alertmanager, ServerProcess Console)> BeginAsync(World world, SampleAlert[] alerts, CancellationToken cancellation)
    {
        var port = LoopbackPorts.Next();
        var alertmanager = await world.StartAlertmanagerAsync($$"""
            route: {receiver: console, group_by: [system, alertname, cluster], group_wait: 1s, group_interval: 5s, repeat_interval: 12h}
            receivers: [{name: console, webhook_configs: [{url: "http://127.0.0.1:{{port}}/hooks/alertmanager"}]}]
            """, cancellation);
        var console = await world.StartConsoleAsync(port, Settings.Alertmanager(alertmanager), cancellation);
        await SampleAlerts.PostAsync(alertmanager, alerts, cancellation);
        await SampleAlerts.KnownAsync(console, alerts.Length, cancellation);
        return (alertmanager, console);
    }

    private static async Task<FirstPages> MeasureAsync(AlertVisits visits, ServerProcess alertmanager, ServerProcess console, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        using var visitor = console.Visitor!.Http(console.Address);
        var pages = new FirstPages();
        await visits.OpenAsync();
        for (var round = 0; round < Rounds; round++)
        {
            pages.Json.Add(await FetchAsync(http, new Uri(alertmanager.Address, "api/v2/alerts"), cancellation));
            pages.Html.Add(await FetchAsync(visitor, new Uri(console.Address, "alerts"), cancellation));
            pages.Bare.Add(await visits.OpenBareAsync());
            var (cold, warm) = await visits.OpenAsync();
            pages.Cold.Add(cold);
            pages.Warm.Add(warm);
        }

        return pages;
    }

    private static async Task<(double Milliseconds, double Bytes)> FetchAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var body = await http.GetByteArrayAsync(address, cancellation);
        return (Stopwatch.GetElapsedTime(begun).TotalMilliseconds, body.Length);
    }
}
