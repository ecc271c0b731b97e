using System.Globalization;
using OpsConsole.Incidents;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Incidents;

public sealed class QuietHoursTests
{
    private static readonly QuietHours Nights = new([new QuietSpan([2, 3], new TimeOnly(22, 0), new TimeOnly(7, 0), ZoneClock.Find("Europe/Paris").Value)]);

    [Theory]
    [InlineData(2, "2026-11-30T20:59Z", "2026-11-30T20:59Z")]
    [InlineData(2, "2026-11-30T21:00Z", "2026-12-01T06:00Z")]
    [InlineData(3, "2026-12-01T05:59Z", "2026-12-01T06:00Z")]
    [InlineData(2, "2026-12-01T06:00Z", "2026-12-01T06:00Z")]
    [InlineData(1, "2026-11-30T23:00Z", "2026-11-30T23:00Z")]
    [InlineData(0, "2026-11-30T23:00Z", "2026-11-30T23:00Z")]
    [InlineData(2, "2026-10-24T20:00Z", "2026-10-25T06:00Z")]
    [InlineData(2, "2027-03-27T21:00Z", "2027-03-28T05:00Z")]
    public void A_lower_class_waits_until_the_wall_shows_the_end(int @class, string due, string told) => Assert.Equal(At(told), Nights.Delay(@class, At(due)));

    [Fact]
    public void Hours_within_one_day_end_on_it()
    {
        var lunch = new QuietHours([new QuietSpan([3], new TimeOnly(12, 0), new TimeOnly(13, 0), TimeZoneInfo.Utc)]);

        Assert.Equal(At("2026-11-30T13:00Z"), lunch.Delay(3, At("2026-11-30T12:30Z")));
        Assert.Equal(At("2026-11-30T13:00Z"), lunch.Delay(3, At("2026-11-30T13:00Z")));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
