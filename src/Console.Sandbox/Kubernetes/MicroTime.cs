using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>The API's times: exactly six digits in a Lease, none in metadata. Anything else is refused, as the real server does.</summary>
internal static partial class MicroTime
{
    public const string Layout = "2006-01-02T15:04:05.000000Z07:00";

    public static string Format(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string FormatSeconds(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Parse(string? text) => text is not null && Whole().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>The server's own words for a time that does not parse.</summary>
    public static string Complaint(string text)
    {
        var start = Seconds().Match(text);
        var (rest, expected) = start.Success ? (text[start.Length..], ".000000") : (text, "2006");
        if (start.Success && SixDigits().Match(rest) is { Success: true } digits) (rest, expected) = (rest[digits.Length..], "Z07:00");
        return $"parsing time \"{text}\" as \"{Layout}\": cannot parse \"{rest}\" as \"{expected}\"";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"^\.\d{6}")]
    private static partial Regex SixDigits();
}
