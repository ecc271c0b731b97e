using OpsConsole.Core.Tests.Boards;
using OpsConsole.Metrics;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class CertificateTests : IDisposable
{
    private const string Metric = "certmanager_certificate_expiration_timestamp_seconds";
    private readonly ScriptedMetrics prom = new();
    private readonly MetricQueries queries;

    public CertificateTests() => queries = new MetricQueries(new MetricSources([prom]), TimeProvider.System, 2);

    public void Dispose() => queries.Dispose();

    [Fact]
    public async Task The_certificates_of_a_systems_namespaces_are_asked_for_and_told_once()
    {
        prom.Instant = _ => [Sample("tls", 10), Sample("tls", 12), Sample("web", 40)];
        var read = await ReadAsync(Made.System() with { Namespaces = ["fleet", "edge"] });
        Assert.Equal(Metric + """{namespace=~"fleet|edge"}""", Assert.Single(prom.Asked).Trim());
        Assert.Equal([new("fleet", "tls", Made.Noon.AddDays(10)), new Certificate("fleet", "web", Made.Noon.AddDays(40))], read.Known["a"]);
        Assert.Empty(read.Gaps);
    }

    [Fact]
    public async Task No_series_is_a_gap_only_where_the_profile_cares()
    {
        Assert.Empty((await ReadAsync(Made.System())).Gaps);
        var caring = Made.System() with { Panels = [new PanelProfile("Certificates", "d", [new PanelQuery($"{Metric} - time()", "")], null, "")] };
        Assert.Equal($"no series of {Metric} for fleet; is cert-manager scraped?", Assert.Single((await ReadAsync(caring)).Gaps).Because);
        prom.Down = ScriptedMetrics.Unreachable("connection refused");
        Assert.Equal("connection refused", Assert.Single((await ReadAsync(caring)).Gaps).Because);
        Assert.Empty((await ReadAsync(Made.System())).Gaps);
    }

    private static Sample Sample(string name, int days) => new(
        LabelSet.Of(("namespace", "fleet"), ("name", name)), Made.Noon, Made.Noon.AddDays(days).ToUnixTimeSeconds());

    private Task<Certificates> ReadAsync(SystemProfile profile) =>
        Certificates.ReadAsync(queries, new SystemCatalog([new LoadedSystem(profile, [], "a.yaml")], []), BoardWorld.Cancellation);
}
