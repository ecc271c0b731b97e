using System.Globalization;
using System.Net;
using System.Text;
using OpsConsole.Runbooks;

namespace OpsConsole.Incidents;

/// <summary>Shows a section's text as its Markdown will look: by the renderer of the runbooks, which lets nothing alive through.</summary>
public static class ReviewHtml
{
    // The renderer refuses longer pieces without an empty line, and a timeline has none; escaped, a letter has up to five.
    private const int LongestPiece = 1_500;

    /// <summary>HTML that can't do anything: paragraphs and lists of what people wrote.</summary>
    /// <param name="text">The text: untrusted.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (html, piece) = (new StringBuilder(), new StringBuilder());
        foreach (var line in IncidentLimits.Words(text).Split('\n'))
        {
            if (piece.Length > 0 && piece.Length + line.Length > LongestPiece)
            {
                html.Append(Piece(piece.ToString()));
                piece.Clear();
            }

            piece.Append(line).Append('\n');
        }

        return html.Append(Piece(piece.ToString())).ToString();
    }

    private static string Piece(string text)
    {
        // Places to fill are the runbooks' own: here two braces are two braces.
        var read = RunbookText.Of(MarkdownText.Block(text).Replace("{", "&#123;", StringComparison.Ordinal));
        if (read.Problem is not null)
        {
            return $"<p>{WebUtility.HtmlEncode(text.Trim())}</p>";
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var html = new SafeHtml(writer, RunbookScene.Nothing, string.Empty, string.Empty);
        foreach (var block in read.Document)
        {
            html.Render(block);
        }

        return html.Take();
    }
}
