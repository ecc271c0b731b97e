using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OpsConsole.Soak.Pages;

/// <summary>The least and the most that a figure was within a time.</summary>
internal sealed record Band(double Least, double Most)
{
    // Two readers a moment apart may see two scrapes.
    private const double Slack = 0.02;

    /// <summary>Whether a figure lies in it.</summary>
    public bool Holds(double figure) => figure >= Least - (Slack * Math.Max(1, Math.Abs(Least))) && figure <= Most + (Slack * Math.Max(1, Math.Abs(Most)));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Least:0.##} to {Most:0.##}");
}

/// <summary>Reads what Prometheus itself says.</summary>
/// <param name="address">Where it listens.</param>
internal sealed class PrometheusReader(Uri address) : IDisposable
{
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(12);
    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>What an expression was around a time; null when it gave nothing.</summary>
    public async Task<Band?> AroundAsync(string expression, DateTimeOffset at, CancellationToken cancellation)
    {
        var address = string.Create(CultureInfo.InvariantCulture,
            $"api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={Seconds(at - Around)}&end={Seconds(at + Around)}&step=1");
        var answer = await http.GetFromJsonAsync<JsonNode>(address, cancellation);
        var values = answer!["data"]!["result"]!.AsArray().SelectMany(series => series!["values"]!.AsArray())
            .Select(point => double.Parse($"{point![1]}", CultureInfo.InvariantCulture)).Where(double.IsFinite).ToList();
        return values.Count == 0 ? null : new(values.Min(), values.Max());
    }

    public void Dispose() => http.Dispose();

    private static string Seconds(DateTimeOffset at) => (at.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
}
