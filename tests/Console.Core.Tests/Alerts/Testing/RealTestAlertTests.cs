using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Testing;

/// <summary>Test alerts and the route tree of a real Alertmanager.</summary>
public sealed class RealTestAlertTests(Stores stores, RealMonitoring real) : IClassFixture<RealMonitoring>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_alert_fires_there_with_the_fingerprint_we_know_and_is_gone_when_ended()
    {
        await using var upstreams = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = new TestAlertWorld(store, TimeProvider.System, [.. upstreams.Services.GetRequiredService<IEnumerable<IAlertSender>>()]);

        var sent = (await world.Desk.SendAsync(TestAlertWorld.Ada, LabelSet.Of(("alertname", "Tried"), ("text", "<b>ü\"\\</b>")), Cancellation)).Value;

        var found = await Eventually.GetAsync(() => upstreams.Alertmanager.AlertsAsync(Cancellation), alerts => alerts.Any(alert => alert.Fingerprint == sent.Alert.Fingerprint), Cancellation);
        var alert = found.Single(one => one.Fingerprint == sent.Alert.Fingerprint);
        Assert.True(alert.IsTest);
        Assert.Equal(["nobody"], alert.Receivers);

        Assert.True((await world.Desk.EndAsync(TestAlertWorld.Ada, sent.Alert.Id, Cancellation)).IsOk);
        await Eventually.GetAsync(() => upstreams.Alertmanager.AlertsAsync(Cancellation), alerts => alerts.All(one => one.Fingerprint != sent.Alert.Fingerprint), Cancellation);
    }

    [Fact]
    public async Task What_it_loaded_is_read_as_it_tells_it()
    {
        await using var upstreams = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);
        var desk = new RoutingDesk(upstreams.Services.GetRequiredService<IEnumerable<IRoutingSource>>(), TimeProvider.System);

        var reading = Assert.Single(await desk.ReadAsync(TimeSpan.FromMinutes(1), Cancellation));

        Assert.Equal("nobody", reading.Tree!.Root.Receiver);
        Assert.Equal(("severity=\"critical\"", "severity=\"warning\"", "cluster"),
            reading.Tree.InhibitRules.Select(rule => (rule.Sources.Single().ToString(), rule.Targets.Single().ToString(), rule.Equal.Single())).Single());
        Assert.Same(reading, Assert.Single(await desk.ReadAsync(TimeSpan.FromMinutes(1), Cancellation)));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_a_sentence()
    {
        await using var upstreams = TestUpstreams.OfAlertmanager("http://127.0.0.1:1");

        var reading = Assert.Single(await new RoutingDesk(upstreams.Services.GetRequiredService<IEnumerable<IRoutingSource>>(), TimeProvider.System).ReadAsync(TimeSpan.FromMinutes(1), Cancellation));

        Assert.Null(reading.Tree);
        Assert.NotEmpty(Assert.Single(reading.Problems).What);
    }
}
