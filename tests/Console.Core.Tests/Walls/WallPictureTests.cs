using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Overview;
using OpsConsole.Walls;

namespace OpsConsole.Core.Tests.Walls;

public sealed class WallPictureTests
{
    private readonly FakeTime clock = new(Any.Noon);
    private readonly LiveState live;

    public WallPictureTests()
    {
        live = new LiveState(clock);
        live.Systems.Observed(Catalogs.Of("alpha", "beta"));
    }

    [Fact]
    public void It_counts_what_fires_and_fits_and_neither_tests_nor_switches_nor_what_is_held_back()
    {
        See(Any.Alert("A"), Any.Alert("B", severity: "warning"), Any.Alert("C", state: AlertState.Silenced), Any.Alert("Watchdog", string.Empty, "none"), Test());

        Assert.Equal([(Severity.Critical, 1), (Severity.Warning, 1)], Compose(string.Empty).Counts.Select(count => (count.Key, count.Value)));
        Assert.Equal([(Severity.Warning, 1)], Compose("severity=\"warning\"").Counts.Select(count => (count.Key, count.Value)));
        Assert.Equal(2, live.Overview.Current.Value!.Counts.Values.Sum());
    }

    [Fact]
    public void The_worst_that_nobody_has_is_named_and_of_those_the_oldest()
    {
        See(Any.Alert("Old", severity: "warning", minutes: 60), Any.Alert("Young", minutes: 2), Any.Alert("Older", minutes: 9));

        Assert.Equal("Older", Compose(string.Empty).Oldest!.Name);
        Assert.Equal("Young", Compose(string.Empty, "Older").Oldest!.Name);
        Assert.Null(Compose(string.Empty, "Older", "Young", "Old").Oldest);
    }

    [Fact]
    public void Systems_that_need_somebody_stand_apart_and_a_filter_may_name_them()
    {
        See(Any.Alert("A", "beta"));

        Assert.Equal("beta / alpha", Systems(Compose(string.Empty)));
        Assert.Equal(" / alpha", Systems(Compose("system=\"alpha\"")));
        Assert.Equal("beta / alpha", Systems(Compose("severity=\"critical\"")));
    }

    [Fact]
    public void Before_anything_is_known_it_says_so_and_what_is_old_is_stale()
    {
        Assert.Equal((Freshness.Unknown, null), (Compose(string.Empty).Freshness, Compose(string.Empty).ReadAt));
        See();
        Assert.Equal(Freshness.Live, Compose(string.Empty).Freshness);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((Freshness.Stale, Any.Noon), (Compose(string.Empty).Freshness, Compose(string.Empty).ReadAt));
    }

    [Fact]
    public void What_does_not_fit_a_screen_has_a_page_of_its_own_and_each_its_turn_by_the_clock()
    {
        var system = new SystemSummary { Profile = OpsConsole.Core.Tests.Boards.BoardWorld.System("alpha"), Worst = Severity.Critical, Headline = "it burns" };
        var queue = Queues.Any.Growing(3, 10, 6);
        var picture = Compose(string.Empty) with { Troubled = [.. Enumerable.Repeat(system, 5)], Queues = [.. Enumerable.Repeat((system, queue), 21)] };

        var pages = WallRotation.Pages(picture);

        Assert.Equal(["Systems 0 2", "Systems 2 2", "Systems 4 2", "Queues 0 6", "Queues 6 6", "Queues 12 6", "Queues 18 6"], pages.Select(page => $"{page.Subject} {page.Skip} {page.Take}"));
        Assert.All(pages.Index(), page => Assert.Equal((page.Index + 1, 7), (page.Item.Number, page.Item.Of)));
        var turns = Enumerable.Range(0, 14).Select(turn => WallRotation.At(pages, Any.Noon + (turn * WallRotation.Each)).Number).ToArray();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], turns[..7].Order());
        Assert.Equal(turns[..7], turns[7..]);
        Assert.Equal(WallRotation.Each, WallRotation.UntilNext(Any.Noon + WallRotation.UntilNext(Any.Noon)));
    }

    [Fact]
    public void A_wall_of_which_nothing_is_known_is_one_page() =>
        Assert.Equal(new WallPage(WallSubject.Systems, 0, 1, 1, 1), Assert.Single(WallRotation.Pages(Compose(string.Empty))));

    private static Alert Test()
    {
        var labels = LabelSet.Of(("alertname", "Try"), ("system", "alpha"), ("severity", "critical"), (TestAlert.Label, "1"));
        return new Alert(Fingerprint.Of(labels), labels, LabelSet.Empty, AlertState.Firing, Any.Noon) { System = "alpha" };
    }

    private static string Systems(WallPicture picture) =>
        $"{string.Join(' ', picture.Troubled.Select(system => system.Profile.Id))} / {string.Join(' ', picture.Calm.Select(system => system.Profile.Id))}";

    private void See(params ImmutableArray<Alert> alerts)
    {
        live.Alerts.Observed(new AlertBoard(alerts, []));
        live.Overview.Observed(OverviewComposer.Compose(live, clock.GetUtcNow()));
    }

    private WallPicture Compose(string filter, params ImmutableArray<string> taken)
    {
        live.Acknowledgements.Observed(new AckBoard([.. (live.Alerts.Current.Value?.Alerts ?? []).Where(alert => taken.Contains(alert.Name)).Select(alert => new Acknowledgement
        {
            Id = alert.Fingerprint,
            Fingerprint = alert.Fingerprint,
            StartsAt = alert.StartsAt,
            AlertName = alert.Name,
            By = new AckOwner("ben", "Ben Ek"),
            At = Any.Noon,
            Until = Any.Noon.AddHours(4),
        })]));
        return WallComposer.Compose(live, new Wall(new WallWish("w", "W", filter, "UTC", string.Empty), "ada", Any.Noon), clock.GetUtcNow());
    }
}
