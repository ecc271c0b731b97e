using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>How often a console has asked its sources since its start, by its own count.</summary>
/// <param name="Prometheus">Requests to Prometheus.</param>
/// <param name="Alertmanager">Requests to Alertmanager.</param>
internal readonly record struct UpstreamRequests(double Prometheus, double Alertmanager)
{
    public static async Task<UpstreamRequests> ReadAsync(ServerProcess console, HttpClient http, CancellationToken cancellation)
    {
        var lines = (await http.GetStringAsync(new Uri(console.Address, "metrics"), cancellation)).Split('\n')
            .Where(line => line.StartsWith("opsconsole_upstream_requests_total{", StringComparison.Ordinal)).ToArray();
        return new(Sum("prometheus"), Sum("alertmanager"));

        double Sum(string kind) => lines.Where(line => line.Contains($"kind=\"{kind}\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
