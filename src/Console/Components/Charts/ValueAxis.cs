using System.Collections.Immutable;
using OpsConsole.Components.Format;

namespace OpsConsole.Components.Charts;

/// <summary>The axis of values: its ends, and ticks at round figures of the unit.</summary>
/// <param name="Low">The value at the bottom.</param>
/// <param name="High">The value at the top; above <paramref name="Low"/>.</param>
/// <param name="Ticks">Round figures within, from below.</param>
/// <param name="Unit">The unit as profiles write it.</param>
internal sealed record ValueAxis(double Low, double High, ImmutableArray<double> Ticks, string Unit)
{
    private const double Air = 0.06;

    // Above these a step in decimal seconds is not round any more.
    private static readonly double[] Times =
        [60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400, 7 * 86400, 14 * 86400, 30 * 86400];

    private static readonly string[] Short = ["bytes", "B", "B/s", "bytes/s", "s", "seconds", "%", "x", "1/s", "/s", ""];

    /// <summary>Whether the unit is a word of its own that stands above the axis once, and not beside each figure.</summary>
    public bool IsUnitApart => IsApart(Unit);

    /// <summary>Whether a unit is a word of its own that stands above the axis once, and not beside each figure.</summary>
    /// <param name="unit">The unit.</param>
    public static bool IsApart(string unit) => !Short.Contains(unit);

    /// <summary>Fixes the axis.</summary>
    /// <param name="values">All that must be inside; what is no number is left out.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="isFromZero">Whether zero is inside in any case: a chart that begins at its minimum makes noise look like trouble.</param>
    /// <param name="most">How many ticks there may be.</param>
    public static ValueAxis Of(IEnumerable<double> values, string unit, bool isFromZero = true, int most = 5)
    {
        var (min, max, isWhole, isAny) = (double.MaxValue, double.MinValue, true, false);
        foreach (var value in values.Where(double.IsFinite))
        {
            (min, max, isAny) = (Math.Min(min, value), Math.Max(max, value), true);
            isWhole &= value == Math.Floor(value);
        }

        if (!isAny)
        {
            return new ValueAxis(0, 1, [], unit);
        }

        (min, max) = isFromZero ? (Math.Min(0, min), Math.Max(0, max)) : (min, max);
        var air = max > min ? (max - min) * Air : Math.Max(1e-9, Math.Abs(max) * Air);
        var (low, high) = (isFromZero && min == 0 ? 0 : min - air, isFromZero && max == 0 && min < 0 ? 0 : max + air);
        if (min == max)
        {
            (low, high) = isFromZero ? (0, 1) : (low, high);
        }

        return new ValueAxis(low, high, TicksOf(low, high, Step((high - low) / most, unit, isWhole && IsApart(unit))), unit);
    }

    /// <summary>A tick in words: <c>1.5 GiB</c>, <c>250 ms</c>, <c>2 h</c>, <c>40</c>.</summary>
    /// <param name="tick">The tick.</param>
    public string Words(double tick) => Unit is "s" or "seconds" && Math.Abs(tick) is >= 60 and < 1e9
        ? $"{(tick < 0 ? "-" : string.Empty)}{Spans.Exact(TimeSpan.FromSeconds(Math.Abs(tick)))}"
        : IsUnitApart ? Figures.Number(tick) : Figures.WithUnit(tick, Unit);

    private static bool IsBytes(string unit) => unit is "bytes" or "B" or "B/s" or "bytes/s";

    private static double Step(double raw, string unit, bool isWhole)
    {
        if (IsBytes(unit) && raw >= 1)
        {
            return Math.Pow(2, Math.Ceiling(Math.Log2(raw)));
        }

        if (unit is "s" or "seconds" && raw > 30 && raw <= Times[^1])
        {
            return Times.First(step => step >= raw);
        }

        var decade = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = (raw / decade) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * decade;
        return isWhole ? Math.Max(1, step) : step;
    }

    private static ImmutableArray<double> TicksOf(double low, double high, double step)
    {
        if (!double.IsFinite(step) || step <= 0 || (high - low) / step > 20)
        {
            return [];
        }

        var first = Math.Ceiling((low / step) - 1e-9);
        var count = Math.Max(0, (int)Math.Floor((high / step) + 1e-9 - first) + 1);

        // A multiple each, not a sum: the sum of ten tenths is not one.
        return [.. Enumerable.Range(0, count).Select(i => Math.Round((first + i) * step, 12) is var tick && Math.Abs(tick) < step / 1e6 ? 0 : (first + i) * step)];
    }
}
