using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Remediation;

/// <summary>Matchers with commas between, as Alertmanager's own pages write them: <c>alertname="X", pod=~"api-.*"</c>.</summary>
internal static class MatcherList
{
    /// <summary>The parameter's name.</summary>
    public const string Field = "matchers";

    private const int MostLetters = 20_000;

    /// <summary>The most matchers of one silence.</summary>
    public const int MostMatchers = 200;

    /// <summary>Reads them.</summary>
    /// <param name="text">The text; braces around it may stay.</param>
    /// <returns>The matchers in one order, each once; or what is wrong with which of them.</returns>
    public static Result<ImmutableArray<Matcher>> Read(string text)
    {
        if (text.Length > MostLetters)
        {
            return new Problem(Field, $"are {text.Length} letters long: {MostLetters} at most");
        }

        var parts = Parts(text);
        if (parts.Count > MostMatchers)
        {
            return new Problem(Field, $"are {parts.Count}: {MostMatchers} at most. A regular expression says many values in one, for example pod=~\"a|b|c\"");
        }

        var matchers = new List<Matcher>();
        for (var i = 0; i < parts.Count; i++)
        {
            var read = Matcher.Parse(parts[i]);
            if (!read.IsOk)
            {
                return new Problem(Field, $"the {Ordinal(i + 1)} is wrong at {read.Problems[0].Where}: {read.Problems[0].What}");
            }

            matchers.Add(read.Value);
        }

        return matchers.All(matcher => matcher.Matches(string.Empty))
                ? new Problem(Field, "fit every alert that lacks these labels: at least one must ask for a value, for example alertname=\"X\"")
            : Ordered(matchers);
    }

    /// <summary>Takes a text apart where a comma parts matchers.</summary>
    /// <param name="text">The text; braces around it may stay.</param>
    public static List<string> Parts(string text) => Split(text.Trim() is ['{', .. var inner, '}'] ? inner : text);

    /// <summary>The matchers in parameters that were read; none when it has none.</summary>
    /// <param name="parameters">The parameters.</param>
    public static ImmutableArray<Matcher> Of(ImmutableSortedDictionary<string, string> parameters) =>
        parameters.TryGetValue(Field, out var text) ? Read(text).Value : [];

    /// <summary>In their one spelling.</summary>
    /// <param name="matchers">The matchers.</param>
    public static string Write(IEnumerable<Matcher> matchers) => string.Join(", ", Ordered(matchers));

    private static ImmutableArray<Matcher> Ordered(IEnumerable<Matcher> matchers) =>
        [.. matchers.Distinct().OrderBy(matcher => matcher.ToString(), StringComparer.Ordinal)];

    // A comma inside quotes is part of a value. A last comma may stay, as in PromQL.
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (begin, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                parts.Add(text[begin..i]);
                begin = i + 1;
            }
        }

        if (begin == 0 || !string.IsNullOrWhiteSpace(text[begin..]))
        {
            parts.Add(text[begin..]);
        }

        return parts;
    }

    private static string Ordinal(int number) => number switch
    {
        1 => "first",
        2 => "second",
        3 => "third",
        _ => $"{number}th",
    };
}
