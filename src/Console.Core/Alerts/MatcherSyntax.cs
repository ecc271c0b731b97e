using System.Diagnostics.CodeAnalysis;
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

    public static bool IsLabelName(string name) => LabelName().IsMatch(name);

    public static string Quote(string value)
    {
        var text = new StringBuilder("\"", value.Length + 2);
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(letter),
            };
        }

        return text.Append('"').ToString();
    }

    public static Result<Matcher> Create(string label, MatchKind kind, string value, Func<ValuePattern?, Matcher> make)
    {
        if (!IsLabelName(label))
        {
            return new Problem("label", NoLabelName(label));
        }

        return kind is MatchKind.Equal or MatchKind.NotEqual
            ? make(null)
            : ValuePattern.Create(value).Match<Result<Matcher>>(pattern => make(pattern), problems => problems);
    }

    public static Result<Matcher> Parse(string text)
    {
        var at = text.AsSpan().IndexOfAny('=', '!');
        if (at < 0 || text.AsSpan(0, at).IsWhiteSpace())
        {
            return At(0, "a matcher begins with a label's name and an operator: label=\"value\", with =, !=, =~ or !~");
        }

        if (!TryReadOperator(text, at, out var kind))
        {
            return At(at, "after ! comes = or ~: label!=\"value\" or label!~\"value\"");
        }

        var label = text[..at].Trim();
        if (!IsLabelName(label))
        {
            return At(0, NoLabelName(label));
        }

        var begin = at + Operator(kind).Length;
        var rest = text.AsSpan(begin);
        var raw = rest.Trim();
        var column = begin + rest.Length - rest.TrimStart().Length;
        if (!TryUnquote(raw, out var value, out var wrongAt, out var wrong))
        {
            return At(column + wrongAt, wrong);
        }

        var made = Matcher.Create(label, kind, value);
        return made.IsOk ? made : At(column, made.Problems[0].What);
    }

    /// <summary>A problem at an offset; people count columns from 1.</summary>
    public static Problem At(int offset, string what) => new($"column {offset + 1}", what);

    /// <summary>Reads the operator that begins at an offset.</summary>
    public static bool TryReadOperator(string text, int at, out MatchKind kind)
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        kind = (text[at], next) switch
        {
            ('=', '~') => MatchKind.Regex,
            ('!', '~') => MatchKind.NotRegex,
            ('!', '=') => MatchKind.NotEqual,
            _ => MatchKind.Equal,
        };
        return text[at] == '=' || kind != MatchKind.Equal;
    }

    /// <summary>The value inside quotes, or the text itself when it has none. Escapes count in both, as in Alertmanager.</summary>
    public static bool TryUnquote(ReadOnlySpan<char> raw, [NotNullWhen(true)] out string? value, out int wrongAt, out string wrong)
    {
        (value, wrongAt, wrong) = (null, 0, "the quote is not closed: the value ends with \"");
        var quoted = raw.StartsWith('"');
        var end = quoted ? ClosingQuote(raw, 1) : raw.Length;
        if (end < 0)
        {
            return false;
        }

        if (quoted && end < raw.Length - 1)
        {
            (wrongAt, wrong) = (end + 1, "nothing may follow the closing quote; a quote inside the value is written \\\"");
            return false;
        }

        if (!quoted && ClosingQuote(raw, 0) is >= 0 and var stray)
        {
            (wrongAt, wrong) = (stray, "a quote stands inside a value without quotes: put the whole value in quotes, and write \\\" inside");
            return false;
        }

        value = Unescape(quoted ? raw[1..end] : raw);
        return true;
    }

    /// <summary>The offset of the next quote without a backslash before it; -1 when there is none.</summary>
    public static int ClosingQuote(ReadOnlySpan<char> text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    // An unknown escape stays as it is written, and so does a backslash at the end: regular expressions are full of them.
    public static string Unescape(ReadOnlySpan<char> raw)
    {
        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length)
            {
                i++;
                _ = raw[i] switch
                {
                    'n' => value.Append('\n'),
                    '"' or '\\' => value.Append(raw[i]),
                    _ => value.Append('\\').Append(raw[i]),
                };
            }
            else
            {
                value.Append(raw[i]);
            }
        }

        return value.ToString();
    }

    private static string NoLabelName(string label) => $"'{label}' is no label name: letters, digits and _, not beginning with a digit";

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelName();
}
