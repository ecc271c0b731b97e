namespace OpsConsole.Queues;

/// <summary>How a depth may go on from a moment: a band that opens with time, because the rate is not known exactly and because arrivals come by chance.</summary>
/// <param name="Depth">The depth that it starts from.</param>
/// <param name="PerSecond">The most likely net rate, per second.</param>
/// <param name="Error">The standard error of the rate, per second.</param>
/// <param name="Chance">The variance that chance adds to the depth each second.</param>
public sealed record DrainCourse(double Depth, double PerSecond, double Error, double Chance)
{
    /// <summary>How many standard deviations wide the band is to each side: 19 of 20, where chance is as it was.</summary>
    internal const double Sure = 2;

    /// <summary>The lowest net rate that the data allows.</summary>
    public double Low => PerSecond - (Sure * Error);

    /// <summary>The highest net rate that the data allows.</summary>
    public double High => PerSecond + (Sure * Error);

    /// <summary>Between what the depth should be after a time; never below nothing.</summary>
    /// <param name="time">How much later.</param>
    public (double Low, double High) After(TimeSpan time)
    {
        var seconds = time.TotalSeconds;
        var (middle, half) = (Depth + (PerSecond * seconds), Sure * Math.Sqrt((Error * Error * seconds * seconds) + (Chance * seconds)));
        return (Math.Max(0, middle - half), Math.Max(0, middle + half));
    }

    /// <summary>When the band's lower and upper edge reach nothing; null when the upper one may never.</summary>
    internal (TimeSpan Earliest, TimeSpan Latest)? Clears()
    {
        // Where (depth + rate t)² = sure² (error² t² + chance t): the two roots are the two edges.
        var a = (PerSecond * PerSecond) - (Sure * Sure * Error * Error);
        var b = (2 * Depth * PerSecond) - (Sure * Sure * Chance);
        if (PerSecond >= 0 || a <= 0 || Depth <= 0)
        {
            return null;
        }

        var root = Math.Sqrt(Math.Max(0, (b * b) - (4 * a * Depth * Depth)));

        // The smaller root by the product of both: a difference of two large numbers would lose its digits.
        var latest = (-b + root) / (2 * a);
        var earliest = Depth * Depth / a / latest;
        return latest <= TimeSpan.MaxValue.TotalSeconds / 2 && earliest * TimeSpan.TicksPerSecond >= 1
            ? (TimeSpan.FromSeconds(earliest), TimeSpan.FromSeconds(Math.Max(latest, earliest)))
            : null;
    }
}
