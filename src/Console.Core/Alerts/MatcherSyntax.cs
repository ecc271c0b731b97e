using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Alerts;

/// <summary>How matchers are written and read: Alertmanager's syntax, anchored like Alertmanager anchors.</summary>
internal static partial class MatcherSyntax
{
    public static string Operator(MatchKind kind) => kind switch
    {
        MatchKind.Equal => "=",
        MatchKind.NotEqual => "!=",
        MatchKind.Regex => "=~",
        _ => "!~",
    };

    public static string Quote(string value)
    {
        var text = new StringBuilder("\"", value.Length + 2);
        foreach (var letter in value)
        {
            text.Append(letter switch { '\\' => "\\\\", '"' => "\\\"", '\n' => "\\n", _ => letter.ToString() });
        }

        return text.Append('"').ToString();
    }

    public static Result<Matcher> Create(string label, MatchKind kind, string value, Func<Regex?, Matcher> make)
    {
        if (!LabelName().IsMatch(label))
        {
            return new Problem("label", $"'{label}' is no label name: letters, digits and _, not beginning with a digit");
        }

        if (kind is MatchKind.Equal or MatchKind.NotEqual)
        {
            return make(null);
        }

        try
        {
            // NonBacktracking: linear time whatever a person (or an attacker) writes, and no look-arounds, like RE2.
            return make(new Regex($@"\A(?:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return new Problem("value", $"'{value}' is no regular expression: {e.Message}");
        }
    }

    public static Result<Matcher> Parse(string text)
    {
        var written = text.Trim();
        var at = written.AsSpan().IndexOfAny('=', '!');
        if (at <= 0 || at + 1 >= written.Length + 1)
        {
            return new Problem(text, "a matcher is written label=\"value\", with =, !=, =~ or !~");
        }

        var two = written.AsSpan(at, Math.Min(2, written.Length - at));
        MatchKind? kind = two switch
        {
            "=~" => MatchKind.Regex,
            "!~" => MatchKind.NotRegex,
            "!=" => MatchKind.NotEqual,
            _ => two[0] == '=' ? MatchKind.Equal : null,
        };
        if (kind is not { } known)
        {
            return new Problem(text, "after the label comes =, !=, =~ or !~");
        }

        var rest = written[(at + Operator(known).Length)..].Trim();
        return Unquote(rest) is { } value
            ? Matcher.Create(written[..at].Trim(), known, value)
            : new Problem(text, "the value's quotes are not closed, or something stands behind them");
    }

    /// <summary>The value inside quotes, or the text itself when it has none; null when the quotes are wrong.</summary>
    private static string? Unquote(string text)
    {
        if (!text.StartsWith('"'))
        {
            return text.Contains('"', StringComparison.Ordinal) ? null : text;
        }

        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    return i == text.Length - 1 ? value.ToString() : null;
                case '\\' when i + 1 < text.Length:
                    i++;
                    // An unknown escape stays as written, as in Alertmanager: regular expressions are full of them.
                    value.Append(text[i] switch { 'n' => "\n", '"' => "\"", '\\' => "\\", var other => $"\\{other}" });
                    break;
                default:
                    value.Append(text[i]);
                    break;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelName();
}
