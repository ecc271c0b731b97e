using System.Globalization;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Electors;

/// <summary>
/// Who led in the past: hand-overs at fixed times of each day, from one replica to the next. A function of time alone, so that
/// the history that one process writes and the lease that another begins with tell the same story.
/// </summary>
internal sealed class LeadershipPlan
{
    private const double Epoch = 1_767_225_600;   // 2026-01-01
    private const double Day = 86_400;
    private readonly double[] times;
    private readonly int replicas;
    private readonly double gap;

    public LeadershipPlan(ElectionDescription election, int replicas)
    {
        this.replicas = replicas;
        gap = election.GapSeconds;
        times = [.. election.Handovers.Select(h => TimeSpan.Parse(h, CultureInfo.InvariantCulture).TotalSeconds).Order()];
    }

    /// <summary>The number of the last hand-over that began at or before a time; the first of 2026 is 0.</summary>
    public long Number(double t)
    {
        if (times.Length == 0) return 0;
        var day = (long)Math.Floor((t - Epoch) / Day);
        var ofDay = t - Epoch - (day * Day);
        return (day * times.Length) + times.Count(h => h <= ofDay) - 1;
    }

    public double Began(long number)
    {
        if (times.Length == 0) return Epoch;
        var day = Math.DivRem(number, times.Length, out var index);
        if (index < 0) (day, index) = (day - 1, index + times.Length);
        return Epoch + (day * Day) + times[index];
    }

    public double Acquired(long number) => Began(number) + gap;

    public int SlotAfter(long number) => (int)(((number % replicas) + replicas) % replicas);

    /// <summary>The replica that led at a time, or null within a hand-over.</summary>
    public int? LeaderAt(double t)
    {
        var number = Number(t);
        return t < Acquired(number) ? null : SlotAfter(number);
    }

    public long TimesAcquired(int slot, double from, double to) => Numbers(from - gap, to).Count(n => SlotAfter(n) == slot
        && Acquired(n) > from && Acquired(n) <= to);

    public long TimesLost(int slot, double from, double to) => Numbers(from, to).Count(n => SlotAfter(n - 1) == slot && Began(n) > from);

    /// <summary>The seconds without a leader between two times.</summary>
    public double Leaderless(double from, double to) =>
        Numbers(from - gap, to).Sum(n => Math.Max(0, Math.Min(to, Acquired(n)) - Math.Max(from, Began(n))));

    /// <summary>The stretches within which one replica led.</summary>
    public IEnumerable<(double From, double To)> Terms(int slot, double from, double to)
    {
        if (to <= from) yield break;
        for (var number = Number(from); number <= Number(to); number++)
        {
            if (SlotAfter(number) == slot)
            {
                var begin = Math.Max(from, Acquired(number));
                var end = times.Length == 0 ? to : Math.Min(to, Began(number + 1));
                if (end > begin) yield return (begin, end);
            }
            if (times.Length == 0) yield break;
        }
    }

    private IEnumerable<long> Numbers(double from, double to)
    {
        if (times.Length == 0) yield break;
        for (var number = Number(from); number <= Number(to); number++) yield return number;
    }
}
