using OpsConsole.Leadership;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Leadership;

public sealed class LeaderJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly LeaderElectionProfile Profile =
        new("fleet", "leader", "leads", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(20), 5, "nothing is reconciled");

    private static readonly LeaderJudge Judge = new(Profile, new LeaderTolerance(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)));

    [Fact]
    public void A_holder_that_renews_leads_since_it_took_the_lease()
    {
        var verdict = Judged(Watched(Noon.AddSeconds(-5)), null, Noon);
        Assert.Equal((LeaderState.Led, "x2m4q"), (verdict.State, verdict.Holder));
        Assert.Equal(Noon.AddHours(-2), verdict.Since);
        Assert.Equal("x2m4q holds the lease and renews it", verdict.Because);
    }

    [Fact]
    public void A_holder_that_stopped_renewing_leaves_nobody_once_the_lease_has_run_out()
    {
        Assert.Equal(LeaderState.Led, Judged(Watched(Noon.AddSeconds(-30)), null, Noon).State);
        var verdict = Judged(Watched(Noon.AddMinutes(-6)), null, Noon);
        Assert.Equal((LeaderState.Nobody, "x2m4q"), (verdict.State, verdict.Holder));
        Assert.Equal(Noon.AddMinutes(-6).AddSeconds(30), verdict.Since);
        Assert.Equal("x2m4q stopped renewing 6 min ago; the lease lasts 30 s", verdict.Because);
    }

    [Fact]
    public void A_lease_that_runs_out_while_the_cluster_tells_nothing_leaves_who_leads_unknown()
    {
        var silent = Watched(Noon.AddSeconds(-40)) with { HeardAt = Noon.AddSeconds(-25) };
        var verdict = Judge.Judge(silent, null, Noon);
        Assert.Equal((LeaderState.Unknown, null), (verdict.State, verdict.Holder));
        Assert.Equal("the lease can't be seen: the cluster has told nothing for 25 s, and what it told last has run out", verdict.Because);
        Assert.Equal(LeaderState.Led, Judge.Judge(silent, Gauges(Noon, ("x2m4q", 1), ("b", 0)), Noon).State);
        Assert.Equal(LeaderState.Nobody, Judge.Judge(silent with { HeardAt = Noon.AddSeconds(-15) }, null, Noon).State);
    }

    [Theory]
    [InlineData(-120)]
    [InlineData(-3600)]
    [InlineData(120)]
    public void A_holder_whose_clock_is_off_still_leads_while_we_see_it_renew(int offBySeconds)
    {
        var stamped = Noon.AddSeconds(-5 + offBySeconds);
        var reading = LeaseReading.NotSeen("not yet", Noon).Seen(Lease(stamped.AddSeconds(-10)), Noon.AddSeconds(-15)).Seen(Lease(stamped), Noon.AddSeconds(-5));
        Assert.Equal(LeaderState.Led, Judged(reading, null, Noon).State);
        Assert.Equal(TimeSpan.FromSeconds(-offBySeconds), reading.ClockBehind);
    }

    [Fact]
    public void A_lease_that_looks_old_at_first_sight_is_doubtful_for_one_duration_and_then_has_nobody()
    {
        var reading = LeaseReading.NotSeen("not yet", Noon).Seen(Lease(Noon.AddMinutes(-6)), Noon);
        var first = Judged(reading, null, Noon.AddSeconds(1));
        Assert.Equal(LeaderState.Unknown, first.State);
        Assert.Equal("x2m4q last renewed 6 min ago by its own clock; waiting 30 s to see whether it still does", first.Because);
        var then = Judged(reading, null, Noon.AddSeconds(31));
        Assert.Equal(LeaderState.Nobody, then.State);
        Assert.Equal("x2m4q stopped renewing 6 min ago; the lease lasts 30 s", then.Because);
    }

    [Fact]
    public void The_gauges_settle_a_lease_that_looks_old_at_first_sight()
    {
        var reading = LeaseReading.NotSeen("not yet", Noon).Seen(Lease(Noon.AddMinutes(-6)), Noon);
        Assert.Equal(LeaderState.Led, Judged(reading, Gauges(Noon, ("x2m4q", 1), ("b", 0)), Noon.AddSeconds(1)).State);
        Assert.Equal(LeaderState.Nobody, Judged(reading, Gauges(Noon, ("x2m4q", 0), ("b", 0)), Noon.AddSeconds(1)).State);
    }

    [Fact]
    public void A_released_lease_has_nobody_since_we_saw_it()
    {
        var reading = Watched(Noon.AddSeconds(-20)).Seen(Lease(Noon.AddSeconds(-4)) with { Holder = string.Empty }, Noon.AddSeconds(-4));
        var verdict = Judged(reading, null, Noon);
        Assert.Equal((LeaderState.Nobody, null, Noon.AddSeconds(-4)), (verdict.State, verdict.Holder, verdict.Since));
    }

    [Fact]
    public void A_lease_that_does_not_exist_is_missing()
    {
        var verdict = Judged(LeaseReading.NotSeen("not yet", Noon).Seen(null, Noon), Gauges(Noon, ("a", 1)), Noon);
        Assert.Equal(LeaderState.LeaseMissing, verdict.State);
        Assert.Equal("there is no lease fleet/leader, yet a says that it leads", verdict.Because);
    }

    [Fact]
    public void Two_that_say_they_lead_split_the_brain_only_beyond_one_scrape()
    {
        var gauges = Gauges(Noon, ("x2m4q", 1), ("b", 1));
        Assert.Equal(LeaderState.Led, Judged(Watched(Noon), gauges, Noon.AddSeconds(15)).State);
        var verdict = Judged(Watched(Noon), gauges, Noon.AddSeconds(16));
        Assert.Equal((LeaderState.SplitBrain, Noon), (verdict.State, verdict.Since));
        Assert.Equal("b and x2m4q each say that they lead; the lease is held by x2m4q", verdict.Because);
    }

    [Fact]
    public void Split_brain_lasts_while_the_pairs_change()
    {
        var gauges = Gauges(Noon, ("a", 1), ("b", 1)).Seen([("b", 1), ("c", 1)], Noon.AddSeconds(10));
        Assert.Equal(LeaderState.SplitBrain, Judged(Watched(Noon.AddSeconds(15)), gauges, Noon.AddSeconds(16)).State);
    }

    [Theory]
    [InlineData("b", "x2m4q holds and renews the lease, yet b says that it leads")]
    [InlineData(null, "x2m4q holds and renews the lease, yet none of 2 candidates says that it leads")]
    public void Lease_and_gauge_disagree_only_beyond_the_grace(string? leads, string because)
    {
        var gauges = Gauges(Noon, ("x2m4q", 0), ("b", leads is null ? 0 : 1));
        var reading = Watched(Noon).Seen(Lease(Noon.AddSeconds(25)), Noon.AddSeconds(25));
        Assert.Equal(LeaderState.Led, Judged(reading, gauges, Noon.AddSeconds(30)).State);
        var verdict = Judged(reading, gauges, Noon.AddSeconds(31));
        Assert.Equal((LeaderState.Disagreement, because), (verdict.State, verdict.Because));
    }

    [Fact]
    public void A_hand_over_starts_the_grace_anew()
    {
        var reading = Watched(Noon).Seen(Lease(Noon.AddSeconds(40)) with { Holder = "b" }, Noon.AddSeconds(40));
        Assert.Equal(LeaderState.Led, Judged(reading, Gauges(Noon, ("x2m4q", 1), ("b", 0)), Noon.AddSeconds(60)).State);
    }

    [Fact]
    public void A_holder_that_claims_to_lead_without_renewing_is_a_disagreement()
    {
        var gauges = Gauges(Noon.AddHours(-1), ("x2m4q", 1));
        Assert.Equal(LeaderState.Nobody, Judged(Watched(Noon.AddSeconds(-50)), gauges, Noon).State);
        Assert.Equal(LeaderState.Disagreement, Judged(Watched(Noon.AddSeconds(-61)), gauges, Noon).State);
    }

    [Fact]
    public void A_renewed_lease_leads_though_no_candidate_can_be_scraped()
    {
        var verdict = Judged(Watched(Noon), Gauges(Noon.AddHours(-1)), Noon);
        Assert.Equal(LeaderState.Led, verdict.State);
        Assert.Contains("no candidate reports", verdict.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_part_of_the_identity_does_not_hide_the_pod()
    {
        var lease = Lease(Noon) with { Holder = "x2m4q_0f8fad5b-d9cb" };
        var reading = LeaseReading.NotSeen("not yet", Noon).Seen(lease, Noon);
        var verdict = Judged(reading, Gauges(Noon.AddHours(-1), ("x2m4q", 1)), Noon.AddSeconds(1));
        Assert.Equal((LeaderState.Led, "x2m4q"), (verdict.State, verdict.Holder));
    }

    [Fact]
    public void While_the_watch_is_broken_the_gauges_alone_tell()
    {
        var broken = Watched(Noon).Broken("connection refused");
        var led = Judged(broken, Gauges(Noon, ("b", 1), ("c", 0)), Noon.AddHours(1));
        Assert.Equal((LeaderState.Led, "b"), (led.State, led.Holder));
        Assert.Equal("b says that it leads; the lease can't be seen: connection refused", led.Because);
        Assert.Equal(LeaderState.Nobody, Judged(broken, Gauges(Noon.AddMinutes(-1), ("b", 0), ("c", 0)), Noon).State);
        Assert.Equal(LeaderState.Unknown, Judged(broken, Gauges(Noon), Noon).State);
    }

    [Fact]
    public void While_a_cluster_goes_and_only_those_are_left_that_did_not_lead_it_is_unknown_who_leads()
    {
        var broken = Watched(Noon).Broken("connection refused");
        var led = Gauges(Noon, ("b", 1), ("c", 0));
        var rest = led.Seen([("c", 0)], Noon.AddSeconds(5));
        var verdict = Judged(broken, rest, Noon.AddSeconds(10));
        Assert.Equal((LeaderState.Unknown, null), (verdict.State, verdict.Holder));
        Assert.StartsWith("none of 1 candidates says that it leads, maybe while changing over", verdict.Because, StringComparison.Ordinal);
        Assert.Equal(LeaderState.Unknown, Judged(broken, rest.Seen([], Noon.AddSeconds(15)), Noon.AddMinutes(10)).State);

        var later = Judged(broken, rest, Noon.AddMinutes(2));
        Assert.Equal((LeaderState.Nobody, Noon.AddSeconds(5)), (later.State, later.Since));
    }

    [Fact]
    public void With_both_silent_it_is_unknown_and_both_reasons_are_said()
    {
        var verdict = Judged(Watched(Noon).Broken("refused"), Gauges(Noon, ("a", 1)).Broken("timed out"), Noon);
        Assert.Equal((LeaderState.Unknown, "the lease can't be seen: refused; nor the metric: timed out"), (verdict.State, verdict.Because));
    }

    [Fact]
    public void Gauges_that_could_not_be_read_accuse_nobody() =>
        Assert.Equal(LeaderState.Led, Judged(Watched(Noon), Gauges(Noon.AddHours(-1), ("a", 1), ("b", 1)).Broken("timed out"), Noon).State);

    [Fact]
    public void After_the_watch_comes_back_an_unchanged_lease_has_expired_at_once()
    {
        var reading = Watched(Noon).Broken("refused").Seen(Lease(Noon), Noon.AddMinutes(5));
        Assert.Equal(LeaderState.Nobody, Judged(reading, null, Noon.AddMinutes(5)).State);
    }

    [Fact]
    public void The_leases_own_duration_counts_before_the_profiles()
    {
        var lease = Lease(Noon) with { Duration = TimeSpan.FromSeconds(60) };
        var reading = LeaseReading.NotSeen("not yet", Noon).Seen(lease, Noon);
        Assert.Equal(LeaderState.Led, Judged(reading, null, Noon.AddSeconds(59)).State);
        Assert.Equal(LeaderState.Nobody, Judged(reading, null, Noon.AddSeconds(61)).State);
    }

    // By a watch that is quiet and well.
    private static LeaderVerdict Judged(LeaseReading reading, GaugeReading? gauges, DateTimeOffset now) => Judge.Judge(reading with { HeardAt = now }, gauges, now);

    private static LeaseReading Watched(DateTimeOffset renewed) => LeaseReading.NotSeen("not yet", renewed)
        .Seen(Lease(renewed.AddSeconds(-10)), renewed.AddSeconds(-10)).Seen(Lease(renewed), renewed);

    private static Lease Lease(DateTimeOffset renewed) =>
        new("fleet", "leader", "uid-1", "7", "x2m4q", TimeSpan.FromSeconds(30), Noon.AddHours(-2), renewed, 3);

    private static GaugeReading Gauges(DateTimeOffset at, params (string Pod, double Value)[] gauges) =>
        GaugeReading.NotSeen("not yet", at).Seen(gauges, at);
}
