using System.Diagnostics;

namespace OpsConsole.Benchmarks;

/// <summary>Awaits what real servers do in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(120);

    public static async Task SoAsync(string what, Func<Task<bool>> ask, CancellationToken cancellation)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await ask();)
        {
            if (Stopwatch.GetElapsedTime(begun) > Within)
            {
                throw new TimeoutException($"Not in {Within.TotalSeconds:0} s: {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }
}
