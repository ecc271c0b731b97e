using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace OpsConsole.Runbooks;

/// <summary>Titles and anchors of headings.</summary>
internal static partial class Headings
{
    private const int Longest = 80;

    /// <summary>The title of a heading and its anchor: a given one (<c>{#holder}</c>), or one made of the title.</summary>
    /// <param name="heading">The heading.</param>
    public static (string Title, string Id) Of(HeadingBlock heading)
    {
        var title = RunbookReader.PlainText(heading.Inline);
        var opens = title.LastIndexOf("{#", StringComparison.Ordinal);
        return opens >= 0 && Given().Match(title[opens..]) is { Success: true } given ? (title[..opens].TrimEnd(), given.Groups[1].Value) : (title, Slug(title));
    }

    /// <summary>Lower case letters and digits with single dashes between.</summary>
    /// <param name="title">A title.</param>
    public static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var letter in title)
        {
            if (slug.Length == Longest)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && letter != '\'')
            {
                slug.Append('-');
            }
        }

        var made = slug.ToString().Trim('-');
        return made.Length == 0 ? "step" : made;
    }

    [GeneratedRegex(@"\A\{#([a-z0-9][a-z0-9-]{0,79})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Given();
}
