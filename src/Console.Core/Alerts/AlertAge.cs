using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>Durations as Prometheus writes them: <c>90s</c>, <c>1h30m</c>, <c>2d</c>, <c>1w</c>.</summary>
internal static partial class AlertAge
{
    public static bool TryParse(string text, out TimeSpan age)
    {
        age = TimeSpan.Zero;
        var found = Written().Match(text);
        if (!found.Success || found.Length == 0)
        {
            return false;
        }

        var seconds = Count(found, "w") * 604_800 + Count(found, "d") * 86_400 + Count(found, "h") * 3_600 + Count(found, "m") * 60 + Count(found, "s");
        age = TimeSpan.FromSeconds(seconds);
        return true;
    }

    // Five digits at most: the sum stays far below what a TimeSpan holds.
    private static double Count(Match found, string unit) =>
        found.Groups[unit] is { Success: true } digits ? double.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?:(?<w>[0-9]{1,5})w)?(?:(?<d>[0-9]{1,5})d)?(?:(?<h>[0-9]{1,5})h)?(?:(?<m>[0-9]{1,5})m)?(?:(?<s>[0-9]{1,5})s)?\z")]
    private static partial Regex Written();
}
