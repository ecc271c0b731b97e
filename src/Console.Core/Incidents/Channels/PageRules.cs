using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>What a page must be so that every channel can carry it.</summary>
internal static class PageRules
{
    /// <summary>All that is wrong with a page; empty when nothing is.</summary>
    /// <param name="page">The page.</param>
    public static ImmutableArray<Problem> Problems(Page page) => Problem.All(
        Problem.When(!IsToken(page.DedupKey, Page.LongestKey), nameof(page.DedupKey), $"must be 1 to {Page.LongestKey} printable ASCII characters without spaces"),
        Problem.When(
            !IsToken(page.Step, Page.LongestStep) || page.Step.Contains('/', StringComparison.Ordinal), nameof(page.Step),
            $"must be 1 to {Page.LongestStep} printable ASCII characters without spaces and slashes"),
        Problem.When(string.IsNullOrWhiteSpace(page.Title), nameof(page.Title), "is missing: say in one line what is wrong"),
        Problem.When(
            page.Link is { } link && !(link.IsAbsoluteUri && link.Scheme is "http" or "https"), nameof(page.Link), "must be a whole http or https address, or nothing"));

    private static bool IsToken(string text, int longest) => text.Length >= 1 && text.Length <= longest && text.All(letter => letter is > ' ' and <= '~');
}
