using OpsConsole.Core.Tests.Systems;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class LatencyQueriesTests
{
    [Fact]
    public void A_threshold_and_a_histogram_say_what_is_bad_and_what_is_all()
    {
        var read = SampleProfile.Read(SampleProfile.With("    kind: availability\n    target: 99.9\n    window: 30d\n    bad: sum(rate(failed{job=\"writer\"}[$window]))\n    total: sum(rate(all{job=\"writer\"}[$window]))\n",
            "    kind: latency\n    target: 99.9\n    window: {calendar: week, time_zone: Europe/Berlin}\n    threshold: 500ms\n    histogram: 'took_seconds_bucket{job=\"writer\",}'\n    leave_out_maintenance: Announced two days before\n"));

        var objective = read.Value.Profile.Slos[0];
        Assert.Equal("sum(rate(took_seconds_bucket{job=\"writer\",le=\"+Inf\"}[$window]))", objective.Total);
        Assert.Contains("- sum(rate(took_seconds_bucket{job=\"writer\",le=\"0.5\"}[$window]))", objective.Bad, StringComparison.Ordinal);
        Assert.Equal((new CalendarWindow(CalendarPeriod.Week, "Europe/Berlin"), TimeSpan.FromDays(7)), (objective.Calendar, objective.Window));
        Assert.Equal("Announced two days before", objective.LeaveOutMaintenance);
    }

    [Fact]
    public void A_whole_boundary_is_found_however_the_client_writes_it() =>
        Assert.Contains("x_bucket{le=~\"5|5[.]0\"}", LatencyQueries.Bad(new LatencyThreshold(TimeSpan.FromSeconds(5), "x_bucket")), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5, null)]
    [InlineData(5, null)]
    [InlineData(0.4, "the threshold 400 ms is no bucket boundary of x_bucket, so that nothing between two can be counted; the nearest are 250 ms and 500 ms")]
    [InlineData(9, "the threshold 9 s is no bucket boundary of x_bucket, so that nothing between two can be counted; the longest is 5 s")]
    [InlineData(0.01, "the threshold 10 ms is no bucket boundary of x_bucket, so that nothing between two can be counted; the shortest is 250 ms")]
    public void A_threshold_between_two_boundaries_is_said_with_the_nearest(double seconds, string? says) =>
        Assert.Equal(says, LatencyQueries.WrongThreshold(new LatencyThreshold(TimeSpan.FromSeconds(seconds), "x_bucket"), ["0.5", "0.25", "5.0", "+Inf"]));

    [Fact]
    public void A_histogram_without_series_is_no_data_and_no_wrong_threshold() =>
        Assert.Null(LatencyQueries.WrongThreshold(new LatencyThreshold(TimeSpan.FromSeconds(1), "x_bucket"), []));
}
