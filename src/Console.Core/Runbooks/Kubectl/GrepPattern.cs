using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>How grep reads what it searches for.</summary>
internal enum GrepForm
{
    Basic,
    Extended,
    Fixed,
}

/// <summary>
/// What grep searches for, as an expression of .NET that means the same and is matched in one go over the line: whoever writes a label or a log line must not be
/// able to hold the console up. What fills a template is searched for letter by letter.
/// </summary>
internal sealed class GrepPattern
{
    private const int Longest = 500;

    // Nested counts multiply, and each makes the pattern as much larger.
    private const int MostRepeats = 1_000;

    private readonly StringBuilder net = new();
    private readonly bool isExtended;
    private int repeats = 1;
    private bool atStart = true;

    private GrepPattern(bool isExtended) => this.isExtended = isExtended;

    /// <summary>Reads a pattern.</summary>
    /// <param name="argument">The pattern.</param>
    /// <param name="form">How it is read.</param>
    /// <param name="ignoreCase">Whether upper and lower case are alike.</param>
    public static Result<Regex> Of(Argument argument, GrepForm form, bool ignoreCase)
    {
        var pattern = new GrepPattern(form is GrepForm.Extended);
        foreach (var part in argument.Parts)
        {
            var why = part.Place is not null || form is GrepForm.Fixed ? pattern.Literal(part.Text) : pattern.Read(part.Text);
            if (why is not null || pattern.net.Length > 6 * Longest)
            {
                return Refusal.Because($"grep's pattern {why ?? "is too long"}");
            }
        }

        try
        {
            return new Regex(pattern.net.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Refusal.Because("grep's pattern is none that is understood here");
        }
    }

    // By its code, so that nothing around it can join with it.
    private string? Literal(string text)
    {
        foreach (var letter in text)
        {
            net.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
        }

        atStart = false;
        return null;
    }

    private string? Read(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var why = text[at] switch
            {
                '[' => Bracket(text, ref at),
                '\\' => Escaped(text, ref at),
                '*' when atStart => Literal("*"),
                '{' when isExtended && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) => Interval(text, ref at, "}"),
                '^' when isExtended || atStart => Keep("^", atStart),
                '$' when isExtended || at == text.Length - 1 || text.AsSpan(at + 1).StartsWith("\\|") => Keep("$", false),
                '.' or '*' => Keep(text[at].ToString(), false),
                '(' or '|' when isExtended => Keep(text[at].ToString(), true),
                '?' or '+' or '|' or '(' or ')' when isExtended => atStart && text[at] is '?' or '+' ? "begins with a repeat" : Keep(text[at].ToString(), false),
                var letter => Literal(letter.ToString()),
            };
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    private string? Keep(string operation, bool start)
    {
        net.Append(operation);
        atStart = start;
        return null;
    }

    private string? Escaped(string text, ref int at)
    {
        if (++at == text.Length)
        {
            return "ends in a backslash";
        }

        switch (text[at])
        {
            case 'w' or 'W' or 's' or 'S' or 'b' or 'B':
                return Keep($"\\{text[at]}", false);
            case '<' or '>':
                return Keep("\\b", false);
            case '(' or '|' when !isExtended:
                return Keep(text[at].ToString(), true);
            case ')' or '?' or '+' when !isExtended:
                return Keep(text[at].ToString(), false);
            case '{' when !isExtended:
                return Interval(text, ref at, "\\}");
            case var letter when char.IsAsciiLetterOrDigit(letter):
                return $"has \\{letter}, which is not read here";
            default:
                return Literal(text[at].ToString());
        }
    }

    private string? Interval(string text, ref int at, string close)
    {
        var end = text.IndexOf(close, at, StringComparison.Ordinal);
        var inner = end < 0 ? string.Empty : text[(at + 1)..end];
        var bounds = inner.Split(',');
        if (bounds.Length > 2 || bounds.Any(bound => bound.Length > 3 || !bound.All(char.IsAsciiDigit)) || bounds.All(bound => bound.Length == 0))
        {
            return "has a repeat that is not read here";
        }

        repeats *= Math.Max(1, bounds.Max(bound => bound.Length == 0 ? 1 : int.Parse(bound, CultureInfo.InvariantCulture)));
        at = end + close.Length - 1;
        return repeats > MostRepeats ? "repeats too much" : Keep($"{{{(bounds[0].Length == 0 ? "0" : bounds[0])}{inner[bounds[0].Length..]}}}", false);
    }

    // [^]a-z[:digit:]\] in POSIX: a bracket first is a letter, a backslash is one, too.
    private string? Bracket(string text, ref int at)
    {
        var set = new StringBuilder("[");
        var next = at + 1;
        if (next < text.Length && text[next] == '^')
        {
            set.Append('^');
            next++;
        }

        for (var first = true; next < text.Length; next++, first = false)
        {
            if (text[next] == ']' && !first)
            {
                at = next;
                return Keep(set.Append(']').ToString(), false);
            }

            if (text[next] == '[' && next + 1 < text.Length && text[next + 1] is ':' or '.' or '=')
            {
                var end = text.IndexOf(":]", next, StringComparison.Ordinal);
                if (end < 0 || Class(text[(next + 2)..end]) is not { } letters)
                {
                    return "has a class of letters that is not read here";
                }

                set.Append(letters);
                next = end + 1;
                continue;
            }

            // A dash stays one: between two letters it spans them, as it does in POSIX.
            var isRange = text[next] == '-' && !first && next + 1 < text.Length && text[next + 1] != ']';
            set.Append(isRange ? "-" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[next]:X4}"));
        }

        return "has a [ that is never closed";
    }

    private static string? Class(string name) => name switch
    {
        "alpha" => "a-zA-Z",
        "digit" => "0-9",
        "alnum" => "a-zA-Z0-9",
        "upper" => "A-Z",
        "lower" => "a-z",
        "space" => "\\s",
        "blank" => " \\t",
        "punct" => "!-/:-@\\[-`{-~",
        "xdigit" => "0-9A-Fa-f",
        _ => null,
    };
}
