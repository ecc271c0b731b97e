using System.Globalization;
using OpsConsole.World;

namespace OpsConsole.EndToEnd;

public sealed class FanOutTests(FleetWorld world, Browsers browsers) : WorldTest(world, browsers)
{
    // Ten rounds of the quickest queries, and one at least of those that are asked each 10 seconds.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Fifty_hub_clients_and_three_pages_ask_the_upstreams_no_more_than_one_client()
    {
        await using var first = await ListenAsync();
        var (metricsOfOne, alertsOfOne) = await SteadyAsync();

        var listeners = await Task.WhenAll(Enumerable.Range(0, 49).Select(_ => ListenAsync()));
        try
        {
            foreach (var path in (string[])["", "alerts", "sources"])
            {
                await OpenLiveAsync(path);
            }

            var (metricsOfAll, alertsOfAll) = await RequestsAsync();
            TestContext.Current.TestOutputHelper?.WriteLine($"Prometheus {metricsOfOne} then {metricsOfAll}, Alertmanager {alertsOfOne} then {alertsOfAll}");
            Assert.True(metricsOfOne > 0 && alertsOfOne > 0, "nothing is asked at all");

            // Rounds begin when they begin: one more or less of each may fall into the span. A client that asked for itself would multiply.
            Assert.InRange(metricsOfAll, 0, metricsOfOne * 1.5);
            Assert.InRange(alertsOfAll, 0, (alertsOfOne * 1.5) + 3);
            Assert.All(listeners, listener => Assert.True(listener.Received > 0));
        }
        finally
        {
            foreach (var listener in listeners)
            {
                await listener.DisposeAsync();
            }
        }
    }

    private Task<HubListener> ListenAsync() => HubListener.ConnectAsync(World.Console.Address, World.Visitor, Cancellation, "overview", "alerts", "leadership", "queues");

    // A console that has just come up, on a machine that does much else, asks less than it would: what it usually asks is what it asked twice.
    private async Task<(double Prometheus, double Alertmanager)> SteadyAsync()
    {
        var last = await RequestsAsync();
        for (var tries = 0; tries < 6; tries++)
        {
            var now = await RequestsAsync();
            if (Math.Abs(now.Prometheus - last.Prometheus) <= now.Prometheus * 0.15)
            {
                return now;
            }

            last = now;
        }

        return last;
    }

    private async Task<(double Prometheus, double Alertmanager)> RequestsAsync()
    {
        var before = await CountAsync();
        await Task.Delay(Span, Cancellation);
        var after = await CountAsync();
        return (after.Prometheus - before.Prometheus, after.Alertmanager - before.Alertmanager);
    }

    // Prometheus counts for itself, without the page that it scrapes; Alertmanager counts no request of this API: there the console's word counts.
    private async Task<(double Prometheus, double Alertmanager)> CountAsync()
    {
        using var http = new HttpClient();
        var prometheus = await http.GetStringAsync(new Uri(World.Prometheus.Address, "metrics"), Cancellation);
        var console = await http.GetStringAsync(new Uri(World.Console.Address, "metrics"), Cancellation);
        return (Sum(prometheus, "prometheus_http_requests_total{", "/api/v1/"),
            Sum(console, "opsconsole_upstream_requests_total{", "lertmanager"));
    }

    private static double Sum(string metrics, string start, string having) => metrics.Split('\n')
        .Where(line => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(having, StringComparison.Ordinal) && !line.Contains("handler=\"/metrics\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
