using OpsConsole.Audit;

namespace OpsConsole.Core.Tests.Audit;

public sealed class OncePerMinuteTests
{
    private readonly FakeTime clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Equal_refusals_are_told_once_a_minute_and_others_at_once()
    {
        var once = new OncePerMinute(clock);
        Assert.True(once.IsFirst("impersonate", "192.0.2.8"));
        Assert.True(once.IsFirst("impersonate", "192.0.2.9"));
        Assert.True(once.IsFirst("view", "192.0.2.8"));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(once.IsFirst("impersonate", "192.0.2.8"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(once.IsFirst("impersonate", "192.0.2.8"));
        Assert.False(once.IsFirst("impersonate", "192.0.2.8"));
    }

    [Fact]
    public void Of_many_at_the_same_time_one_is_told()
    {
        var once = new OncePerMinute(clock);
        Assert.Equal(1, Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Count(_ => once.IsFirst("view", "anna")));
    }

    [Fact]
    public void A_flood_from_ever_new_addresses_is_one_affair_and_the_memory_stays_small()
    {
        var once = new OncePerMinute(clock);
        var told = Enumerable.Range(0, 100_000).Count(number => once.IsFirst("impersonate", $"address {number}"));
        Assert.InRange(told, 2_000, 2_001);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(once.IsFirst("impersonate", "address 7"));
    }
}
