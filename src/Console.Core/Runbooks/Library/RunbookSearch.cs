using System.Collections.Immutable;

namespace OpsConsole.Runbooks;

/// <summary>Looks for words in all runbooks.</summary>
public static class RunbookSearch
{
    private const int LongestExcerpt = 160;
    private const int MostWords = 8;

    /// <summary>
    /// The runbooks that hold every word, best first: in the title or the alert's name, then in a step's title, then in the text. No words find all of them.
    /// </summary>
    /// <param name="shelf">The runbooks.</param>
    /// <param name="words">What was typed.</param>
    public static ImmutableArray<RunbookHit> Find(RunbookShelf shelf, string words)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(words);
        var sought = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).ToArray();
        return [.. shelf.All.Select(runbook => Look(runbook, sought)).OfType<RunbookHit>().OrderBy(hit => hit.Rank).ThenBy(hit => hit.Runbook.Key, StringComparer.Ordinal)];
    }

    private static RunbookHit? Look(Runbook runbook, string[] sought)
    {
        if (sought.Length == 0)
        {
            return new RunbookHit(runbook, 0, null, string.Empty);
        }

        var head = $"{runbook.Title} {string.Join(' ', runbook.Alerts)} {runbook.Key}";
        if (sought.All(word => Has(head, word)))
        {
            return new RunbookHit(runbook, 0, null, string.Empty);
        }

        if (runbook.Steps.FirstOrDefault(step => sought.All(word => Has($"{head} {step.Title}", word))) is { } step)
        {
            return new RunbookHit(runbook, 1, step.Id, step.Title);
        }

        return sought.All(word => Has(head, word) || Has(runbook.Text, word)) ? InText(runbook, sought.First(word => !Has(head, word))) : null;
    }

    private static RunbookHit InText(Runbook runbook, string word)
    {
        var at = runbook.Text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        var begin = runbook.Text.LastIndexOf('\n', at) + 1;
        var end = runbook.Text.IndexOf('\n', at) is var found && found < 0 ? runbook.Text.Length : found;
        var line = 1 + runbook.Text.AsSpan(0, begin).Count('\n');
        if (end - begin > LongestExcerpt)
        {
            begin = Math.Max(begin, at - (LongestExcerpt / 2));
            end = Math.Min(end, begin + LongestExcerpt);
        }

        // A step ends where the next section begins.
        var step = runbook.Steps.LastOrDefault(step => step.Line <= line);
        var isBeyond = step is not null && runbook.Text.LastIndexOf("\n## ", at, StringComparison.Ordinal) is var section && section >= 0
            && 1 + runbook.Text.AsSpan(0, section + 1).Count('\n') > step.Line;
        return new RunbookHit(runbook, 2, isBeyond ? null : step?.Id, runbook.Text[begin..end].Trim(' ', '#', '-', '>', '`'));
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A runbook that was found.</summary>
/// <param name="Runbook">Which.</param>
/// <param name="Rank">How good: 0 by title or alert, 1 by a step's title, 2 in the text.</param>
/// <param name="Step">The step it was found in; null for none.</param>
/// <param name="Excerpt">The line it was found in; empty when the title says it.</param>
public sealed record RunbookHit(Runbook Runbook, int Rank, string? Step, string Excerpt);
