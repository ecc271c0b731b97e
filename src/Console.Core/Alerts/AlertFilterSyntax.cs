using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>Reads a filter term by term; the first mistake ends it, with its column.</summary>
internal sealed class AlertFilterSyntax
{
    private const int MostCharacters = 2_000;
    private const string Separators = " \t\r\n,";

    private readonly string text;
    private readonly ImmutableArray<AlertFilterTerm>.Builder terms = ImmutableArray.CreateBuilder<AlertFilterTerm>();
    private int at;
    private Problem? problem;

    private AlertFilterSyntax(string text) => this.text = text;

    public static Result<ImmutableArray<AlertFilterTerm>> Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return MatcherSyntax.At(MostCharacters, $"a filter may have at most {MostCharacters} characters; this one has {text.Length}");
        }

        var reading = new AlertFilterSyntax(text);
        while (reading.problem is null && reading.SkipTo(Separators))
        {
            reading.ReadTerm();
        }

        return reading.problem is { } problem ? problem : reading.terms.ToImmutable();
    }

    private static bool IsOperator(char letter) => letter is '=' or '!' or '<' or '>';

    private static bool Ends(char letter) => Separators.Contains(letter, StringComparison.Ordinal);

    private bool SkipTo(string separators)
    {
        while (at < text.Length && separators.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at < text.Length;
    }

    private void ReadTerm()
    {
        var begin = at;
        var unwanted = text[at] == '-';
        at += unwanted ? 1 : 0;
        if (at < text.Length && text[at] == '"')
        {
            if (TryQuoted(out var quoted))
            {
                AddText(begin, quoted, unwanted);
            }

            return;
        }

        var word = Word(letter => Ends(letter) || IsOperator(letter) || letter == '"');
        if (at < text.Length && text[at] == '"')
        {
            problem = MatcherSyntax.At(at, "a quote stands inside a word: put a blank before it, or the whole text in quotes");
            return;
        }

        var behind = at;
        if (!SkipTo(" \t") || !IsOperator(text[at]))
        {
            at = behind;
            AddText(begin, word, unwanted);
        }
        else if (unwanted)
        {
            problem = MatcherSyntax.At(begin, "- goes before text only; for a label write label!=\"value\" or label!~\"value\"");
        }
        else
        {
            ReadCondition(begin, word);
        }
    }

    private void AddText(int begin, string sought, bool unwanted)
    {
        if (sought.Length == 0)
        {
            problem = MatcherSyntax.At(begin, unwanted ? "after - comes the text that must not occur" : "there is no text between the quotes");
            return;
        }

        var needsQuotes = sought[0] == '-' || sought.Contains('"', StringComparison.Ordinal)
            || sought.Any(letter => Ends(letter) || IsOperator(letter));
        terms.Add(new TextTerm($"{(unwanted ? "-" : "")}{(needsQuotes ? MatcherSyntax.Quote(sought) : sought)}", sought, unwanted));
    }

    private void ReadCondition(int begin, string name)
    {
        if (name.Length == 0)
        {
            problem = MatcherSyntax.At(begin, $"before {text[at]} comes a label's name; to look for the text itself put it in quotes");
        }
        else if (name == "age")
        {
            ReadAge();
        }
        else if (text[at] is '<' or '>')
        {
            problem = MatcherSyntax.At(at, "only age is compared with < and >, as in age>10m; to look for the text itself put it in quotes");
        }
        else if (!MatcherSyntax.TryReadOperator(text, at, out var kind))
        {
            problem = MatcherSyntax.At(at, "after ! comes = or ~; to look for the text itself put it in quotes");
        }
        else if (!MatcherSyntax.IsLabelName(name))
        {
            problem = MatcherSyntax.At(begin,
                $"'{name}' is no label name (letters, digits and _, not beginning with a digit); to look for the text itself put it in quotes");
        }
        else
        {
            at += MatcherSyntax.Operator(kind).Length;
            ReadMatcher(name, kind);
        }
    }

    private void ReadMatcher(string name, MatchKind kind)
    {
        SkipTo(" \t");
        var begin = at;
        if (!TryValue(out var value))
        {
            return;
        }

        var made = Matcher.Create(name, kind, value);
        if (!made.IsOk)
        {
            problem = MatcherSyntax.At(begin, made.Problems[0].What);
        }
        else if (name != "state")
        {
            terms.Add(new LabelTerm(made.Value));
        }
        else if (StateTerm.Of(made.Value) is { } state)
        {
            terms.Add(state);
        }
        else
        {
            problem = MatcherSyntax.At(begin, $"'{value}' separates no states; a state is firing, pending, silenced, inhibited or acknowledged");
        }
    }

    private void ReadAge()
    {
        var sign = at;
        at += at + 1 < text.Length && text[at + 1] == '=' ? 2 : 1;
        var comparison = text[sign..at];
        if (comparison[0] is not ('<' or '>'))
        {
            problem = MatcherSyntax.At(sign, "an age is compared with >, >=, < or <=, as in age>10m");
            return;
        }

        SkipTo(" \t");
        var begin = at;
        var written = Word(Ends);
        if (PromDuration.TryParse(written, out var age))
        {
            terms.Add(new AgeTerm(comparison, written, age));
        }
        else
        {
            problem = MatcherSyntax.At(begin, $"'{written}' is no duration: write 90s, 10m, 1h30m, 2d or 1w");
        }
    }

    private bool TryValue(out string value)
    {
        value = string.Empty;
        var begin = at;
        if (at < text.Length && text[at] == '"')
        {
            return TryQuoted(out value);
        }

        var raw = Word(Ends);
        if (raw.Length == 0 || raw.AsSpan().IndexOfAny('"', '{') is var odd && (odd >= 0 || IsOperator(raw[0]) || raw[0] == '~'))
        {
            problem = MatcherSyntax.At(begin, raw.Length == 0
                ? "a value is missing; a label that is absent is written label=\"\""
                : "a value that begins with an operator, or has \" or { in it, is put in quotes");
            return false;
        }

        value = MatcherSyntax.Unescape(raw);
        return true;
    }

    private bool TryQuoted(out string value)
    {
        value = string.Empty;
        var close = MatcherSyntax.ClosingQuote(text, at + 1);
        if (close < 0)
        {
            problem = MatcherSyntax.At(at, "this quote is never closed");
            return false;
        }

        value = MatcherSyntax.Unescape(text.AsSpan()[(at + 1)..close]);
        at = close + 1;
        if (at < text.Length && !Ends(text[at]))
        {
            problem = MatcherSyntax.At(at, "after a closing quote comes a blank or a comma; a quote inside the text is written \\\"");
            return false;
        }

        return true;
    }

    private string Word(Func<char, bool> ends)
    {
        var begin = at;
        while (at < text.Length && !ends(text[at]))
        {
            at++;
        }

        return text[begin..at];
    }
}
