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
}
