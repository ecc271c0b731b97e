using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Live;

namespace OpsConsole.Pages.Alerts;

/// <summary>The board in words, and its links.</summary>
internal static class BoardWords
{
    private const int Longest = 80;
    private const int LongestAddress = 4_000;

    /// <summary>What fires, by severity.</summary>
    public static string Firing(AlertCounts counts, AlertBoard board, Freshness freshness) => counts.Firing == 0
        ? freshness is Freshness.Live && board.Silent.IsEmpty ? "Nothing fires" : "Nothing fired when last seen"
        : string.Join(", ", counts.BySeverity.Select(count => $"{count.Value} {count.Key.Label()}")) + " firing";

    /// <summary>Who does not answer.</summary>
    public static string Silent(AlertBoard board) => board.Silent is not [_, ..] silent ? string.Empty
        : $". {string.Join(", ", silent)} {(silent.Length == 1 ? "does" : "do")} not answer: what only {(silent.Length == 1 ? "it reports" : "they report")} is the last known";

    /// <summary>What comes first.</summary>
    public static string Of(AlertSort sort) => sort switch
    {
        AlertSort.Newest => "newest first",
        AlertSort.Oldest => "oldest first",
        AlertSort.Name => "by name",
        AlertSort.Acknowledged => "acknowledged for the longest time first",
        _ => "worst first",
    };

    /// <summary>What of the address means nothing, or finds nothing.</summary>
    /// <param name="view">What the address asks for.</param>
    /// <param name="words">The labels of now.</param>
    public static IEnumerable<string> Unusual(BoardView view, Func<AlertVocabulary> words)
    {
        if (!view.NotUnderstood.IsEmpty)
        {
            yield return $"The address asks for {string.Join(", ", view.NotUnderstood.Take(4).Select(word => $"'{Cut(word)}'"))}, which means nothing here: it was passed over.";
        }

        // The usual ones need no look through all alerts.
        var asked = (view.Look is BoardLook.Matrix ? [view.Across, view.Down] : view.By.ToArray()).Where(label => !AlertGroups.Usual.Contains(label) && label != "severity").ToArray();
        foreach (var label in asked.Where(label => words() is { Labels.IsEmpty: false } known && known.Find(label) is null))
        {
            yield return $"No alert carries the label '{Cut(label)}' now: all of them stand under 'No {Cut(label)}'.";
        }
    }

    /// <summary>Where the alerts are listed that carry these values; null when a link can't say so.</summary>
    /// <param name="view">What is seen now: its filter goes on.</param>
    /// <param name="values">Labels and their values; an empty value: the label is missing.</param>
    public static string? AddressOf(BoardView view, IEnumerable<(string Label, string Value)> values)
    {
        var filter = view.Filter;
        foreach (var (label, value) in values.Distinct())
        {
            if (Filters.For(label, value) is not { } term || filter.And(term) is not { IsOk: true } more)
            {
                return null;
            }

            filter = more.Value;
        }

        return (view with { Filter = filter, Look = BoardLook.Table }).Address() is { Length: <= LongestAddress } address ? address : null;
    }

    private static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";
}
