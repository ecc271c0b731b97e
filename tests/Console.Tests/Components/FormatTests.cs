using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Leadership;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Components;

public sealed class FormatTests
{
    [Theory]
    [InlineData(0, "0:00 left")]
    [InlineData(151, "2:31 left")]
    [InlineData(3599, "59:59 left")]
    [InlineData(3600, "1 h 0 min left")]
    [InlineData(90000, "1 d 1 h left")]
    [InlineData(-1, "1 s late")]
    [InlineData(-7300, "2 h late")]
    public void A_time_that_runs_out_is_counted_in_words(int seconds, string words) => Assert.Equal(words, Spans.Left(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(-5, "0 s", "0 s")]
    [InlineData(0, "0 s", "0 s")]
    [InlineData(59.9, "59 s", "59 s")]
    [InlineData(60, "1 min", "1 min 0 s")]
    [InlineData(399, "6 min", "6 min 39 s")]
    [InlineData(3599, "59 min", "59 min 59 s")]
    [InlineData(11_100, "3 h", "3 h 5 min")]
    [InlineData(86_399, "23 h", "23 h 59 min")]
    [InlineData(86_400, "24 h", "1 d 0 h")]
    [InlineData(172_799, "47 h", "1 d 23 h")]
    [InlineData(187_200, "2 d", "2 d 4 h")]
    [InlineData(34_560_000, "400 d", "400 d 0 h")]
    public void A_span_is_one_unit_or_two(double seconds, string shortly, string atLength)
    {
        Assert.Equal(shortly, Spans.Short(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(atLength, Spans.Long(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.25, "0.25 s")]
    [InlineData(30, "30 s")]
    [InlineData(60, "60 s")]
    [InlineData(90, "90 s")]
    [InlineData(900, "15 min")]
    [InlineData(3600, "1 h")]
    [InlineData(2_592_000, "30 d")]
    public void A_configured_span_loses_nothing(double seconds, string words) => Assert.Equal(words, Spans.Exact(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(0.42, "0.42")]
    [InlineData(0.0004, "4e-4")]
    [InlineData(9.876, "9.88")]
    [InlineData(212, "212")]
    [InlineData(8412, "8,412")]
    [InlineData(-8412, "-8,412")]
    [InlineData(1_234_567, "1.2M")]
    [InlineData(5e21, "5000000P")]
    [InlineData(double.NaN, "no number")]
    [InlineData(double.PositiveInfinity, "infinite")]
    [InlineData(double.NegativeInfinity, "-infinite")]
    public void A_number_is_short(double value, string words) => Assert.Equal(words, Figures.Number(value));

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.0000004, "under 0.0001%")]
    [InlineData(0.0005, "0.05%")]
    [InlineData(0.0123, "1.23%")]
    [InlineData(0.5, "50%")]
    [InlineData(0.9971, "99.71%")]
    [InlineData(0.9995, "99.95%")]
    [InlineData(0.99998, "99.998%")]
    [InlineData(0.9999999, "over 99.999%")]
    [InlineData(1, "100%")]
    [InlineData(1.2, "120%")]
    [InlineData(-0.25, "-25%")]
    [InlineData(double.NaN, "no number")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void A_share_keeps_the_digits_that_tell_it_from_all_and_nothing(double share, string words) => Assert.Equal(words, Figures.Percent(share));

    [Theory]
    [InlineData(-0.3, "0%")]
    [InlineData(0, "0%")]
    [InlineData(0.001, "under 1%")]
    [InlineData(0.12, "12%")]
    [InlineData(0.999, "over 99%")]
    [InlineData(1, "100%")]
    [InlineData(double.NaN, "not known")]
    public void What_is_left_is_never_nothing_while_there_is_some(double remaining, string words) => Assert.Equal(words, Figures.Left(remaining));

    [Theory]
    [InlineData(-1, "0x")]
    [InlineData(0, "0x")]
    [InlineData(0.01, "under 0.1x")]
    [InlineData(14.4, "14.4x")]
    [InlineData(1234.4, "1,234x")]
    [InlineData(double.NaN, "no number")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void A_burn_rate_is_how_many_times_too_fast(double rate, string words) => Assert.Equal(words, Figures.Burn(rate));

    [Theory]
    [InlineData(0, "s", "0 s")]
    [InlineData(0.0000025, "s", "2.5 µs")]
    [InlineData(0.25, "s", "250 ms")]
    [InlineData(90, "seconds", "90 s")]
    [InlineData(399, "s", "6 min 39 s")]
    [InlineData(-399, "s", "-6 min 39 s")]
    [InlineData(1e12, "s", "1T s")]
    [InlineData(double.NaN, "s", "no number")]
    [InlineData(double.PositiveInfinity, "s", "infinite")]
    [InlineData(512, "bytes", "512 B")]
    [InlineData(1536, "B", "1.5 KiB")]
    [InlineData(-1536, "B", "-1.5 KiB")]
    [InlineData(5_368_709_120, "bytes", "5 GiB")]
    [InlineData(1_048_576, "B/s", "1 MiB/s")]
    [InlineData(double.PositiveInfinity, "bytes", "infinite")]
    [InlineData(99.5, "%", "99.5%")]
    [InlineData(double.NaN, "%", "no number")]
    [InlineData(1.5, "x", "1.5x")]
    [InlineData(12, "req/s", "12 req/s")]
    [InlineData(8412, "", "8,412")]
    public void A_value_is_written_with_its_unit(double value, string unit, string words) => Assert.Equal(words, Figures.WithUnit(value, unit));

    [Fact]
    public void A_time_is_written_in_UTC_whatever_its_zone()
    {
        var at = new DateTimeOffset(2026, 11, 21, 4, 8, 12, 345, TimeSpan.FromHours(1));

        Assert.Equal("2026-11-21T03:08:12.345Z", Times.Machine(at));
        Assert.Equal("21 Nov 2026, 03:08:12 UTC", Times.Exact(at));
        Assert.Equal("03:08", Times.Clock(at));
    }

    [Theory]
    [InlineData(null, "nobody")]
    [InlineData("", "nobody")]
    [InlineData("billing-7c9f6d5b8-x2m4q", "x2m4q")]
    [InlineData("billing-7c9f6d5b8-x2m4q_0f0e1d2c-aaaa-bbbb", "x2m4q")]
    [InlineData("billing-0", "billing-0")]
    [InlineData("billing-12", "billing-12")]
    [InlineData("billing", "billing")]
    [InlineData("billing-", "billing-")]
    public void A_holder_is_known_by_what_tells_it_from_its_sisters(string? holder, string tail) => Assert.Equal(tail, Leaders.Tail(holder));

    [Theory]
    [InlineData(LeaderState.Led, "Led", false)]
    [InlineData(LeaderState.Nobody, "Nobody", true)]
    [InlineData(LeaderState.SplitBrain, "Two leaders", true)]
    [InlineData(LeaderState.LeaseMissing, "No lease", true)]
    [InlineData(LeaderState.Disagreement, "Sources disagree", false)]
    [InlineData(LeaderState.Unknown, "Not known", false)]
    public void A_leaders_state_has_a_word(LeaderState state, string word, bool isBad)
    {
        Assert.Equal(word, Leaders.State(state));
        Assert.Equal(isBad, Leaders.IsBad(state));
    }

    [Fact]
    public void Who_led_is_told_in_words_with_what_is_not_known()
    {
        var noon = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal("No history is known", Leaders.Story([]));
        Assert.Equal(
            "Last 3 h: led by x2m4q for 1 h 0 min, led by nobody for 30 min 0 s, not known for 1 h 30 min",
            Leaders.Story([
                new(noon, noon.AddHours(1), "billing-7c9f6d5b8-x2m4q", true), new(noon.AddHours(1), noon.AddMinutes(90), null, true),
                new(noon.AddMinutes(90), noon.AddHours(3), null, false)]));
    }

    [Theory]
    [InlineData(BudgetHealth.Healthy, 0.87, 0.9998, 0.4, null, "met", "87% left", "Met, 99.98% good, burns 0.4x")]
    [InlineData(BudgetHealth.Healthy, 0.87, null, null, null, "met", "87% left", "Not measured")]
    [InlineData(BudgetHealth.Critical, 0.12, 0.9971, 14.4, Severity.Critical, "burning", "12% left", "over 1 h, 14.4x over 5 min; gone in 6 h at this rate")]
    [InlineData(BudgetHealth.Exhausted, -0.5, 0.9985, 1.0, null, "burning", "overspent by 50%", "over 1 h, 1x over 5 min")]
    [InlineData(BudgetHealth.Exhausted, 0.0, 0.999, 0.0, null, "burning", "nothing left", "Met, 99.9% good, burns 0x")]
    [InlineData(BudgetHealth.NoTraffic, null, null, null, null, "traffic", "untouched", "No traffic in the window: the budget is untouched")]
    [InlineData(BudgetHealth.NoData, null, null, null, null, "unknown", "not known", "No data: the series are absent")]
    public void A_budget_says_what_is_left_and_how_fast_it_goes(
        BudgetHealth health, double? remaining, double? sli, double? rate, Severity? burning, string state, string left, string burn)
    {
        var budget = Known.Budget(health, remaining, sli, rate, burning);

        Assert.Equal(state, Budgets.State(budget));
        Assert.Equal(left, Budgets.Left(budget));
        Assert.Equal(burn, Budgets.Burn(budget));
    }

    [Theory]
    [InlineData(DrainOutlook.Empty, null, "empty")]
    [InlineData(DrainOutlook.Steady, null, "steady")]
    [InlineData(DrainOutlook.Stalled, null, "stalled: nothing goes out")]
    [InlineData(DrainOutlook.Growing, 7.0, "growing 7/s, will not drain")]
    [InlineData(DrainOutlook.Growing, null, "growing, will not drain")]
    [InlineData(DrainOutlook.Silent, null, "no forecast")]
    public void A_queue_says_where_it_is_going(DrainOutlook outlook, double? net, string words) =>
        Assert.Equal(words, QueueWords.Outlook(Known.Queue(12, Severity.Info, outlook, net)));

    [Fact]
    public void A_queue_says_how_much_is_in_it_and_against_what()
    {
        var queue = Known.Queue(1240, Severity.Critical, DrainOutlook.Clears);
        var clears = queue with { Forecast = queue.Forecast with { Earliest = TimeSpan.FromMinutes(6), Latest = TimeSpan.FromMinutes(11) } };

        Assert.Equal("1,240", QueueWords.Depth(queue));
        Assert.Equal("1,240 of 2,000", QueueWords.Depth(queue with { Capacity = 2000 }));
        Assert.Equal("not known", QueueWords.Depth(queue with { Depth = null }));
        Assert.Equal("clears in 6 to 11 min", QueueWords.Outlook(clears));
        Assert.Equal("clears in 50 s to 11 min", QueueWords.Outlook(clears with { Forecast = clears.Forecast with { Earliest = TimeSpan.FromSeconds(50) } }));
        Assert.Equal("clears in about 11 min", QueueWords.Outlook(clears with { Forecast = clears.Forecast with { Earliest = TimeSpan.FromSeconds(665) } }));
        Assert.Equal("no series", QueueWords.Outlook(clears with { Problem = "no series" }));
        Assert.Equal("oldest 2 min; in 9/s, out 2/s; 0 workers; 3 stuck; warns at 100", QueueWords.Detail(
            queue with { Oldest = TimeSpan.FromMinutes(2), InRate = 9, OutRate = 2, Workers = 0, Stuck = 3 }));
        Assert.Equal("warns at 100", QueueWords.Detail(queue with { InRate = 9 }));
        Assert.Equal("warns at 90%", QueueWords.Detail(queue with { Depth = null, Capacity = null, Profile = queue.Profile with { Capacity = "capacity", Warn = 0.9 } }));
    }

    [Theory]
    [InlineData("alertname", "Down", "alertname=\"Down\"")]
    [InlineData("path", "a\\b\"c\nd", "path=\"a\\\\b\\\"c\\nd\"")]
    public void A_filter_for_a_label_is_read_back_as_that_label(string label, string value, string text)
    {
        Assert.Equal(text, Filters.For(label, value));
        var alert = Known.Alert() with { Labels = Metrics.LabelSet.Of((label, value)) };
        Assert.True(AlertFilter.Parse(text).Value.Matches(alert, TimeProvider.System.GetUtcNow()));
    }

    [Theory]
    [InlineData("a b", "x")]
    [InlineData("1st", "x")]
    [InlineData("", "x")]
    public void A_label_whose_name_no_filter_can_write_has_none(string label, string value) => Assert.Null(Filters.For(label, value));
}
