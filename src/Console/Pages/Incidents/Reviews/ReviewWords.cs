using OpsConsole.Incidents;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>The words of reviews on screens, their addresses, and the places where people are met.</summary>
internal static class ReviewWords
{
    /// <summary>The letters of a text around a word that is shown with it.</summary>
    private const int Around = 24;

    /// <summary>The address of an incident.</summary>
    public static string IncidentAddress(string id) => $"incidents/{Uri.EscapeDataString(id)}";

    /// <summary>The address of its review.</summary>
    public static string Address(string id) => $"{IncidentAddress(id)}/review";

    /// <summary>Where those are who look at a review.</summary>
    public static string Seat(string id) => $"review/{id}";

    /// <summary>Where those are who write in a section.</summary>
    public static string Seat(string id, ReviewSection section) => $"review/{id}/{section}";

    /// <summary>How far a review is.</summary>
    public static string Of(ReviewProgress progress) => progress switch
    {
        ReviewProgress.Wanted => "Wanted",
        ReviewProgress.Writing => "Being written",
        _ => "Finished",
    };

    /// <summary>Headings of sections within a sentence: <c>what went well and lessons</c>.</summary>
    public static string Of(IReadOnlyList<ReviewSection> sections)
    {
        var words = sections.Select(section => section.Heading().ToLowerInvariant()).ToList();
        return words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} and {words[^1]}";
    }

    /// <summary>How long until a day.</summary>
    public static string Until(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => "today",
        1 => "tomorrow",
        > 1 and var days => $"in {days} days",
        -1 => "late by a day",
        var days => $"late by {-days} days",
    };

    /// <summary>A number of things.</summary>
    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    /// <summary>Several people in a sentence: <c>Ada and Ben</c>.</summary>
    public static string People(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    /// <summary>What stands before and after a word that blames, in its line.</summary>
    public static (string Before, string After) Context(string text, BlameHint hint)
    {
        var (begin, end) = (Math.Max(0, hint.Start - Around), Math.Min(text.Length, hint.Start + hint.Length + Around));
        var (before, after) = (text[begin..hint.Start], text[(hint.Start + hint.Length)..end]);
        before = before[(before.LastIndexOf('\n') + 1)..];
        after = after.Split('\n')[0];
        return ($"{(begin > 0 && before.Length == hint.Start - begin ? "…" : null)}{before}", $"{after}{(end < text.Length && after.Length == end - hint.Start - hint.Length ? "…" : null)}");
    }
}
