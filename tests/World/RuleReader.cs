using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.World;

/// <summary>Reads the alert rules of the running Prometheus.</summary>
internal sealed class RuleReader(Uri prometheus) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = prometheus, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>System and name of the alerts that look at this moment alone: no window keeps them firing when the fault is over.</summary>
    public async Task<IReadOnlySet<(string System, string Alert)>> QuickAlertsAsync(CancellationToken cancellation)
    {
        var answer = await http.GetFromJsonAsync<JsonNode>("api/v1/rules?type=alert", cancellation);
        var rules = answer!["data"]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToList();
        return rules.GroupBy(rule => (System: Text(rule!["labels"]?["system"]), Alert: Text(rule["name"])))
            .Where(same => same.All(rule => !Text(rule!["query"]).Contains('[') && !Text(rule["query"]).Contains("slo:", StringComparison.Ordinal)))
            .Select(same => same.Key).ToHashSet();
    }

    public void Dispose() => http.Dispose();

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
