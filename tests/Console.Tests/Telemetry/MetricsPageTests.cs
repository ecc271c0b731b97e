using System.Diagnostics.Metrics;
using OpsConsole.Telemetry;

namespace OpsConsole.Tests.Telemetry;

public sealed class MetricsPageTests
{
    [Fact]
    public void Counters_histograms_and_gauges_are_written_as_Prometheus_reads_them()
    {
        using var page = new MetricsPage();
        using var meter = new Meter("OpsConsole");
        var asked = meter.CreateCounter<long>("test.requests", description: "Requests.");
        asked.Add(2, new KeyValuePair<string, object?>("source", "a\"b\\c"));
        asked.Add(3, new KeyValuePair<string, object?>("source", "a\"b\\c"));
        var took = meter.CreateHistogram<double>("test.duration", "s", "Duration.");
        took.Record(0.02);
        took.Record(7);
        meter.CreateObservableGauge("test.open", () => 4, description: "Open.");

        using var text = new StringWriter();
        page.Write(text);
        var lines = text.ToString().Split('\n');

        Assert.Contains("# TYPE test_requests_total counter", lines);
        Assert.Contains("test_requests_total{source=\"a\\\"b\\\\c\"} 5", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"0.01\"} 0", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"0.025\"} 1", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"10\"} 2", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"+Inf\"} 2", lines);
        Assert.Contains("test_duration_seconds_count 2", lines);
        Assert.Contains("test_open 4", lines);
        Assert.Contains(lines, line => line.StartsWith("process_cpu_seconds_total ", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_meters_are_left_alone()
    {
        using var page = new MetricsPage();
        using var meter = new Meter("Somebody.Else");
        meter.CreateCounter<long>("noise").Add(1);

        using var text = new StringWriter();
        page.Write(text);

        Assert.DoesNotContain("noise", text.ToString(), StringComparison.Ordinal);
    }
}
