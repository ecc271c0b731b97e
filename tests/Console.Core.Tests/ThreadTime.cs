using System.Runtime.InteropServices;

namespace OpsConsole.Core.Tests;

/// <summary>The processor time of the calling thread: what work takes of it is the same however busy the machine is.</summary>
internal static class ThreadTime
{
    private const int OfThisThread = 3;    // CLOCK_THREAD_CPUTIME_ID

    /// <summary>What it has used since it began.</summary>
    public static TimeSpan Used()
    {
        Assert.Equal(0, Read(OfThisThread, out var used));
        return TimeSpan.FromSeconds(used.Seconds) + TimeSpan.FromMicroseconds(used.Nanoseconds / 1000.0);
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Read(int clock, out Moment moment);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Moment
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
