using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>How a text that is being typed could go on.</summary>
/// <param name="Text">The whole text with it.</param>
/// <param name="Shown">What is new in it, for a list.</param>
/// <param name="Says">What it means or how much it would find; empty for nothing.</param>
public sealed record FilterSuggestion(string Text, string Shown, string Says);

/// <summary>Completes filters while they are typed: the names of labels, then operators, then values. Pure, and quick enough for every keystroke.</summary>
public static class FilterCompletion
{
    private const int LongestValue = 300;
    private static readonly ImmutableArray<string> Ages = ["5m", "10m", "30m", "1h", "6h", "1d"];

    private static readonly ImmutableArray<(string Operator, string Says)> Operators =
        [("=", "is"), ("!=", "is not"), ("=~", "fits the expression"), ("!~", "does not fit the expression")];

    /// <summary>How a text could go on at its end.</summary>
    /// <param name="text">The text, as far as it is typed.</param>
    /// <param name="words">The labels and values of now.</param>
    /// <param name="most">The most that are told.</param>
    public static ImmutableArray<FilterSuggestion> For(string text, AlertVocabulary words, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(words);
        var term = OpenTerm.In(text);
        return term switch
        {
            null => [],
            { Operator: null } => [.. Names(text[..term.Begin], term.Name, words).Take(most)],
            { IsOperatorOpen: true } when term.Name != "age" => [.. Written(text[..term.Begin], term.Name, term.Operator).Take(most)],
            _ => [.. Values(text, term, words).Take(most)],
        };
    }

    private static IEnumerable<FilterSuggestion> Names(string before, string typed, AlertVocabulary words)
    {
        var known = words.Labels.Select(label => (label.Name, Says: $"{label.Values} {(label.Values == 1 ? "value" : "values")}"))
            .Where(label => MatcherSyntax.IsLabelName(label.Name) && label.Name is not ("state" or "age"))
            .Concat([(Name: "state", Says: "what it is doing"), (Name: "age", Says: "how long it has been there")]);
        var fitting = known.Where(label => label.Name.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(label => label.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0 : 1).ToList();
        var whole = fitting.FindIndex(label => label.Name == typed);
        var operators = whole < 0 ? [] : Written(before, typed, string.Empty);
        return operators.Concat(fitting.Where(label => label.Name != typed).Select(label => new FilterSuggestion($"{before}{label.Name}{(label.Name == "age" ? ">" : "=")}", label.Name, label.Says)));
    }

    private static IEnumerable<FilterSuggestion> Written(string before, string name, string typed) => name == "age"
        ? new[] { (">", "older than"), ("<", "younger than") }.Select(one => new FilterSuggestion($"{before}age{one.Item1}", $"age{one.Item1}", one.Item2))
        : Operators.Where(one => one.Operator.StartsWith(typed, StringComparison.Ordinal))
            .Select(one => new FilterSuggestion($"{before}{name}{one.Operator}", $"{name}{one.Operator}", one.Says));

    private static IEnumerable<FilterSuggestion> Values(string text, OpenTerm term, AlertVocabulary words)
    {
        var before = text[..term.Begin];
        if (term.Name == "age")
        {
            return Ages.Where(age => age.StartsWith(term.Value, StringComparison.Ordinal))
                .Select(age => new FilterSuggestion($"{before}age{term.Operator}{age} ", age, string.Empty));
        }

        // Alternatives before the last stay as they are written.
        var isRegex = term.Operator is "=~" or "!~";
        var at = isRegex ? term.Value.LastIndexOf('|') + 1 : 0;
        var (kept, typed) = (term.Value[..at], term.Value[at..]);
        var known = term.Name == "state" ? AlertStateNames.Words.Select(word => new ValueUse(word, 0)) : words.ValuesOf(term.Name);
        return known.Where(use => use.Value.Length <= LongestValue && use.Value.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(use => use.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .Select(use => new FilterSuggestion(
                $"{before}{term.Name}{term.Operator}{MatcherSyntax.Quote(kept + (isRegex ? RegexText.Literally(use.Value) : use.Value))} ",
                use.Value, use.Alerts == 0 ? string.Empty : $"{use.Alerts} {(use.Alerts == 1 ? "alert" : "alerts")}"));
    }

    /// <summary>The term at the end of a text, as far as it is typed.</summary>
    private sealed record OpenTerm(int Begin, string Name, string? Operator, bool IsOperatorOpen, string Value)
    {
        private const string Separators = " \t\r\n,";

        /// <summary>The last term; null where nothing can be completed: in a text in quotes, or after a minus.</summary>
        public static OpenTerm? In(string text)
        {
            var begin = 0;
            while (true)
            {
                while (begin < text.Length && Separators.Contains(text[begin], StringComparison.Ordinal))
                {
                    begin++;
                }

                var end = EndOf(text, begin);
                if (end >= text.Length)
                {
                    return Read(text, begin);
                }

                begin = end;
            }
        }

        private static int EndOf(string text, int begin)
        {
            for (var i = begin; i < text.Length; i++)
            {
                if (text[i] == '"')
                {
                    var close = MatcherSyntax.ClosingQuote(text, i + 1);
                    i = close < 0 ? text.Length : close;
                }
                else if (Separators.Contains(text[i], StringComparison.Ordinal))
                {
                    return i;
                }
            }

            return text.Length;
        }

        private static OpenTerm? Read(string text, int begin)
        {
            var term = text[begin..];
            if (term.StartsWith('-') || term.StartsWith('"'))
            {
                return null;
            }

            var at = term.AsSpan().IndexOfAny("=!<>");
            if (at < 0)
            {
                return new OpenTerm(begin, term, null, false, string.Empty);
            }

            var length = at + 1 < term.Length && term[at + 1] is '=' or '~' ? 2 : 1;
            var (written, rest) = (term[at..(at + length)], term[(at + length)..]);
            var isClosed = rest.Length > 1 && rest[0] == '"' && MatcherSyntax.ClosingQuote(rest, 1) > 0;
            return isClosed ? null : new OpenTerm(begin, term[..at], written, written == "!", Unquoted(rest));
        }

        private static string Unquoted(string rest) => rest.StartsWith('"') ? MatcherSyntax.Unescape(rest.AsSpan(1)) : rest;
    }
}
