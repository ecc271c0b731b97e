using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Workloads;

/// <summary>What of a log line is shown.</summary>
public static partial class LogText
{
    /// <summary>
    /// The line without terminal colours, with other control characters and those that turn the reading direction made visible: a log is
    /// written by whoever can reach the program, and must not be able to forge what is read.
    /// </summary>
    /// <param name="line">The line as the cluster gave it.</param>
    public static string Harmless(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var plain = line.Contains('\u001b', StringComparison.Ordinal) ? Colours().Replace(line, string.Empty) : line;
        return plain.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Visible(plain) : plain;
    }

    private static string Visible(string line)
    {
        var text = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            text.Append(letter switch
            {
                '\t' => letter,
                < ' ' => (char)(0x2400 + letter),
                '\u007f' => '\u2421',
                (>= '\u0080' and < '\u00a0') or (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff' => '\ufffd',
                _ => letter,
            });
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\u001b\[[0-9;:?]*[ -/]*[@-~]", RegexOptions.CultureInvariant)]
    private static partial Regex Colours();
}
