namespace OpsConsole.Soak.Health;

/// <summary>
/// Whether a process took no more late in its life than early in it. The first minute is its start: code is compiled, boards are filled, circuits come back.
/// Of the rest, the median of the last quarter is held against that of the second: a leak grows by what it is asked, a median forgives a moment's need.
/// </summary>
/// <param name="Life">Whose.</param>
/// <param name="Early">Medians of the second quarter: megabytes, handles, threads.</param>
/// <param name="Late">Medians of the last.</param>
/// <param name="Length">How long it was looked at.</param>
internal sealed record Flatness(string Life, Sample Early, Sample Late, TimeSpan Length)
{
    private const double Share = 1.25;

    // The heap's own steps, a burst of connections to two upstreams, and the pool's threads: none of them is a leak.
    private const double MegabytesMore = 48;
    private const int HandlesMore = 32;
    private const int ThreadsMore = 16;
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);

    /// <summary>Whether all of it is flat.</summary>
    public bool IsFlat => Late.Megabytes <= (Early.Megabytes * Share) + MegabytesMore && Late.Handles <= (Early.Handles * Share) + HandlesMore && Late.Threads <= (Early.Threads * Share) + ThreadsMore;

    /// <summary>Judges the lives that were long enough: a sixth of the run and three minutes at least.</summary>
    /// <param name="lives">All lives.</param>
    /// <param name="run">The length of the run.</param>
    public static IReadOnlyList<Flatness> Judge(IEnumerable<ProcessLife> lives, TimeSpan run)
    {
        var least = TimeSpan.FromMinutes(Math.Max(Math.Min(3, run.TotalMinutes / 2), run.TotalMinutes / 6));
        return [.. lives.Where(life => life.Samples is [.., { } last] && last.Age >= least && last.Age > 2 * Start).Select(Of)];
    }

    private static Flatness Of(ProcessLife life)
    {
        var warm = life.Samples.Where(sample => sample.Age >= Start).ToList();
        var quarter = Math.Max(1, warm.Count / 4);
        return new(life.Name, Median(warm.Skip(quarter).Take(quarter)), Median(warm.TakeLast(quarter)), life.Samples[^1].Age);
    }

    private static Sample Median(IEnumerable<Sample> samples)
    {
        var all = samples.ToList();
        return new(all[^1].Age, Middle(all.Select(sample => sample.Megabytes)), (int)Middle(all.Select(sample => (double)sample.Handles)), (int)Middle(all.Select(sample => (double)sample.Threads)));
    }

    private static double Middle(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
