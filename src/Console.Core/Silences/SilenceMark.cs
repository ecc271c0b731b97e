using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsConsole.Silences;

/// <summary>
/// What the console writes into the comments of its silences: which run made it, and, for one that it keeps until its alerts are over, the end that it
/// wrote last. Whoever changes the end with another tool leaves the mark behind, and so takes the silence over. Anybody can write a mark: what it says counts
/// only where the run that it names says the same.
/// </summary>
internal static partial class SilenceMark
{
    /// <summary>The mark of a run.</summary>
    /// <param name="run">The run's id.</param>
    public static string OfRun(string run) => $"(action {run})";

    /// <summary>A comment with the end that the console wrote, in place of an earlier one.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="end">The end.</param>
    /// <param name="latest">How long it is kept at the most.</param>
    public static string Kept(string comment, DateTimeOffset end, DateTimeOffset latest) =>
        $"{KeptMark().Replace(comment, string.Empty).TrimEnd()} (until resolved, at most to {Write(latest)}, kept to {Write(end)})";

    /// <summary>Until when a kept silence goes on at the most, as its comment says; null for one that is not kept. To show, not to act on.</summary>
    /// <param name="silence">The silence.</param>
    public static DateTimeOffset? KeptAtMostTo(Silence silence) =>
        RunThatKeeps(silence) is not null && DateTimeOffset.TryParse(KeptMark().Match(silence.Comment).Groups[1].Value, CultureInfo.InvariantCulture, out var latest) ? latest : null;

    /// <summary>The run that a kept silence names; null for one that is not kept, or not any more: its end is not the one that was written.</summary>
    /// <param name="silence">The silence.</param>
    public static string? RunThatKeeps(Silence silence)
    {
        // Alertmanager keeps the time as it was sent; who sends whole seconds gets them back.
        var (kept, run) = (KeptMark().Match(silence.Comment), RunMark().Match(silence.Comment));
        return kept.Success && run.Success && DateTimeOffset.TryParse(kept.Groups[2].Value, CultureInfo.InvariantCulture, out var end) && (silence.EndsAt - end).Duration() < TimeSpan.FromSeconds(1)
            ? run.Groups[1].Value
            : null;
    }

    private static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@" ?\(until resolved, at most to (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ), kept to (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\)", RegexOptions.CultureInvariant)]
    private static partial Regex KeptMark();

    [GeneratedRegex(@"\(action ([a-z0-9]{2,20})\)", RegexOptions.CultureInvariant)]
    private static partial Regex RunMark();
}
