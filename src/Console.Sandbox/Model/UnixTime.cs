namespace OpsConsole.Sandbox.Model;

/// <summary>The model counts in Unix seconds with fractions; the rest of the program in DateTimeOffset.</summary>
internal static class UnixTime
{
    private const double Day = 86_400;

    public static double Of(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).TotalSeconds;

    public static DateTimeOffset At(double t) => DateTimeOffset.UnixEpoch.AddTicks((long)(t * TimeSpan.TicksPerSecond));

    public static double Midnight(double t) => Math.Floor(t / Day) * Day;

    /// <summary>When the pods of the quiet fleet began: the midnight two days before the last one.</summary>
    public static double FleetBegan(double now) => Midnight(now) - (2 * Day);
}
