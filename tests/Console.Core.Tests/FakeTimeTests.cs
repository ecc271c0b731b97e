namespace OpsConsole.Core.Tests;

public sealed class FakeTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime time = new(Noon);

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(10), time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.Equal(Noon.AddSeconds(10), time.GetUtcNow());
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_period_at_its_own_times()
    {
        var fired = new List<TimeSpan>();
        using var timer = time.CreateTimer(_ => fired.Add(time.GetUtcNow() - Noon), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)], fired);
    }

    [Fact]
    public void A_timer_that_is_disposed_or_stopped_does_not_fire()
    {
        var fired = 0;
        var disposed = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        using var stopped = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        disposed.Dispose();
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, fired);
    }

    [Fact]
    public async Task A_sleeper_can_be_awaited()
    {
        var asleep = time.TimersAsync(1, TestContext.Current.CancellationToken);
        Assert.False(asleep.IsCompleted);
        var delay = Task.Delay(TimeSpan.FromSeconds(1), time, TestContext.Current.CancellationToken);
        await asleep;
        time.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }
}
