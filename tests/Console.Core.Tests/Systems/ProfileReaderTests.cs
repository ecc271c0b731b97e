using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

public sealed class ProfileReaderTests
{
    private static readonly LoadedSystem Billing = SampleProfile.Read(SampleProfile.Text).Value;

    [Fact]
    public void The_file_is_the_id_and_the_fields_are_the_profile()
    {
        var profile = Billing.Profile;

        Assert.Equal(("billing", "Billing", "main", "primary"), (profile.Id, profile.Title, profile.Cluster, profile.Metrics));
        Assert.Equal(["billing", "billing-jobs"], profile.Namespaces);
        Assert.Equal("systems/billing.yaml", Billing.File);
        Assert.Equal(new Uri("https://ledger.example.com/"), Assert.Single(profile.Links).Address);
        Assert.Equal("{namespace=\"billing\"}", profile.LogSelector);
    }

    [Fact]
    public void A_target_is_written_in_per_cent_and_kept_as_a_share() => Assert.Equal(0.999, Billing.Profile.Slos[0].Target);

    [Fact]
    public void Where_time_is_counted_the_total_needs_no_expression()
    {
        var led = Billing.Profile.Slos[1];

        Assert.Equal(("vector(1)", ObjectiveKind.Time, TimeSpan.FromDays(1)), (led.Total, led.Kind, led.Window));
    }

    [Fact]
    public void Response_times_may_differ_for_an_alert()
    {
        var critical = Billing.Profile.Severities[0];

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), 0), (critical.RespondWithin, critical.EscalateAfter!.Value, critical.Class));
        Assert.Equal(TimeSpan.FromMinutes(2), critical.Except["LedgerDown"]);
        Assert.Null(Billing.Profile.Severities[1].EscalateAfter);
    }

    [Fact]
    public void Leader_queues_panels_and_actions_are_read()
    {
        var (leader, queue, panel) = (Billing.Profile.Leader!, Billing.Profile.Queues[0], Billing.Profile.Panels[0]);

        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5), (leader.LeaseDuration, leader.RenewDeadline, leader.MaxContenders));
        Assert.Equal((1000d, 5000d, TimeSpan.FromMinutes(10)), (queue.Warn, queue.Critical!.Value, queue.OldestWarn!.Value));
        Assert.Equal(("Work", 10d, "{kind}", ""), (panel.Dashboard, panel.Limit!.Value, panel.Queries[0].Legend, panel.Queries[1].Legend));
        Assert.Equal(["lease-delete", "scale", "pod-delete", "silence"], Billing.Profile.Actions.Select(action => action.Kind));
    }

    [Fact]
    public void A_queue_names_the_workload_that_works_it_off()
    {
        Assert.Null(Billing.Profile.Queues[0].ServedBy);
        Assert.Equal("billing/writer", SampleProfile.Read(SampleProfile.With("    critical: 5000", "    critical: 5000\n    served_by: billing/writer")).Value.Profile.Queues[0].ServedBy);
    }

    [Fact]
    public void An_alert_is_claimed_when_every_matcher_holds()
    {
        Assert.True(Billing.Claims(LabelSet.Of(("system", "billing"), ("environment", "staging"))));
        Assert.False(Billing.Claims(LabelSet.Of(("system", "billing"))));
    }

    [Fact]
    public void Two_fields_are_enough()
    {
        var read = SampleProfile.Read("title: X\nclaims_alerts: ['system=\"x\"']\n", "systems/x.yaml");

        Assert.Equal(string.Empty, read.Explanation);
    }

    [Fact]
    public void The_place_of_every_expression_is_known()
    {
        var lines = SampleProfile.Text.Split('\n');

        Assert.All(ProfileQueries.Of(Billing.Profile).Where(query => query.Promql != "vector(1)"), query =>
        {
            var place = Billing.Places[query.Field].Split(':').Select(int.Parse).ToArray();
            Assert.StartsWith(query.Promql[..8], lines[place[0] - 1][(place[1] - 1)..], StringComparison.Ordinal);
        });
    }
}
