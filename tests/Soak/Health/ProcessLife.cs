namespace OpsConsole.Soak.Health;

/// <summary>What a process took at a time.</summary>
/// <param name="Age">How old it was.</param>
/// <param name="Megabytes">Resident memory.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record Sample(TimeSpan Age, double Megabytes, int Handles, int Threads);

/// <summary>A process from its start to its end, looked at again and again.</summary>
/// <param name="replica">Whose.</param>
/// <param name="number">Which of its lives.</param>
/// <param name="process">The number of its process.</param>
internal sealed class ProcessLife(string replica, int number, int process)
{
    private readonly long begun = System.Diagnostics.Stopwatch.GetTimestamp();
    private readonly List<Sample> samples = [];

    /// <summary>For example <c>a, life 2</c>.</summary>
    public string Name => $"{replica}, life {number}";

    /// <summary>What was seen so far.</summary>
    public IReadOnlyList<Sample> Samples
    {
        get
        {
            lock (samples)
            {
                return [.. samples];
            }
        }
    }

    /// <summary>Looks once. One that is gone is not looked at.</summary>
    public void Look()
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{process}/status");
            var handles = Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;
            lock (samples)
            {
                samples.Add(new(System.Diagnostics.Stopwatch.GetElapsedTime(begun), Number(status, "VmRSS:") / 1024, handles, (int)Number(status, "Threads:")));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It was killed between two lines.
        }
    }

    private static double Number(string[] status, string name) =>
        double.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
}
