using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

public sealed class CronLineTests
{
    [Theory]
    [InlineData("0 2 * * TUE", "0 0 2 ? * 3")]
    [InlineData("*/30 1-3 1,15 * *", "0 0,30 1,2,3 1,15 * ?")]
    [InlineData("0 22-1 * JAN,jul *", "0 0 0,1,22,23 * 1,7 ?")]
    [InlineData("0 2 * * FRI-MON", "0 0 2 ? * 1,2,6,7")]
    [InlineData("0 2 * * 7", "0 0 2 ? * 1")]
    [InlineData("0 2 * * 0", "0 0 2 ? * 1")]
    [InlineData("0 2 * * 1-5", "0 0 2 ? * 2,3,4,5,6")]
    [InlineData("0 2 L * *", "0 0 2 L * ?")]
    [InlineData("0 2 * * mon#1", "0 0 2 ? * 2#1")]
    [InlineData("0 2 * * 5L", "0 0 2 ? * 6L")]
    [InlineData("  5\t4  *   *  ? ", "0 5 4 * * ?")]
    [InlineData("0 0 29 2 *", "0 0 0 29 2 ?")]
    public void Five_fields_are_converted_with_Sunday_as_nought_or_seven(string text, string quartz) => Assert.Equal(quartz, CronLine.Read(text).Value.Quartz);

    [Theory]
    [InlineData("", "is empty: write minute, hour, day of the month, month and weekday")]
    [InlineData("0 2 * *", "has 4 fields, and 5 are due")]
    [InlineData("0 0 2 * * TUE", "has 6 fields, and 5 are due: minute, hour, day of the month, month, weekday (no seconds)")]
    [InlineData("60 2 * * *", "the minute '60' is wrong: minute is 0 to 59")]
    [InlineData("0 24 * * *", "the hour '24' is wrong: hour is 0 to 23")]
    [InlineData("0 2 0 * *", "the day of the month '0' is wrong: day of the month is 1 to 31")]
    [InlineData("0 2 * 13 *", "the month '13' is wrong: month is 1 to 12 or JAN to DEC")]
    [InlineData("0 2 * * FUN", "the weekday 'FUN' is wrong: weekday is 0 to 7 or SUN to SAT")]
    [InlineData("0 2 * * 8", "the weekday '8' is wrong")]
    [InlineData("0 2 * * MON#6", "the first Monday of a month is MON#1")]
    [InlineData("*/0 2 * * *", "the minute '*/0' is wrong")]
    [InlineData("0 2,, * * *", "the hour '' is wrong")]
    [InlineData("-1 2 * * *", "the minute '-1' is wrong")]
    [InlineData("0 2 1 * MON", "names a day of the month and a weekday")]
    [InlineData("0 2 31 2,4 *", "never comes: none of its months has a day 31")]
    [InlineData("0 2 30 FEB *", "never comes")]
    [InlineData("@daily", "has 1 field, and 5 are due")]
    public void What_is_wrong_names_the_field_and_what_would_be_right(string text, string says)
    {
        var problem = Assert.Single(CronLine.Read(text).Problems);
        Assert.Equal("cron", problem.Where);
        Assert.Contains(says, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_fields_are_told_at_once() => Assert.Equal(5, CronLine.Read("61 25 32 13 9").Problems.Length);

    [Fact]
    public void A_long_text_is_refused_before_it_is_read() => Assert.Contains("120 are the most", CronLine.Read(new string('*', 10_000)).Explanation, StringComparison.Ordinal);
}
