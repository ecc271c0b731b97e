using System.Globalization;
using System.Text;

namespace OpsConsole.Systems;

/// <summary>Durations as Prometheus writes them: <c>500ms</c>, <c>1h30m</c>, <c>30d</c>; a year has 365 days.</summary>
public static class PromDuration
{
    /// <summary>What would be right; ends every sentence about a wrong duration.</summary>
    internal const string Units = "units are ms, s, m, h, d, w, y";

    // 2^63 nanoseconds, where Prometheus ends.
    private const decimal Longest = 9_223_372_036_854m;

    private static readonly (string Unit, long Milliseconds)[] Largest =
    [
        ("y", 365L * 24 * 3600 * 1000), ("w", 7L * 24 * 3600 * 1000), ("d", 24L * 3600 * 1000), ("h", 3600L * 1000), ("m", 60L * 1000),
        ("s", 1000), ("ms", 1),
    ];

    /// <summary>Reads a duration: whole numbers with units, the largest unit first, each at most once; <c>0</c> needs none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration; zero when the text is none.</param>
    /// <returns>Whether the text is a duration that fits 292 years, as in Prometheus.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        decimal sum = 0;
        var at = 0;
        for (var next = 0; at < text.Length;)
        {
            if (ReadPart(text, ref at) is not var (count, unit))
            {
                return false;
            }

            var found = Array.FindIndex(Largest, next, known => known.Unit == unit);
            if (found < 0)
            {
                return false;
            }

            sum += count * Largest[found].Milliseconds;
            next = found + 1;
        }

        if (at == 0 || sum > Longest)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds((long)sum);
        return true;
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration, or what would be right.</returns>
    public static Result<TimeSpan> Parse(string text) => TryParse(text, out var duration)
        ? duration
        : new Problem(string.Empty, $"'{Reading.FieldReader.Short(text)}' is no duration: write {Guess(text) ?? "for example 10m or 1h30m"}; {Units}");

    /// <summary>Writes a duration so that PromQL and <see cref="TryParse"/> read it; days are the largest unit, what is below a millisecond is cut.</summary>
    /// <param name="duration">The duration; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative: PromQL has no negative durations.</exception>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var rest = duration.Ticks / TimeSpan.TicksPerMillisecond;
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Largest.AsSpan(2))
        {
            if (rest / milliseconds is > 0 and var count)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                rest %= milliseconds;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static (decimal Count, string Unit)? ReadPart(string text, ref int at)
    {
        var digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        var letters = at;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        // Fifteen digits are more than any duration needs and far less than a decimal holds.
        return letters == digits || letters - digits > 15 || at == letters
            ? null
            : (decimal.Parse(text.AsSpan(digits, letters - digits), CultureInfo.InvariantCulture), text[letters..at]);
    }

    /// <summary>What "10 minutes" or "1 Hour" most likely means; null when it can't be told.</summary>
    private static string? Guess(string text)
    {
        var meant = new StringBuilder();
        var words = text.Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        for (var at = 0; at < words.Length;)
        {
            if (ReadPart(words, ref at) is not var (count, unit) || UnitOf(unit) is not { } known)
            {
                return null;
            }

            meant.Append(CultureInfo.InvariantCulture, $"{count}{known}");
        }

        return TryParse(meant.ToString(), out _) ? meant.ToString() : null;
    }

    private static string? UnitOf(string word) => word switch
    {
        "ms" or "msec" or "millisecond" or "milliseconds" => "ms",
        "s" or "sec" or "secs" or "second" or "seconds" => "s",
        "m" or "min" or "mins" or "minute" or "minutes" => "m",
        "h" or "hr" or "hrs" or "hour" or "hours" => "h",
        "d" or "day" or "days" => "d",
        "w" or "week" or "weeks" => "w",
        "y" or "year" or "years" => "y",
        _ => null,
    };
}
