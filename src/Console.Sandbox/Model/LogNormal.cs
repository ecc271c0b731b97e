namespace OpsConsole.Sandbox.Model;

/// <summary>How durations spread: most near the median, a long tail above.</summary>
internal readonly record struct LogNormal(double Median, double Spread)
{
    public double Mean => Median * Math.Exp(Spread * Spread / 2);

    /// <summary>The share of observations at or below a limit.</summary>
    public double ShareUpTo(double limit) => double.IsPositiveInfinity(limit) ? 1
        : limit <= 0 ? 0 : NormalShare(Math.Log(limit / Median) / Spread);

    // Abramowitz and Stegun 26.2.17; good to 7 digits, and monotonic where it matters: buckets never cross.
    private static double NormalShare(double z)
    {
        var k = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var polynomial = k * (0.319381530 + (k * (-0.356563782 + (k * (1.781477937 + (k * (-1.821255978 + (k * 1.330274429))))))));
        var tail = Math.Exp(-z * z / 2) / Math.Sqrt(Math.Tau) * polynomial;
        return z >= 0 ? 1 - tail : tail;
    }
}
