using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsConsole.Runbooks.Kubectl;

namespace OpsConsole.Runbooks;

/// <summary>
/// Fills the templates of a PromQL expression. Within quotes a value is written so that it stays within them, whatever it is; elsewhere it may be no more than a
/// number, a duration or an identifier.
/// </summary>
internal sealed partial class PromqlFilling
{
    private const int LongestValue = 1_000;
    private readonly RunbookScene scene;
    private readonly StringBuilder filled = new();
    private char quote;
    private bool isPattern;
    private bool isEscaped;
    private bool inComment;

    private PromqlFilling(RunbookScene scene) => this.scene = scene;

    /// <summary>Fills an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="scene">The values.</param>
    /// <returns>The expression, or why it is not asked.</returns>
    public static Result<string> Fill(string expression, RunbookScene scene)
    {
        var filling = new PromqlFilling(scene);
        foreach (var part in Template.Parts(expression))
        {
            if (!part.IsName)
            {
                filling.Pass(part.Text);
            }
            else if (filling.Put(part.Text) is { } problem)
            {
                return problem;
            }
        }

        return filling.filled.ToString();
    }

    private void Pass(string text)
    {
        foreach (var letter in text)
        {
            if (inComment)
            {
                inComment = letter is not ('\n' or '\r');
            }
            else if (quote != '\0')
            {
                InQuotes(letter);
            }
            else if (letter is '"' or '\'' or '`')
            {
                quote = letter;
                isPattern = EndsInRegexOperator();
            }
            else
            {
                inComment = letter == '#';
            }

            filled.Append(letter);
        }
    }

    private void InQuotes(char letter)
    {
        if (isEscaped || (letter == '\\' && quote != '`'))
        {
            isEscaped = !isEscaped;
        }
        else if (letter == quote)
        {
            quote = '\0';
        }
    }

    private bool EndsInRegexOperator()
    {
        var at = filled.Length - 1;
        while (at >= 0 && char.IsWhiteSpace(filled[at]))
        {
            at--;
        }

        return at > 0 && filled[at] == '~' && filled[at - 1] is '=' or '!';
    }

    private Problem? Put(string place)
    {
        if (!scene.Values.TryGetValue(place, out var value))
        {
            return FilledLine.Missing(place, scene);
        }

        if (value.Length > LongestValue || inComment || isEscaped)
        {
            return Refusal.OfPlace(place, value.Length > LongestValue ? "is too long to be asked for" : inComment ? "stands in a comment" : "follows on a backslash");
        }

        if (quote == '\0')
        {
            filled.Append(value);
            return PlainValue().IsMatch(value) ? null
                : Refusal.OfPlace(place, $"is '{FilledLine.Shown(value)}' here, and outside quotes only a number, a duration or an identifier may stand");
        }

        // What is searched for is the value itself, and not what its letters would mean in a pattern.
        var meant = isPattern ? Regexp(value) : value;
        if (quote == '`' && meant.AsSpan().IndexOfAny('`', '\r') >= 0)
        {
            return Refusal.OfPlace(place, "holds what can't stand between backticks; use double quotes");
        }

        filled.Append(quote == '`' ? meant : Escaped(meant));
        return null;
    }

    private string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                var letter when letter == quote => $"\\{quote}",
                _ => rune.ToString(),
            });
        }

        return text.ToString();
    }

    private static string Regexp(string value) => Special().Replace(value, "\\$0");

    [GeneratedRegex(@"\A(?:[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|(?:[0-9]+(?:ms|[smhdwy]))+|[-+]?[a-zA-Z_:][a-zA-Z0-9_:]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"[\\.+*?()|\[\]{}^$]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();
}
