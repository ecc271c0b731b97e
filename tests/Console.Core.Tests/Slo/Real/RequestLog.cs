using System.Globalization;
using System.Text;

namespace OpsConsole.Core.Tests.Slo.Real;

/// <summary>What a made-up log is like.</summary>
/// <param name="Seed">The chance it is made by.</param>
/// <param name="Scrape">Time between two scrapes.</param>
/// <param name="PerSecond">Requests per second, all pods together.</param>
/// <param name="Bursts">How many bursts of failures there are.</param>
/// <param name="IsRough">Whether pods restart at any time, counters begin at none, and scrapes fail.</param>
internal sealed record LogPlan(int Seed, TimeSpan Scrape, double PerSecond, int Bursts, bool IsRough);

/// <summary>A day of requests, second by second, which is counted here by brute force, and by counters that a Prometheus might have scraped.</summary>
internal sealed class RequestLog
{
    public const int Seconds = 86_400;

    // What lies at the edges of a window is extrapolated: nothing happens there, so that every request lies clearly within.
    private const int Quiet = 420;
    private const int Pods = 2;

    private readonly LogPlan plan;
    private readonly Random random;
    private readonly int[] total = new int[Seconds];
    private readonly int[] bad = new int[Seconds];

    public RequestLog(LogPlan plan)
    {
        (this.plan, random) = (plan, new Random(plan.Seed));
        for (var at = Quiet; at < Seconds - Quiet; at++)
        {
            total[at] = Poisson(plan.PerSecond * (1 + (0.5 * Math.Sin(at * Math.PI / 43_200))));
        }

        for (var i = 0; i < plan.Bursts; i++)
        {
            Burst(random.Next(Quiet + 700, Seconds - Quiet - 1300), random.Next(5) == 0 ? random.Next(60, 1_200) : random.Next(1, 12));
        }
    }

    public LogPlan Plan => plan;

    /// <summary>All requests of the day.</summary>
    public long Total => total.Sum(count => (long)count);

    /// <summary>Those that failed.</summary>
    public long Bad => bad.Sum(count => (long)count);

    /// <summary>The counters as they were scraped: OpenMetrics, without the end.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="id">What tells this log from others.</param>
    /// <param name="begin">The day's begin.</param>
    public void Write(StringBuilder text, int id, DateTimeOffset begin)
    {
        var step = plan.Scrape.TotalSeconds;
        var phase = (random.NextDouble() * (step - 0.1)) + 0.05;
        for (var pod = 0; pod < Pods; pod++)
        {
            var (all, failed) = plan.IsRough ? (0L, 0L) : (5_000_000L + pod, 400_000L);
            var (lines, fails) = (new StringBuilder(), new StringBuilder());
            var next = 0;
            for (var scrape = -600 + phase; scrape < Seconds; scrape += step)
            {
                for (; next < Seconds && next < scrape; next++)
                {
                    (all, failed) = (all + Part(total[next], pod), failed + Part(bad[next], pod));
                }

                // A scrape that fails is seen by nobody; what happened meanwhile shows with the next.
                if (!plan.IsRough || random.Next(40) > 0)
                {
                    Sample(lines, id, pod, "all", all, begin.AddSeconds(scrape));
                    Sample(fails, id, pod, "bad", failed, begin.AddSeconds(scrape));

                    // A pod that restarts loses what nobody saw, so it restarts just after a scrape; and none can see that it did if a
                    // counter is beyond its old value by the next scrape, so it restarts when little happens for a while.
                    if (plan.IsRough && random.Next(100) == 0 && all > 20 + (50 * plan.PerSecond * step) && IsCalm(next, (int)(10 * step)))
                    {
                        (all, failed) = (0, 0);
                    }
                }
            }

            text.Append(lines).Append(fails);
        }
    }

    private bool IsCalm(int from, int lasts) => bad.AsSpan(Math.Min(from, Seconds), Math.Min(lasts, Seconds - Math.Min(from, Seconds))).IndexOfAnyExcept(0) < 0;

    private static int Part(int count, int pod) => pod == 0 ? count / 2 : count - (count / 2);

    private static void Sample(StringBuilder text, int id, int pod, string kind, long value, DateTimeOffset at) => text.Append(
        CultureInfo.InvariantCulture, $"requests_total{{log=\"{id}\",pod=\"{pod}\",kind=\"{kind}\"}} {value} {at.ToUnixTimeMilliseconds() / 1000.0:0.000}\n");

    private void Burst(int at, int lasts)
    {
        for (var second = at; second < at + lasts; second++)
        {
            // Where little happens a burst brings its own requests along.
            total[second] = Math.Max(total[second], 1 + random.Next(3));
            bad[second] = random.Next(2) == 0 ? total[second] : (total[second] + 1) / 2;
        }
    }

    private int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++)
        {
            product *= random.NextDouble();
        }

        return count;
    }
}
