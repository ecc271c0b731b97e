using System.Globalization;
using System.Net.Http.Json;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>An alert as Prometheus posts it.</summary>
internal sealed record SampleAlert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, string EndsAt)
{
    /// <summary>Whether a text would be found in it: what the console's filter looks at.</summary>
    public bool Contains(string text) =>
        Labels.Values.Append(Annotations["summary"]).Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Alerts of a bad day: five systems, sixty rules each: 300 groups, most of them for single pods.</summary>
internal static class SampleAlerts
{
    private const int RulesPerSystem = 60;
    private const int Batch = 500;
    private static readonly string[] Severities = ["critical", "high", "warning", "warning", "info"];

    /// <summary>Makes alerts, always the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="systems">The systems they belong to.</param>
    public static SampleAlert[] Make(int count, string[] systems)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i => One(i, systems[i % systems.Length], i / systems.Length % RulesPerSystem, Suffix(random)))];
    }

    /// <summary>Posts alerts.</summary>
    public static async Task PostAsync(ServerProcess alertmanager, IEnumerable<SampleAlert> alerts, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = alertmanager.Address };
        foreach (var batch in alerts.Chunk(Batch))
        {
            using var answer = await http.PostAsJsonAsync("api/v2/alerts", batch, cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Awaits that the console knows all of them: the page without the filter counts them.</summary>
    public static async Task KnownAsync(ServerProcess console, int count, CancellationToken cancellation)
    {
        using var http = console.Visitor!.Http(console.Address);
        var all = $"{count} of {count} fit";
        await Eventually.SoAsync($"the console knows {count} alerts", TimeSpan.FromMinutes(2),
            async () => (await http.GetStringAsync("alerts?q=cluster%3Dbenchmark", cancellation)).Contains(all, StringComparison.Ordinal), cancellation);
    }

    /// <summary>Lets one fire again and again, once a second, with other words: a change of one line of a page.</summary>
    public static async Task ChangeAsync(ServerProcess alertmanager, SampleAlert alert, CancellationToken cancellation)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var number = 0; await timer.WaitForNextTickAsync(cancellation); number++)
            {
                var words = new Dictionary<string, string>(alert.Annotations) { ["summary"] = string.Create(CultureInfo.InvariantCulture, $"it answers slowly, {number % 10} of 10") };
                await PostAsync(alertmanager, [alert with { Annotations = words }], cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Measured.
        }
    }

    private static SampleAlert One(int number, string system, int rule, string suffix)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"BenchmarkRule{rule:00}");
        var pod = $"{system}-worker-{suffix}";
        return new(
            new Dictionary<string, string>
            {
                ["alertname"] = name,
                ["system"] = system,
                ["severity"] = Severities[rule % Severities.Length],
                ["cluster"] = "benchmark",
                ["namespace"] = $"{system}-system",
                ["job"] = $"{system}-metrics",
                ["pod"] = pod,
                ["instance"] = string.Create(CultureInfo.InvariantCulture, $"10.{number / 65536}.{number / 256 % 256}.{number % 256}:9100"),
            },
            new Dictionary<string, string>
            {
                ["summary"] = $"{pod} answers slowly",
                ["description"] = $"{pod} in {system}-system has answered more than one request in twenty after its deadline for 10 minutes.",
                ["runbook_url"] = $"https://runbooks.example.com/{system}/{name}",
            },
            "2099-01-01T00:00:00Z");
    }

    private static string Suffix(Random random) => string.Concat(Enumerable.Range(0, 6).Select(_ => "bcdfghjkmqvxz23456789"[random.Next(21)]));
}
