using System.Globalization;
using System.Text;

namespace OpsConsole.Systems.Yaml;

/// <summary>Writes values so that YAML reads them back as they were, in the form that is easiest on a person's eyes.</summary>
internal static class YamlText
{
    private static readonly string[] OtherWords = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    /// <summary>A value on one line: plain where nothing can be mistaken, else in quotes.</summary>
    /// <param name="value">The value.</param>
    public static string Scalar(string value) => IsPlain(value) ? value
        : IsHard(value) ? Quoted(value)
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A text as a block of lines, or in quotes where a letter of it may not stand in one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">What stands before each line.</param>
    public static string Block(string text, string indent)
    {
        var lines = text.ReplaceLineEndings("\n").Trim().Split('\n');
        return lines.Any(IsHard)
            ? Quoted(text)
            : $"|\n{string.Join('\n', lines.Select(line => line.Length == 0 ? line : indent + line))}";
    }

    private static bool IsHard(string text) => text.Any(IsOdd) || text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);

    private static bool IsPlain(string value) => value.Length > 0
        && char.IsAsciiLetter(value[0])
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ':')
        && !value.EndsWith(':')
        && !OtherWords.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '"' or '\\' => $"\\{rune}",
                '\n' => "\\n",
                var other when IsOdd((char)other) && rune.IsBmp => string.Create(CultureInfo.InvariantCulture, $"\\u{other:x4}"),
                _ => rune.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    // Half a surrogate pair is read as U+FFFD, which any reader takes.
    private static bool IsOdd(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';
}
