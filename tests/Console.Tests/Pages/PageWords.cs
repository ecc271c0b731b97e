using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace OpsConsole.Tests.Pages;

/// <summary>What a person reads of an element.</summary>
internal static partial class PageWords
{
    /// <summary>Its text with every run of blanks as one.</summary>
    public static string Words(this IElement element) => Blanks().Replace(element.TextContent, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
