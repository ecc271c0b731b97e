using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Systems;

public sealed class PromDurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1h30m", 5400)]
    [InlineData("30d", 2_592_000)]
    [InlineData("1w", 604_800)]
    [InlineData("1y2w3d4h5m6s7ms", 33_019_506.007)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void A_duration_is_read_as_Prometheus_reads_it(string text, double seconds)
    {
        Assert.True(PromDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("1.5h")]
    [InlineData("-5m")]
    [InlineData("5m1h")]
    [InlineData("5m5m")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("5min")]
    [InlineData("300y")]
    [InlineData("99999999999999999999d")]
    [InlineData("٥m")]
    public void What_Prometheus_refuses_is_refused(string text) => Assert.False(PromDuration.TryParse(text, out _));

    [Theory]
    [InlineData("10 minutes", "10m")]
    [InlineData("1 Hour 30 min", "1h30m")]
    [InlineData("2 days", "2d")]
    public void What_was_meant_is_offered(string text, string meant) =>
        Assert.Equal($"'{text}' is no duration: write {meant}; units are ms, s, m, h, d, w, y", PromDuration.Parse(text).Explanation);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(90_000, "1m30s")]
    [InlineData(604_800_000, "7d")]
    [InlineData(1, "1ms")]
    public void Days_are_the_largest_unit_that_is_written(long milliseconds, string text) =>
        Assert.Equal(text, PromDuration.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Every_duration_reads_back_as_it_was_written() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).SelectMany(_ => Gen.Choose(0, 4000), (small, large) => ((long)large * int.MaxValue) + small).ToArbitrary(),
        milliseconds => PromDuration.TryParse(PromDuration.Format(TimeSpan.FromMilliseconds(milliseconds)), out var read)
            && read == TimeSpan.FromMilliseconds(milliseconds)).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_breaks_the_reader() => Prop.ForAll<string?>(text => PromDuration.Parse(text ?? string.Empty) is not null).QuickCheckThrowOnFailure();
}
