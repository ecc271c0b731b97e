using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Upstream;

/// <summary>Times in the configuration: as Prometheus writes them (<c>1m30s</c>) or as .NET does (<c>00:01:30</c>).</summary>
internal static partial class UpstreamDuration
{
    /// <summary>The time, or null when the text is none or not positive.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (Written().Match(text) is { Success: true, Length: > 0 } parts)
        {
            double Part(string unit) =>
                parts.Groups[unit] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
            return Positive(TimeSpan.FromMilliseconds((((Part("h") * 60) + Part("m")) * 60_000) + (Part("s") * 1000) + Part("ms")));
        }

        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
            ? Positive(span)
            : null;
    }

    private static TimeSpan? Positive(TimeSpan span) => span > TimeSpan.Zero ? span : null;

    [GeneratedRegex(@"\A((?<h>\d{1,4})h)?((?<m>\d{1,6})m)?((?<s>\d{1,8})s)?((?<ms>\d{1,8})ms)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
