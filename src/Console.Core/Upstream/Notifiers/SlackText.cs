using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>
/// Untrusted text for a chat: nothing of it is markup, nobody is called by it. Slack expands what stands between angle brackets, so these are escaped; services
/// that take the same form expand <c>@name</c> and <c>[text](address)</c>, too, so these are parted by a space of no width.
/// </summary>
internal static partial class SlackText
{
    /// <summary>What parts a mention: it is not seen.</summary>
    public const char Apart = '\u200B';

    private const char More = '…';

    /// <summary>Escaped, and not longer than it may be.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <param name="most">The most UTF-16 characters of what comes out, at least 10.</param>
    public static string Escape(string text, int most)
    {
        var escaped = new StringBuilder();
        foreach (var rune in Mention().Replace(text, match => match.Value[..1] + Apart + match.Value[1..]).EnumerateRunes())
        {
            var piece = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => rune.ToString() };
            if (escaped.Length + piece.Length > most - 1)
            {
                return escaped.Append(More).ToString();
            }

            escaped.Append(piece);
        }

        return escaped.ToString();
    }

    /// <summary>An address of ours as a link.</summary>
    /// <param name="address">The address.</param>
    /// <param name="words">What is shown: our own words.</param>
    public static string Link(Uri address, string words) =>
        $"<{address.AbsoluteUri.Replace("&", "&amp;", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)}|{words}>";

    // An at sign after a letter or a digit is in a mail address, and stays there.
    [GeneratedRegex(@"(?<![\p{L}\p{N}])@(?=[\p{L}\p{N}_])|\](?=\()", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
