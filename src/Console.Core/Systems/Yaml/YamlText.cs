using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsConsole.Systems.Yaml;

/// <summary>Writes values so that YAML reads them back as they were, in the form that is easiest on a person's eyes.</summary>
internal static class YamlText
{
    private static readonly string[] OtherWords = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    /// <summary>A value on one line: plain where nothing can be mistaken, else in quotes.</summary>
    /// <param name="value">The value.</param>
    public static string Scalar(string value) => IsPlain(value) ? value
        : value.Any(IsOdd) ? Quoted(value)
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A text as a block of lines, or in quotes where a letter of it may not stand in one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">What stands before each line.</param>
    public static string Block(string text, string indent)
    {
        var lines = text.ReplaceLineEndings("\n").Trim().Split('\n');
        return lines.Any(line => line.Any(IsOdd))
            ? Quoted(text)
            : $"|\n{string.Join('\n', lines.Select(line => line.Length == 0 ? line : indent + line))}";
    }

    private static bool IsPlain(string value) => value.Length > 0
        && char.IsAsciiLetter(value[0])
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ':')
        && !value.EndsWith(':')
        && !OtherWords.Contains(value, StringComparer.OrdinalIgnoreCase);

    // What JSON can write, YAML's double quotes can read.
    private static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.Default)}\"";

    private static bool IsOdd(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(letter);
}
