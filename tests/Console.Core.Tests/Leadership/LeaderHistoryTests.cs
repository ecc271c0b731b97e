using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Leadership;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Leadership;

public sealed class LeaderHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Who_reports_one_leads_and_zeroes_mean_nobody()
    {
        var terms = FromGauges(("a", "110000"), ("b", "000110"));
        Assert.Equal([Term(0, 2, "a"), Term(2, 3, null), Term(3, 5, "b"), Term(5, 6, null)], terms);
    }

    [Fact]
    public void No_series_while_the_source_had_data_means_nobody_and_else_unknown()
    {
        var terms = FromGauges(("a", "1..."), ("up", "11.1"));
        Assert.Equal([Term(0, 1, "a"), Term(1, 2, null), Term(2, 3, null) with { Known = false }, Term(3, 4, null)], terms);
    }

    [Fact]
    public void While_two_lead_the_term_stays_with_the_one_before() =>
        Assert.Equal([Term(0, 3, "b"), Term(3, 4, "a")], FromGauges(("a", "0111"), ("b", "1110")));

    [Fact]
    public void What_was_watched_lies_over_what_was_scraped()
    {
        var merged = LeaderHistory.Merge(
            [Term(0, 10, "a")], [Term(2, 3, "b"), Term(3, 5, null) with { Known = false }, Term(5, 6, null)], Noon.AddMinutes(1), Noon.AddMinutes(12));
        Assert.Equal(
            [Term(1, 2, "a"), Term(2, 3, "b"), Term(3, 5, "a"), Term(5, 6, null), Term(6, 10, "a"), Term(10, 12, null) with { Known = false }],
            merged);
    }

    [Fact]
    public void A_history_has_no_hole_no_overlap_and_no_two_equal_neighbours() => Prop.ForAll(Terms(), Terms(), (under, over) =>
    {
        var merged = LeaderHistory.Merge(under, over, Noon, Noon.AddMinutes(60));
        return merged[0].From == Noon && merged[^1].To == Noon.AddMinutes(60)
            && merged.Zip(merged.Skip(1)).All(it => it.First.To == it.Second.From
                && (it.First.Holder, it.First.Known) != (it.Second.Holder, it.Second.Known));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_the_watch_knew_it_is_believed() => Prop.ForAll(Terms(), Terms(), (under, over) =>
    {
        var merged = LeaderHistory.Merge(under, over, Noon, Noon.AddMinutes(60));
        return over.Where(term => term.Known && term.From < Noon.AddMinutes(60))
            .All(term => merged.Single(it => it.From <= term.From && term.From < it.To) is { Known: true } seen && seen.Holder == term.Holder);
    }).QuickCheckThrowOnFailure();

    private static ImmutableArray<LeaderTerm> FromGauges(params (string Name, string Values)[] series)
    {
        ImmutableArray<Series> Of(bool up) => [.. series.Where(it => it.Name == "up" == up).Select(it => new Series(
            LabelSet.Of(("pod", it.Name)),
            [.. it.Values.Index().Where(value => value.Item != '.').Select(value => new Point(Noon + value.Index * Minute, value.Item - '0'))]))];
        return LeaderHistory.FromGauges(Of(up: false), Of(up: true), Noon, Noon + (series[0].Values.Length - 1) * Minute, Minute);
    }

    private static LeaderTerm Term(int from, int to, string? holder) => new(Noon.AddMinutes(from), Noon.AddMinutes(to), holder, true);

    private static Arbitrary<ImmutableArray<LeaderTerm>> Terms() => (
        from lengths in Gen.Choose(1, 9).ArrayOf()
        from holders in Gen.Elements("a", "b", null).ArrayOf(lengths.Length)
        from known in Gen.Elements(true, false).ArrayOf(lengths.Length)
        select lengths.Index().Select(it => new LeaderTerm(
            Noon.AddMinutes(lengths.Take(it.Index).Sum()), Noon.AddMinutes(lengths.Take(it.Index + 1).Sum() - 1), holders[it.Index], known[it.Index]))
            .Where(term => term.From < term.To).ToImmutableArray()).ToArbitrary();
}
