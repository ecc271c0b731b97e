namespace OpsConsole.Core.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "less than 1 s")]
    [InlineData(35.9, "35 s")]
    [InlineData(119, "119 s")]
    [InlineData(400, "6 min")]
    [InlineData(3 * 3600, "3 h")]
    [InlineData(12 * 86400 + 5, "12 d")]
    [InlineData(-5, "0 s")]
    public void A_span_is_told_in_the_one_unit_that_tells_enough(double seconds, string words) =>
        Assert.Equal(words, DurationText.Words(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("00:05:00", "5m")]
    [InlineData("01:00:00", "1h")]
    [InlineData("1.12:00:00", "36h")]
    [InlineData("30.00:00:00", "30d")]
    [InlineData("00:01:30", "90s")]
    [InlineData("00:00:00.250", "250ms")]
    public void A_range_is_written_as_promql_reads_it(string span, string promql) =>
        Assert.Equal(promql, DurationText.Promql(TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture)));
}
