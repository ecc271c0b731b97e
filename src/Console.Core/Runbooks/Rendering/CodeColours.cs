using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks;

/// <summary>Colours code: comments, strings, numbers and words of the language. A few languages, one look at each character.</summary>
public static partial class CodeColours
{
    // A place is one piece, though its label may be called like a word of the language. A string may lack its end: to look for one behind each quote
    // would take the square of the time.
    private const string Place = """(?<place>\{\{\s*[a-z]+\.[A-Za-z_][A-Za-z0-9_]*\s*\}\})""";

    private static readonly string[] Classes = ["com", "str", "num", "key"];

    /// <summary>Code as safe HTML.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">As behind the fence; one that is not known stays plain.</param>
    /// <param name="scene">What its templates are filled from.</param>
    public static string Html(string code, string language, RunbookScene scene)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (LanguageOf(language) is not { } words)
        {
            return Filled.Html(code, scene);
        }

        var html = new StringBuilder(code.Length * 2);
        var at = 0;
        foreach (Match token in words.Matches(code))
        {
            html.Append(Filled.Html(code[at..token.Index], scene));
            var (kind, filled) = (Array.Find(Classes, name => token.Groups[name].Success), Filled.Html(token.Value, scene));
            html.Append(kind is null ? filled : $"<span class=\"c-{kind}\">{filled}</span>");
            at = token.Index + token.Length;
        }

        return html.Append(Filled.Html(code[at..], scene)).ToString();
    }

    private static Regex? LanguageOf(string language) => language switch
    {
        "promql" or "logql" => Promql(),
        "yaml" or "yml" or "action" => Yaml(),
        "json" => Json(),
        "kubectl" or "bash" or "sh" or "shell" or "console" or "redis" or "powershell" => Shell(),
        "sql" or "psql" => Sql(),
        _ => null,
    };

    [GeneratedRegex(Place + """
        |(?<com>\#[^\n]*)|(?<str>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`)|(?<num>\b[0-9]+(?:\.[0-9]+)?(?:ms|[smhdwy])?\b)
        |(?<key>\b(?:by|without|on|ignoring|group_left|group_right|offset|bool|and|or|unless|sum|avg|min|max|count|group|topk|bottomk|quantile|rate|irate|increase|delta|deriv|histogram_quantile|absent|absent_over_time|avg_over_time|max_over_time|min_over_time|sum_over_time|count_over_time|last_over_time|changes|resets|clamp_min|clamp_max|time|predict_linear|label_replace|sort|sort_desc|vector|scalar)\b)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Promql();

    [GeneratedRegex(Place + """
        |(?<com>\#[^\n]*)|(?<str>"(?:[^"\\\n]|\\.)*"?|'[^'\n]*')|(?<key>^[\ \t]*(?:-[\ ])?[A-Za-z0-9_./-]+:)|(?<num>\b(?:[0-9]+(?:\.[0-9]+)?|true|false|null)\b)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Yaml();

    [GeneratedRegex(Place + """
        |(?<key>"(?:[^"\\\n]|\\.)*"\s*:)|(?<str>"(?:[^"\\\n]|\\.)*"?)|(?<num>\b(?:[0-9]+(?:\.[0-9]+)?|true|false|null)\b)|(?<com>//[^\n]*)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Json();

    [GeneratedRegex(Place + """
        |(?<com>(?:^|\s)\#[^\n]*)|(?<str>"(?:[^"\\]|\\.)*"?|'[^']*')|(?<key>\s--?[A-Za-z][A-Za-z0-9-]*|\||&&|;)|(?<num>\b[0-9]+(?:\.[0-9]+)?[smhd]?\b)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Shell();

    [GeneratedRegex(Place + """
        |(?<com>--[^\n]*)|(?<str>'[^']*')|(?<num>\b[0-9]+(?:\.[0-9]+)?\b)
        |(?<key>\b(?:select|from|where|and|or|not|null|is|in|as|on|join|left|inner|outer|group|order|by|limit|desc|asc|having|count|sum|max|min|avg|now|interval|insert|update|delete|set|values|into|vacuum|analyze|explain|create|index|distinct|case|when|then|else|end|with|union|all|like|between|exists|extract)\b)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sql();
}
