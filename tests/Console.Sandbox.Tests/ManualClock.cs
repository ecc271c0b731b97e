namespace OpsConsole.Sandbox.Tests;

/// <summary>Time that moves only when a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 5, 12, 10, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(double seconds) => now += TimeSpan.FromSeconds(seconds);
}
