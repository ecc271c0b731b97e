using System.Globalization;

namespace OpsConsole.Components.Format;

/// <summary>Figures with their units, short enough to read at a glance.</summary>
internal static class Figures
{
    // A century; what is longer is no span but a mistake in a query, and TimeSpan would throw at it.
    private const double LongestSpan = 100 * 365.25 * 86400;

    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P"];

    /// <summary>A count or an amount: <c>0</c>, <c>0.42</c>, <c>8,412</c>, <c>1.2M</c>.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "no number"
        : double.IsInfinity(value) ? (value > 0 ? "infinite" : "-infinite")
        : Math.Abs(value) switch
        {
            0 => "0",
            < 0.001 => value.ToString("0.#e0", CultureInfo.InvariantCulture),
            < 1 => value.ToString("0.###", CultureInfo.InvariantCulture),
            < 10 => value.ToString("0.##", CultureInfo.InvariantCulture),
            < 1000 => value.ToString("0.#", CultureInfo.InvariantCulture),
            < 1_000_000 => value.ToString("#,0", CultureInfo.InvariantCulture),
            _ => Scaled(value, 1000),
        };

    /// <summary>A share of one as percent: <c>99.95%</c>; close to 0 and 1 with the digits that tell them apart.</summary>
    public static string Percent(double share)
    {
        if (!double.IsFinite(share))
        {
            return Number(share);
        }

        var percent = share * 100;
        if (percent is > 99.999 and < 100 or > 0 and < 0.0001)
        {
            return percent > 1 ? "over 99.999%" : "under 0.0001%";
        }

        var format = Math.Abs(percent) switch
        {
            >= 99.9 and < 100 => "0.###",
            >= 99 and < 100 => "0.##",
            >= 10 or 0 => "0.#",
            >= 0.1 => "0.##",
            _ => "0.####",
        };
        return percent.ToString(format, CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>What is left of a budget, in whole percent; never 0% while something is left, never 100% when some is used.</summary>
    public static string Left(double remaining) => remaining switch
    {
        double.NaN => "not known",
        < 0 => "0%",
        > 0 and < 0.01 => "under 1%",
        > 0.99 and < 1 => "over 99%",
        _ => $"{Math.Round(remaining * 100).ToString(CultureInfo.InvariantCulture)}%",
    };

    /// <summary>A burn rate: <c>14.4x</c>.</summary>
    public static string Burn(double rate) => rate switch
    {
        double.NaN or double.PositiveInfinity => Number(rate),
        <= 0 => "0x",
        < 0.05 => "under 0.1x",
        < 100 => rate.ToString("0.#", CultureInfo.InvariantCulture) + "x",
        _ => rate.ToString("#,0", CultureInfo.InvariantCulture) + "x",
    };

    /// <summary>A value with its unit as profiles write it: bytes, s, %, req/s, B/s or a noun.</summary>
    public static string WithUnit(double value, string unit) => unit switch
    {
        "" => Number(value),
        _ when !double.IsFinite(value) => Number(value),
        "bytes" or "B" => Bytes(value, "B"),
        "B/s" or "bytes/s" => Bytes(value, "B/s"),
        "s" or "seconds" => Seconds(value),
        "%" => value.ToString("0.##", CultureInfo.InvariantCulture) + "%",
        "x" => value.ToString("0.##", CultureInfo.InvariantCulture) + "x",
        "1/s" or "/s" => $"{Number(value)}/s",
        _ => $"{Number(value)} {(value == 1 && unit.Length > 3 && unit.EndsWith('s') ? unit[..^1] : unit)}",
    };

    private static string Seconds(double value) => Math.Abs(value) switch
    {
        0 => "0 s",
        < 0.001 => $"{Number(value * 1_000_000)} µs",
        < 1 => $"{Number(value * 1000)} ms",
        < 120 or > LongestSpan => $"{Number(value)} s",
        _ => $"{(value < 0 ? "-" : string.Empty)}{Spans.Long(TimeSpan.FromSeconds(Math.Abs(value)))}",
    };

    private static string Bytes(double value, string unit)
    {
        var step = 0;
        while (Math.Abs(value) >= 1024 && step < Prefixes.Length - 1)
        {
            value /= 1024;
            step++;
        }

        var prefix = step == 0 ? string.Empty : $"{Prefixes[step].ToUpperInvariant()}i";
        return $"{value.ToString("0.#", CultureInfo.InvariantCulture)} {prefix}{unit}";
    }

    private static string Scaled(double value, double by)
    {
        var step = 0;
        while (Math.Abs(value) >= by && step < Prefixes.Length - 1)
        {
            value /= by;
            step++;
        }

        return value.ToString("0.#", CultureInfo.InvariantCulture) + Prefixes[step];
    }
}
