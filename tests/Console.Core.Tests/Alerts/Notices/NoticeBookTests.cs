using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts.Acknowledgements;
using OpsConsole.People;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Alerts.Notices;

/// <summary>What is news to a person while the console is open.</summary>
public sealed class NoticeBookTests
{
    private static readonly Alert Old = Any.Alert("Old");
    private static readonly Alert New = Any.Alert("New", summary: "Nobody <b>leads</b>");
    private static readonly SystemCatalog Catalog = Catalogs.Of("alpha");

    private readonly NoticeBook book = new();
    private DateTimeOffset now = Any.Noon;

    [Fact]
    public void What_was_there_at_the_opening_is_no_news_and_what_comes_is()
    {
        Follow(Filter());
        Assert.Empty(Look(Old));
        var notice = Assert.Single(Look(Old, New));
        Assert.Equal(("Critical: New", "Nobody <b>leads</b> · The alpha", Severity.Critical, New.Fingerprint, $"alerts/{New.Fingerprint}"), (notice.Title, notice.Body, notice.Severity, notice.Tag, notice.Address));
        Assert.Equal((true, false), (notice.Shows, notice.Sounds));
        Assert.Empty(Look(Old, New));
        Assert.Equal(notice.Id, Assert.Single(Other(Old, New)).Id);
    }

    [Theory]
    [InlineData(AlertState.Pending)]
    [InlineData(AlertState.Silenced)]
    [InlineData(AlertState.Inhibited)]
    public void What_asks_nobody_is_no_news_until_it_does(AlertState state)
    {
        Follow(Filter());
        Look(Old);
        Assert.Empty(Look(Old, New with { State = state }));
        Assert.Single(Look(Old, New));
    }

    [Fact]
    public void What_somebody_has_is_no_news_until_they_have_it_no_more()
    {
        Follow(Filter());
        Look(Old);
        var ack = AckRules.Take(New, null, new AckWish(AckOwner.Of(AckWorld.Ada), string.Empty, null, false), "1", now).Change!.Now!;
        Assert.Empty(book.Look(Board(Old, New), new AckBoard([ack]), Catalog, now));
        Assert.Single(Look(Old, New));
    }

    [Fact]
    public void A_dead_mans_switch_is_no_news()
    {
        Follow(Filter(from: Severity.Unknown));
        Look(Old);
        Assert.Empty(Look(Old, Any.Alert("Watchdog", severity: "none")));
    }

    [Fact]
    public void Only_what_fits_a_saved_view_that_calls_and_is_bad_enough_is_news()
    {
        Look(Old);
        Follow(Filter(isOn: false), Filter("severity=~\"(", isOn: true));
        Assert.Equal(0, book.Calling);
        Look(Old);
        Assert.Empty(Look(Old, New));

        Follow(Filter("alertname=Slow", isOn: false, hasSound: true, from: Severity.Info), Filter("severity=critical"));
        Assert.Equal((2, true), (book.Calling, book.HasSound));
        Assert.Empty(Look(Old, New));
        Assert.Empty(Look(Old, New, Any.Alert("Fine", severity: "warning")));
        var slow = Any.Alert("Slow", severity: "warning");
        Assert.Equal((false, true), Look(Old, New, slow) is [var heard] ? (heard.Shows, heard.Sounds) : default);
        now += NoticeStorm.Window;
        Assert.Equal((true, true), Look(Old, New, slow, Any.Alert("Slow")) is [var both] ? (both.Shows, both.Sounds) : default);
    }

    [Fact]
    public void What_fits_a_view_already_when_it_begins_to_call_is_no_news()
    {
        Follow(Filter("alertname=Old"));
        Look(Old, New);
        Follow(Filter("alertname=Old"), Filter("alertname=New"));
        Assert.Empty(Look(Old, New));
        Follow(Filter("alertname=Old") with { Name = "renamed" }, Filter("alertname=New"));
        Assert.Single(Look(Old, New, Any.Alert("New", "beta")));
    }

    [Fact]
    public void What_comes_and_goes_is_told_once_in_five_minutes()
    {
        Follow(Filter());
        Look(Old);
        var told = 0;
        for (var minute = 0; minute < 12; minute++)
        {
            told += Look(Old, New with { StartsAt = now }).Length;
            now += TimeSpan.FromSeconds(30);
            told += Look(Old).Length;
            now += TimeSpan.FromSeconds(30);
        }

        Assert.Equal(3, told);
    }

    [Fact]
    public void A_view_by_age_calls_when_the_alert_is_old_enough()
    {
        Follow(Filter("age>10m"));
        Look(Old with { StartsAt = now });
        Assert.Empty(Look(Old with { StartsAt = now }));
        var start = now;
        now += TimeSpan.FromMinutes(11);
        var old = Old with { StartsAt = start };
        Assert.Single(Look(old));
        Assert.Empty(Look(old));
    }

    [Fact]
    public void Many_at_once_are_one_notice_that_counts_and_names_the_worst()
    {
        Follow(Filter(hasSound: true));
        Look(Old);
        var many = Some(23, "warning").Add(Any.Alert("Worst", summary: "It burns"));
        var storm = Assert.Single(Look([Old, .. many]));
        Assert.Equal(("24 new alerts", "Worst: critical Worst. It burns · The alpha", Severity.Critical, "alerts", true), (storm.Title, storm.Body, storm.Severity, storm.Address, storm.Sounds));
    }

    [Fact]
    public void A_storm_that_comes_drop_by_drop_is_told_a_few_times_with_one_tag_and_sounds_once()
    {
        Follow(Filter(hasSound: true, from: Severity.Info));
        Look(Old);
        var drops = Some(60, "warning");
        var told = new List<Notice>();
        for (var count = 1; count <= drops.Length; count++)
        {
            told.AddRange(Look([Old, .. drops[..count]]));
            now += TimeSpan.FromSeconds(1);
        }

        Assert.Equal(3, told.Count(notice => notice.Tag != "storm"));
        var storms = told.FindAll(notice => notice.Tag == "storm");
        Assert.InRange(storms.Count, 2, 7);
        Assert.Single(storms, notice => notice.Sounds);
        Assert.Equal("4 new alerts", storms[0].Title);

        // What was counted and not said yet is said late; after the storm one is one again.
        now += TimeSpan.FromSeconds(11);
        told.AddRange(Look([Old, .. drops]));
        Assert.Equal("60 new alerts", told[^1].Title);
        now += NoticeStorm.Window;
        Look([Old, .. drops]);
        Assert.Equal("Critical: New", Assert.Single(Look([Old, New, .. drops])).Title);
    }

    [Fact]
    public void Twenty_thousand_alerts_that_fit_nothing_are_judged_once()
    {
        Follow(Filter("pod=none"));
        var many = Some(20_000, "warning");
        Look([.. many]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5; round++)
        {
            Assert.Empty(Look([.. many, Any.Alert($"round {round}")]));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5 * 2_000_000);
    }

    private static ImmutableArray<Alert> Some(int count, string severity) => [.. Enumerable.Range(0, count).Select(number => Any.Alert("Many", severity: severity, labels: ("pod", $"p-{number}")))];

    private static SavedFilter Filter(string text = "", bool isOn = true, bool hasSound = false, Severity from = Severity.Warning) =>
        new(text, "name", text.Length == 0 ? string.Empty : $"q={Uri.EscapeDataString(text)}", 1, new FilterNotice(isOn, hasSound, from));

    private static AlertBoard Board(params ImmutableArray<Alert> alerts) => new(alerts, []);

    private ImmutableArray<Notice> Look(params ImmutableArray<Alert> alerts) => book.Look(Board(alerts), AckBoard.Empty, Catalog, now);

    private void Follow(params ImmutableArray<SavedFilter> filters) => book.Follow(filters);

    // The same news in another tab.
    private ImmutableArray<Notice> Other(Alert there, Alert comes)
    {
        var other = new NoticeBook();
        other.Follow([Filter()]);
        other.Look(Board(there), AckBoard.Empty, Catalog, now);
        return other.Look(Board(there, comes), AckBoard.Empty, Catalog, now.AddSeconds(1));
    }
}
