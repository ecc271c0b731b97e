using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.World;

/// <summary>Reads what the running Prometheus has scraped.</summary>
internal static class ScrapeReader
{
    /// <summary>
    /// Awaits that each target was scraped once. Until then the newest that is known of a pod is its history, and nobody marks that as over when
    /// the pod dies: its last word would count for five minutes more.
    /// </summary>
    /// <param name="prometheus">Where it listens.</param>
    /// <param name="targets">How many targets the fleet names.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task AwaitAllAsync(Uri prometheus, int targets, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = prometheus, Timeout = TimeSpan.FromSeconds(20) };
        await Eventually.SoAsync("Prometheus scrapes the fleet", TimeSpan.FromSeconds(90), async () =>
        {
            var answer = await http.GetFromJsonAsync<JsonNode>("api/v1/targets?state=active", cancellation);
            var active = answer!["data"]!["activeTargets"]!.AsArray();
            return active.Count >= targets && active.All(target => target!["lastScrape"]!.GetValue<DateTimeOffset>().Year > 1);
        }, cancellation);
    }
}
