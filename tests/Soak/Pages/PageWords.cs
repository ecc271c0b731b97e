using System.Globalization;
using AngleSharp.Dom;

namespace OpsConsole.Soak.Pages;

/// <summary>What pages say, found where a person finds it.</summary>
internal static class PageWords
{
    /// <summary>A text without the line breaks of its source.</summary>
    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The banners on top of a page.</summary>
    public static IReadOnlyList<string> Banners(this IDocument page) => [.. page.QuerySelectorAll(".banners .banner").Select(Words)];

    /// <summary>Whether the mark beside a page's heading says that it is not live.</summary>
    public static bool IsHeadStale(this IDocument page) => page.QuerySelector("main .head .fresh.stale") is not null;

    /// <summary>Whether the page could not be drawn.</summary>
    public static bool MetAnError(this IDocument page) => page.QuerySelector("main h1")?.Words() is null or "This page met an error";

    /// <summary>The alerts that the board lists, by name: how many.</summary>
    public static SortedDictionary<string, int> Listed(this IDocument page)
    {
        var listed = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in page.QuerySelectorAll("[data-line]:not(.member)"))
        {
            var name = line.QuerySelector(".what a")!.Words();
            listed[name] = listed.GetValueOrDefault(name) + int.Parse(line.QuerySelector(".what .count")?.Words() ?? "1", CultureInfo.InvariantCulture);
        }

        return listed;
    }

    /// <summary>What the page of the sources says of one.</summary>
    /// <param name="page">The page.</param>
    /// <param name="source">Its kind and name.</param>
    public static string? SourceState(this IDocument page, string source) => page.QuerySelectorAll("table tbody tr")
        .FirstOrDefault(row => row.QuerySelector("th b")?.Words() == source)?.QuerySelector("td")?.Words();

    /// <summary>Who leads, by a system's page; null when nobody does or nobody knows.</summary>
    public static string? Leader(this IDocument page) => page.QuerySelector("section[aria-labelledby=leader] > header > b > code")?.Words();

    /// <summary>Whether a system's page says that two lead.</summary>
    public static bool HasTwoLeaders(this IDocument page) => page.Leadership() == "Two leaders";

    /// <summary>Whether a system's page says that nobody leads, which is more than that nobody knows.</summary>
    public static bool HasNoLeader(this IDocument page) => page.Leadership() == "Nobody";

    private static string? Leadership(this IDocument page) => page.QuerySelector("section[aria-labelledby=leader] > header > b")?.Words();

    /// <summary>The systems about which the overview says that nothing needs anybody.</summary>
    public static IReadOnlyList<string> Fine(this IDocument page) =>
        [.. page.QuerySelectorAll("section[aria-labelledby=fine] li > a").Select(link => link.GetAttribute("href")!["systems/".Length..])];
}
