using System.Globalization;
using System.Text;

namespace OpsConsole.Incidents;

/// <summary>
/// Untrusted text made fit to be carried: no control characters, nothing that is not seen or turns the direction of writing, no half characters, not too long.
/// </summary>
internal static class PageText
{
    private const string More = "…";
    private const int Joiner = 0x200D;

    /// <summary>One line: every break becomes a space.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 characters, at least 2.</param>
    public static string Line(string text, int most) =>
        Cut(string.Join(' ', Clean(text, most).Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)), most);

    /// <summary>Lines, parted by a line feed, without blank ones around.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 characters, at least 2.</param>
    public static string Lines(string text, int most) =>
        Cut(string.Join('\n', Clean(text, most).Split('\n').Select(line => line.TrimEnd())).Trim(), most);

    // A text of megabytes is not gone through to its end for the sake of a line.
    private static string Clean(string text, int most)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value is '\n' or 0x2028 or 0x2029 or 0x0B or 0x0C ? clean.Append('\n')
                : rune.Value == '\t' ? clean.Append('\t')
                : rune.Value == Joiner ? clean.Append(rune.ToString())
                : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse ? clean
                : clean.Append(rune.ToString());
            if (clean.Length > 4 * most)
            {
                break;
            }
        }

        return clean.ToString();
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = most - More.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + More;
    }
}
