using System.Globalization;
using System.Runtime.InteropServices;

namespace OpsConsole.Benchmarks;

/// <summary>Where the figures come from.</summary>
internal static class Machine
{
    public static string Description => string.Create(CultureInfo.InvariantCulture,
        $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load {Load}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");

    /// <summary>How many tasks ran or waited for a core, averaged over a minute: above the cores, times are upper bounds.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
