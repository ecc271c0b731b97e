using System.Globalization;
using OpsConsole.Alerts;

namespace OpsConsole.Incidents;

/// <summary>What a page says, the same on every channel.</summary>
internal static class PageWords
{
    /// <summary>The longest text that is handed over: what is longer is read in the console.</summary>
    public const int LongestText = 8_000;

    private const int LongestFact = 500;

    /// <summary>The one line to wake up to: <c>Critical: No leader</c>.</summary>
    /// <param name="page">The page.</param>
    /// <param name="most">The most characters.</param>
    public static string Headline(Page page, int most)
    {
        var what = page.Kind switch
        {
            PageKind.Acknowledge => "Acknowledged",
            PageKind.Resolve => "Resolved",
            _ => page.Severity is Severity.Unknown ? "Severity unknown" : page.Severity.Word(),
        };
        return PageText.Line($"{what}: {page.Title}", most);
    }

    /// <summary>What else is known, by name, in the order to read it.</summary>
    /// <param name="page">The page.</param>
    public static IEnumerable<(string Name, string Value)> Facts(Page page)
    {
        if (page.System is { } system)
        {
            yield return ("System", PageText.Line(system, LongestFact));
        }

        yield return ("Since", Time(page.Since));
        if (page.To is { } to)
        {
            yield return ("For", PageText.Line(to, LongestFact));
        }

        if (page.Late is { } late)
        {
            yield return ("Late", PageText.Line(late, LongestFact));
        }
    }

    /// <summary>A time that reads the same everywhere.</summary>
    /// <param name="at">The time.</param>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
