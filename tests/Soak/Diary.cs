using System.Diagnostics;
using System.Globalization;

namespace OpsConsole.Soak;

/// <summary>Tells what happens, a line an event, and keeps what should not have happened.</summary>
/// <param name="output">Where lines go.</param>
internal sealed class Diary(TextWriter output)
{
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly List<string> faults = [];
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>How long it goes on by now.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(begun);

    /// <summary>What should not have happened, in the order in which it was found.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (gate)
            {
                return [.. faults];
            }
        }
    }

    /// <summary>How often what happened.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (gate)
            {
                return new SortedDictionary<string, int>(counts, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Something happened.</summary>
    /// <param name="what">What.</param>
    /// <param name="counted">What it counts as; null when it is not counted.</param>
    public void Tell(string what, string? counted = null)
    {
        lock (gate)
        {
            if (counted is not null)
            {
                counts[counted] = counts.GetValueOrDefault(counted) + 1;
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.Now:HH:mm:ss} {Elapsed:mm\\:ss}  {what}"));
        }
    }

    /// <summary>Something happened that must not.</summary>
    /// <param name="what">What.</param>
    public void Fault(string what)
    {
        lock (gate)
        {
            faults.Add(what);
        }

        Tell($"WRONG     {what}");
    }
}
