namespace OpsConsole.Core.Tests;

/// <summary>A clock on a wall that is set back, beside a stopwatch that goes on.</summary>
internal sealed class WallClock(FakeTime time) : TimeProvider
{
    public TimeSpan Behind { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() - Behind;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
