using System.Text;

namespace OpsConsole.Sandbox.Model;

/// <summary>
/// A quantity as a pure function of time: a level, a daily swing and some noise of slow sines. Its integral has a closed form,
/// so a counter's value at any moment is known without having lived through the past: history and live agree by themselves.
/// </summary>
internal sealed class Signal
{
    private const double Day = 86_400;

    // The day's peak, 15:00 UTC. Periods of the noise share no multiple, so that no pattern shows.
    private const double Peak = 15 * 3600;
    private static readonly (double Period, double Share)[] Waves = [(1_741, 0.45), (613, 0.33), (197, 0.22)];

    private readonly double level;
    private readonly double swing;
    private readonly double noise;
    private readonly double[] phases;

    public Signal(double level, double swing, double noise, string seed)
    {
        (this.level, this.swing, this.noise) = (level, swing, noise);
        phases = [.. Waves.Select((_, i) => Hash(seed, i) / (double)uint.MaxValue * Math.Tau)];
    }

    private Signal(double level, double swing, double noise, double[] phases) =>
        (this.level, this.swing, this.noise, this.phases) = (level, swing, noise, phases);

    public double At(double t)
    {
        var factor = 1 + (swing * Math.Cos(Math.Tau * (t - Peak) / Day));
        for (var i = 0; i < Waves.Length; i++)
            factor += noise * Waves[i].Share * Math.Cos((Math.Tau * t / Waves[i].Period) + phases[i]);
        return level * factor;
    }

    public double Integral(double from, double to) => to <= from ? 0 : Primitive(to) - Primitive(from);

    /// <summary>Another level, nearly still: a fault does not follow the time of day.</summary>
    public Signal HeldAt(double other) => new(other, 0, Math.Min(noise, 0.004), phases);

    public Signal Times(double factor) => new(level * factor, swing, noise, phases);

    // Cosines integrate to sines; the level's own part is counted from a fixed day so that small times keep their digits.
    private double Primitive(double t)
    {
        const double epoch = 1_767_225_600;   // 2026-01-01
        var sum = t - epoch + (swing * Day / Math.Tau * Math.Sin(Math.Tau * (t - Peak) / Day));
        for (var i = 0; i < Waves.Length; i++)
        {
            var angular = Math.Tau / Waves[i].Period;
            sum += noise * Waves[i].Share / angular * Math.Sin((angular * t) + phases[i]);
        }
        return level * sum;
    }

    // FNV-1a: string.GetHashCode differs in each process, and history and live are two processes.
    internal static uint Hash(string seed, int salt = 0)
    {
        var hash = 2_166_136_261u ^ ((uint)salt * 0x9E3779B9u);
        foreach (var b in Encoding.UTF8.GetBytes(seed)) hash = (hash ^ b) * 16_777_619u;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return hash ^ (hash >> 12);
    }
}
