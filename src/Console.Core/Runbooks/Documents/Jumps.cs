using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OpsConsole.Runbooks;

/// <summary>Finds jump rules: <c>If the holder is no living pod, go to [Delete the lease](#delete).</c></summary>
internal static partial class Jumps
{
    private const int Longest = 400;

    /// <summary>The rule that a list item's line states; null when it states none.</summary>
    /// <param name="line">The line.</param>
    public static RunbookJump? Of(ContainerInline line)
    {
        var links = line.Descendants<LinkInline>().Where(link => !link.IsImage).ToList();
        if (links is not [{ Url: ['#', ..] url }])
        {
            return null;
        }

        // Single spaces, and no more of it than a rule takes: the pattern looks for its end from each of its places.
        var words = string.Join(' ', RunbookReader.PlainText(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Rule().Match(words.Length <= Longest ? words : words[..Longest]) is { Success: true } rule ? new RunbookJump(rule.Groups[1].Value, url[1..]) : null;
    }

    [GeneratedRegex("^If (.{1,300}?)[,:]? (?:then )?go (?:back |on )?to ", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
