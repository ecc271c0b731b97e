using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

/// <summary>What a real Prometheus says of the expressions.</summary>
public sealed class ProfileQueryRealTests(RealMonitoring real) : IClassFixture<RealMonitoring>, IAsyncDisposable
{
    private readonly TestUpstreams upstreams = TestUpstreams.OfPrometheus(real.Prometheus.Url);

    public ValueTask DisposeAsync() => upstreams.DisposeAsync();

    [Fact]
    public async Task Every_expression_that_ships_is_accepted()
    {
        var reader = new CatalogReader(Repository.Folder("systems"));
        reader.Refresh();

        foreach (var system in reader.Current.Systems)
        {
            Assert.NotEmpty(ProfileQueries.Of(system.Profile));
            Assert.Empty(await ProfileQueryCheck.RunAsync(system, upstreams.Prometheus, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_grouping_in_the_wrong_place_is_told_with_line_field_and_the_servers_words()
    {
        var system = SampleProfile.Read(SampleProfile.With("sum(rate(made{job=\"writer\"}[5m]))", "rate(made{job=\"writer\"}[5m]) by (kind)")).Value;

        var problem = Assert.Single(await ProfileQueryCheck.RunAsync(system, upstreams.Prometheus, TestContext.Current.CancellationToken));

        Assert.Equal("systems/billing.yaml:59:14 queues[0].in_rate", problem.Where);
        Assert.Contains("unexpected <by>", problem.What, StringComparison.Ordinal);
    }
}
