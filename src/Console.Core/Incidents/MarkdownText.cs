using System.Text;

namespace OpsConsole.Incidents;

/// <summary>Writes text that came from anywhere into Markdown, so that it reads as it was written: no link, no image, no HTML, no heading comes of it.</summary>
internal static class MarkdownText
{
    private const string Meaning = @"\`*_[]<>&|~$";

    /// <summary>A text within a line.</summary>
    public static string Line(string text)
    {
        var written = new StringBuilder(text.Length + 16);
        var line = IncidentLimits.Line(text);
        for (var place = 0; place < line.Length; place++)
        {
            var letter = line[place];
            _ = letter switch
            {
                '<' => written.Append("&lt;"),
                '>' => written.Append("&gt;"),
                '&' => written.Append("&amp;"),
                _ when Meaning.Contains(letter, StringComparison.Ordinal) => written.Append('\\').Append(letter),

                // Bare addresses and mentions become links by themselves in some readers.
                '@' => written.Append("&#64;"),
                ':' when line.AsSpan(place + 1).StartsWith("//") => written.Append("&#58;"),
                '.' when line.AsSpan(0, place).EndsWith("www", StringComparison.OrdinalIgnoreCase) => written.Append("&#46;"),
                _ => written.Append(letter),
            };
        }

        return Begin(written.ToString());
    }

    /// <summary>A text of several lines: lists that begin with a dash stay lists, everything else is plain.</summary>
    public static string Block(string text)
    {
        var lines = IncidentLimits.Words(text).Split('\n').Select(line => line.TrimEnd());
        return string.Join('\n', lines.Select(line => IsItem(line) ? $"- {Line(line.TrimStart()[2..])}" : Line(line)));
    }

    private static bool IsItem(string line) => line.TrimStart() is ['-' or '*', ' ', ..];

    /// <summary>What makes a line something else at its begin: a heading, a list, a rule, a number with a dot.</summary>
    private static string Begin(string line)
    {
        if (line is ['#' or '-' or '+' or '=', ..])
        {
            return $"\\{line}";
        }

        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < line.Length && line[digits] is '.' or ')' ? line.Insert(digits, "\\") : line;
    }
}
