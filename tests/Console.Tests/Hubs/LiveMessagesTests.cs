using OpsConsole.Alerts;
using OpsConsole.Hubs;
using OpsConsole.Live;
using OpsConsole.Metrics;

namespace OpsConsole.Tests.Hubs;

public sealed class LiveMessagesTests
{
    private readonly LiveState live = new(TimeProvider.System);

    [Fact]
    public void What_was_never_observed_is_unknown_and_null()
    {
        var message = Messages().Whole(live.Slo, live.Slo.Head);

        Assert.Equal("unknown", message.Freshness);
        Assert.Null(message.Value);
        Assert.Equal("not observed yet", message.Problem);
    }

    [Fact]
    public void After_a_failure_the_old_content_is_sent_as_stale_with_the_reason()
    {
        live.Alerts.Observed(new AlertBoard([Firing("a")], []));
        live.Alerts.Failed("main does not answer");

        var message = Messages().Whole(live.Alerts, live.Alerts.Head);

        Assert.Equal("stale", message.Freshness);
        Assert.Equal("main does not answer", message.Problem);
        Assert.Single(Assert.IsType<AlertsMessage>(message.Value).Alerts);
    }

    [Fact]
    public void Only_what_changed_between_two_boards_is_sent()
    {
        var stays = Firing("stays");
        var before = new AlertBoard([stays, Firing("goes"), Firing("turns")], []);
        live.Alerts.Observed(new AlertBoard([stays, Firing("turns") with { State = AlertState.Silenced, SilencedBy = ["id"] }, Firing("comes")], []));

        var changes = Messages().Changes(before, live.Alerts.Current).Changes!;

        Assert.Equal(["turns", "comes"], changes.Changed.Select(alert => alert.Fingerprint));
        Assert.Equal("silenced", changes.Changed[0].State);
        Assert.Equal(["goes"], changes.Removed);
    }

    [Fact]
    public void Sections_have_the_names_that_clients_ask_for() => Assert.Equal(
        ["overview", "alerts", "silences", "leadership", "slo", "queues", "workloads", "pods", "events", "nodes", "findings", "sources", "actions", "walkthroughs", "acknowledgements", "maintenance", "incidents"], Messages().Offered.Select(section => section.Name));

    private static Alert Firing(string fingerprint) => new(
        fingerprint, LabelSet.Of(("alertname", "Name"), ("severity", "critical")), LabelSet.Empty, AlertState.Firing, DateTimeOffset.UnixEpoch);

    private LiveMessages Messages() => new(live, TimeProvider.System);
}
