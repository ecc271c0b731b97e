using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Core.Tests.Silences;

/// <summary>When the end of a silence is moved that lasts until its alerts are over.</summary>
public sealed class SilenceKeepingTests
{
    private static readonly DateTimeOffset Latest = Any.Noon.AddHours(24);

    [Fact]
    public void It_begins_with_an_end_half_an_hour_ahead_or_at_the_latest_when_that_is_sooner()
    {
        Assert.Equal(Any.Noon.AddMinutes(30), SilenceKeeping.FirstEnd(Any.Noon, Latest));
        Assert.Equal(Any.Noon.AddMinutes(20), SilenceKeeping.FirstEnd(Any.Noon, Any.Noon.AddMinutes(20)));
    }

    [Theory]
    [InlineData(20, null)]
    [InlineData(14, 30)]
    public void While_an_alert_fires_its_end_is_moved_only_when_it_is_less_than_a_quarter_of_an_hour_away(int minutesLeft, int? newMinutes)
    {
        var decision = SilenceKeeping.Decide(Any.Noon, Any.Noon.AddMinutes(minutesLeft), Latest, true, Any.Noon.AddMinutes(-3));

        Assert.Equal((newMinutes is { } minutes ? Any.Noon.AddMinutes(minutes) : null, false, null), (decision.NewEnd, decision.IsOver, decision.QuietSince));
    }

    [Fact]
    public void A_quarter_of_an_hour_after_the_last_alert_it_is_over()
    {
        var end = Any.Noon.AddMinutes(25);
        var first = SilenceKeeping.Decide(Any.Noon, end, Latest, false, null);
        Assert.Equal((null, false, Any.Noon), (first.NewEnd, first.IsOver, first.QuietSince));
        Assert.False(SilenceKeeping.Decide(Any.Noon.AddMinutes(14.9), end, Latest, false, first.QuietSince).IsOver);
        Assert.True(SilenceKeeping.Decide(Any.Noon.AddMinutes(15), end, Latest, false, first.QuietSince).IsOver);
    }

    [Fact]
    public void An_alert_that_comes_back_begins_the_quiet_time_anew() =>
        Assert.Null(SilenceKeeping.Decide(Any.Noon, Any.Noon.AddMinutes(25), Latest, true, Any.Noon.AddMinutes(-14)).QuietSince);

    [Fact]
    public void What_nobody_can_see_is_not_over()
    {
        var decision = SilenceKeeping.Decide(Any.Noon, Any.Noon.AddMinutes(10), Latest, null, Any.Noon.AddHours(-1));

        Assert.Equal((Any.Noon.AddMinutes(30), false), (decision.NewEnd, decision.IsOver));
    }

    [Fact]
    public void A_day_of_an_alert_that_never_ends_is_one_silence_with_few_writes_and_never_longer_than_the_latest() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(30, 24 * 60).ToArbitrary(), Gen.ListOf(Gen.Choose(0, 2)).ToArbitrary(), (minutes, firings) =>
        {
            var states = firings.ToArray();
            var (latest, quiet, writes, lastWrite) = (Any.Noon.AddMinutes(minutes), (DateTimeOffset?)null, 0, Any.Noon);
            var end = SilenceKeeping.FirstEnd(Any.Noon, latest);
            for (var now = Any.Noon; now < end; now = now.AddSeconds(20))
            {
                var at = (int)(now - Any.Noon).TotalMinutes / 7;
                bool? firing = states.Length == 0 ? true : states[at % states.Length] switch { 0 => false, 1 => true, _ => null };
                var decision = SilenceKeeping.Decide(now, end, latest, firing, quiet);
                quiet = decision.QuietSince;
                if (decision.IsOver)
                {
                    Assert.True(now - quiet >= TimeSpan.FromMinutes(15));
                    break;
                }

                if (decision.NewEnd is { } moved)
                {
                    Assert.True(moved > end && moved <= latest);
                    Assert.True(moved == latest || moved - end >= TimeSpan.FromMinutes(10));
                    (end, writes, lastWrite) = (moved, writes + 1, now);
                }
            }

            Assert.True(end <= latest);
            Assert.True(writes <= minutes / 10 + 1, $"{writes} writes in {minutes} min");
        }));
}
