using OpsConsole.Leadership;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Core.Tests.Workloads;

public sealed class LeaseCheckTests
{
    [Theory]
    [InlineData(3, 0, false)]
    [InlineData(4, 0, true)]
    [InlineData(3, 4, true)]
    public void More_contenders_than_the_profile_finds_useful_are_a_warning(int pods, int reporting, bool found)
    {
        var leader = Views.Led with { Contenders = [.. Enumerable.Range(0, reporting).Select(i => $"p{i}")] };
        var warning = new TooManyContenders().Only(View(leader, [Made.Deployment("api", pods), .. Views.Pods("api", pods)]));
        Assert.Equal(found, warning is not null);
        Assert.True(warning is null || warning.Why.StartsWith("4 contend", StringComparison.Ordinal));
    }

    [Fact]
    public void Pods_of_another_workload_do_not_contend() =>
        Assert.Null(new TooManyContenders().Only(View(Views.Led, [Made.Deployment("api", 3), Made.Deployment("web", 9), .. Views.Pods("api", 3), .. Views.Pods("web", 9)])));

    [Theory]
    [InlineData(30, 20, 30, null)]
    [InlineData(30, 30, 30, FindingLevel.Warning)]
    [InlineData(60, 40, 30, FindingLevel.Warning)]
    [InlineData(30, 20, 15, FindingLevel.Warning)]
    [InlineData(30, 20, 60, FindingLevel.Hint)]
    public void Lease_and_profile_are_compared(int profile, int renew, int lease, FindingLevel? level)
    {
        var election = Views.Election with { LeaseDuration = TimeSpan.FromSeconds(profile), RenewDeadline = TimeSpan.FromSeconds(renew) };
        var leader = Views.Led with { Lease = Views.Led.Lease! with { Duration = TimeSpan.FromSeconds(lease) } };
        Assert.Equal(level, new LeaseTiming().Only(View(leader) with { Profile = System(election) })?.Level);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, FindingLevel.Hint)]
    [InlineData(-3, FindingLevel.Hint)]
    [InlineData(15, FindingLevel.Hint)]
    [InlineData(16, FindingLevel.Warning)]
    [InlineData(-16, FindingLevel.Warning)]
    public void A_clock_that_is_off_matters_by_how_much(int behind, FindingLevel? level)
    {
        var found = new HolderClockIsOff().Only(View(Views.Led with { HolderClockBehind = TimeSpan.FromSeconds(behind) }));
        Assert.Equal(level, found?.Level);
        Assert.True(found is null || found.Why.Contains($"{Math.Abs(behind)} s {(behind > 0 ? "behind" : "ahead of")} ours", StringComparison.Ordinal), found?.Why);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void More_than_3_hand_overs_in_5_minutes_are_flapping(int times, bool found)
    {
        var begun = Made.Noon.AddSeconds(-60 * times);
        var terms = Enumerable.Range(0, times).Select(i => new LeaderTerm(begun.AddSeconds(60 * i), begun.AddSeconds(60 * (i + 1)), i % 2 == 0 ? "x" : "y", true));
        var leader = Views.Led with { History = [new LeaderTerm(begun.AddHours(-1), begun, "y", true), .. terms] };
        Assert.Equal(found, new LeadershipFlaps().Only(View(leader)) is { Level: FindingLevel.Warning });
    }

    [Fact]
    public void A_gap_in_what_is_known_is_no_hand_over()
    {
        var terms = Enumerable.Range(0, 20).Select(i => new LeaderTerm(Made.Noon.AddSeconds(10 * i - 200), Made.Noon.AddSeconds(10 * i - 190), i % 2 == 0 ? "x" : null, i % 2 == 0));
        Assert.Null(new LeadershipFlaps().Only(View(Views.Led with { History = [.. terms] })));
    }

    [Theory]
    [InlineData(LeaderState.Led, FindingLevel.Warning)]
    [InlineData(LeaderState.Nobody, FindingLevel.Problem)]
    public void A_holder_without_a_pod_is_told_after_one_duration(LeaderState state, FindingLevel level)
    {
        var found = new HolderHasNoPod().Only(View(Views.Led with { State = state, HolderPod = "fleet has no pod of that name" }))!;
        Assert.Equal((level, TimeSpan.FromSeconds(30)), (found.Level, found.After));
        Assert.Contains("api-5d8f-0 holds it, but fleet has no pod of that name.", found.Why, StringComparison.Ordinal);
        Assert.Null(new HolderHasNoPod().Only(View(Views.Led)));
    }

    [Fact]
    public void A_system_without_an_election_has_none_of_these_findings()
    {
        ICheck[] checks = [new TooManyContenders(), new LeaseTiming(), new HolderHasNoPod(), new HolderClockIsOff(), new LeadershipFlaps()];
        Assert.All(checks, check => Assert.Empty(check.Look(Views.Of([.. Views.Pods("api", 9)]))));
    }

    private static SystemProfile System(LeaderElectionProfile election) => Made.System(Made.Profile("api")) with { Leader = election };

    private static SystemView View(LeaderStatus leader, params IClusterObject[] objects) => Views.Of(System(Views.Election), objects) with { Leader = leader };
}
