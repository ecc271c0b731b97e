namespace OpsConsole.Telemetry;

/// <summary>What has been recorded of one series.</summary>
/// <param name="buckets">How many buckets a histogram of it has.</param>
internal sealed class Sums(int buckets)
{
    private readonly Lock gate = new();
    private readonly long[] cumulative = new long[buckets];
    private long count;
    private double sum;

    public double Sum
    {
        get
        {
            lock (gate)
            {
                return sum;
            }
        }
    }

    public void Record(double value, bool replaces, double[] bounds)
    {
        lock (gate)
        {
            sum = replaces ? value : sum + value;
            count++;
            for (var i = bounds.Length - 1; i >= 0 && value <= bounds[i]; i--)
            {
                cumulative[i]++;
            }
        }
    }

    public (long[] Cumulative, long Count, double Sum) Read()
    {
        lock (gate)
        {
            return ([.. cumulative], count, sum);
        }
    }
}
