using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Incidents;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>How long is waited before another try, and when no more.</summary>
public sealed class ChannelPaceTests
{
    private static readonly ChannelPace Usual = new(5, TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(2, 0.0, 1)]
    [InlineData(3, 0.0, 2)]
    [InlineData(4, 0.0, 4)]
    [InlineData(1, 0.5, 0.75)]
    [InlineData(3, 0.5, 3)]
    public void Pauses_double_and_chance_takes_up_to_half_away(int tries, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Usual.Next(tries, TimeSpan.Zero, null, chance));

    [Fact]
    public void No_pause_is_longer_than_half_a_minute() =>
        Assert.InRange(new ChannelPace(20, TimeSpan.FromMinutes(15)).Next(15, TimeSpan.Zero, null, 0.999)!.Value.TotalSeconds, 29, 30);

    [Fact]
    public void After_the_last_try_there_is_none() => Assert.Null(Usual.Next(5, TimeSpan.Zero, null, 0));

    [Fact]
    public void What_the_service_asks_for_is_given_when_it_fits()
    {
        Assert.Equal(TimeSpan.FromSeconds(20.5), Usual.Next(1, TimeSpan.Zero, TimeSpan.FromSeconds(20), 0.5));
        Assert.Equal(TimeSpan.FromSeconds(3), Usual.Next(3, TimeSpan.Zero, TimeSpan.FromSeconds(1), 0.5));
    }

    [Fact]
    public void A_service_that_asks_for_more_than_is_left_is_not_asked_again() => Assert.Null(Usual.Next(1, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31), 0));

    [Fact]
    public void Whatever_happens_no_try_begins_outside_the_window_and_none_too_many() => Prop.ForAll(
        (from tries in Gen.Choose(1, 20) from within in Gen.Choose(1, 900) select new ChannelPace(tries, TimeSpan.FromSeconds(within))).ToArbitrary(),
        Gen.ListOf(from took in Gen.Choose(0, 60) from wish in Gen.Choose(0, 120) from chance in Gen.Choose(0, 999) select (took, wish, chance)).ToArbitrary(),
        (pace, story) =>
        {
            var (elapsed, tries) = (TimeSpan.Zero, 1);
            foreach (var (took, wish, chance) in story)
            {
                elapsed += TimeSpan.FromSeconds(took);
                if (pace.Next(tries, elapsed, wish == 0 ? null : TimeSpan.FromSeconds(wish), chance / 1000.0) is not { } pause)
                {
                    break;
                }

                (elapsed, tries) = (elapsed + pause, tries + 1);
                if (pause <= TimeSpan.Zero || elapsed >= pace.Within || tries > pace.Tries)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
