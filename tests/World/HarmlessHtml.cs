using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace OpsConsole.World;

/// <summary>
/// Says what of a piece of HTML could do something in a browser. A list of what is allowed: whatever nobody thought of is refused, too.
/// </summary>
internal static class HarmlessHtml
{
    private static readonly HtmlParser Parser = new();

    // What Markdown becomes, and which attributes it has beside those of every element.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["p"] = [],
        ["br"] = [],
        ["hr"] = [],
        ["em"] = [],
        ["strong"] = [],
        ["b"] = [],
        ["del"] = [],
        ["blockquote"] = [],
        ["pre"] = ["tabindex"],
        ["code"] = [],
        ["h3"] = ["id"],
        ["h4"] = ["id"],
        ["h5"] = ["id"],
        ["h6"] = ["id"],
        ["ul"] = [],
        ["ol"] = ["start"],
        ["li"] = [],
        ["table"] = [],
        ["thead"] = [],
        ["tbody"] = [],
        ["tr"] = [],
        ["th"] = ["style"],
        ["td"] = ["style"],
        ["colgroup"] = [],
        ["col"] = [],
        ["a"] = ["href", "rel", "target"],
        ["img"] = ["src", "alt", "loading"],
        ["span"] = ["role", "aria-label"],
        ["figure"] = [],
        ["header"] = [],
        ["aside"] = ["data-note"],
        ["button"] = ["type", "data-copy"],
    };

    private static readonly string[] AllowedEverywhere = ["class", "title"];
    private static readonly string[] Aligned = ["text-align: left;", "text-align: center;", "text-align: right;"];

    /// <summary>What it holds that is not allowed; nothing when it can do no harm.</summary>
    /// <param name="html">As it would be put into a page's body.</param>
    /// <param name="here">The address of the page, where anchors lead.</param>
    public static IReadOnlyList<string> Wrongs(string html, string here)
    {
        var elements = Parser.ParseDocument($"<!doctype html><body>{html}</body>").All;
        return
        [
            .. elements.Where(element => element.LocalName is not ("html" or "head" or "body") || element.Attributes.Length > 0)
                .SelectMany(element => Wrongs(element, here)).Distinct(),
        ];
    }

    private static IEnumerable<string> Wrongs(IElement element, string here)
    {
        if (element.NamespaceUri != "http://www.w3.org/1999/xhtml" || !Allowed.TryGetValue(element.LocalName, out var its))
        {
            yield return $"the element {element.LocalName}";
            yield break;
        }

        foreach (var attribute in element.Attributes)
        {
            if (!its.Contains(attribute.Name) && !AllowedEverywhere.Contains(attribute.Name))
            {
                yield return $"the attribute {attribute.Name} of {element.LocalName}";
            }
            else if (!IsGood(attribute, here))
            {
                yield return $"{element.LocalName} {attribute.Name}=\"{attribute.Value}\"";
            }
        }
    }

    private static bool IsGood(IAttr attribute, string here) => attribute.Name switch
    {
        "href" => LeadsWhereItMay(attribute.Value, here),
        "src" => attribute.Value.StartsWith("runbook-files/", StringComparison.Ordinal)
            && attribute.Value.Split('/').Length == 3 && attribute.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./%".Contains(letter)) && !attribute.Value.Contains("..", StringComparison.Ordinal),
        "style" => Aligned.Contains(attribute.Value),
        "target" => attribute.Value == "_blank",
        "rel" => attribute.Value == "noopener noreferrer",
        "type" => attribute.Value == "button",
        "role" => attribute.Value == "img",
        "aria-label" => attribute.Value is "Done" or "To do",
        "id" => attribute.Value.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'),
        "class" => attribute.Value.All(letter => char.IsAsciiLetterLower(letter) || letter is '-' or ' '),
        _ => true,
    };

    private static bool LeadsWhereItMay(string address, string here)
    {
        // A browser leaves out tabs and ends of lines, and takes backslashes for slashes.
        if (address.Any(letter => char.IsControl(letter) || letter is '\\' or ' '))
        {
            return false;
        }

        if (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }

        var relative = address.StartsWith($"{here}#", StringComparison.Ordinal) ? address[(here.Length + 1)..]
            : address.StartsWith("runbooks/", StringComparison.Ordinal) ? address["runbooks/".Length..].Replace("/", string.Empty, StringComparison.Ordinal).Replace("#", string.Empty, StringComparison.Ordinal)
            : null;
        return relative is { Length: > 0 } && relative.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }
}
