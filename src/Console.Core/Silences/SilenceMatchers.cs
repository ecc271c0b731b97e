using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;

namespace OpsConsole.Silences;

/// <summary>The matchers of a silence as text: <c>alertname="X", pod=~"api-.*"</c>. Checked as Alertmanager checks them.</summary>
public static class SilenceMatchers
{
    /// <summary>The most of one silence.</summary>
    public static int Most => MatcherList.MostMatchers;

    /// <summary>Reads a list.</summary>
    /// <param name="text">The text; braces around it may stay.</param>
    /// <returns>The matchers in one order, each once; or what is wrong with which of them.</returns>
    public static Result<ImmutableArray<Matcher>> Read(string text) => MatcherList.Read(text);

    /// <summary>A list in its one spelling.</summary>
    /// <param name="matchers">The matchers.</param>
    public static string Write(IEnumerable<Matcher> matchers) => MatcherList.Write(matchers);

    /// <summary>The matchers that a text is made of, each as it is written; what they mean is not looked at.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<string> Parts(string text) => [.. MatcherList.Parts(text).Select(part => part.Trim()).Where(part => part.Length > 0)];

    /// <summary>One matcher as it would be written, right or wrong.</summary>
    /// <param name="label">The label's name as typed.</param>
    /// <param name="kind">How it compares.</param>
    /// <param name="value">The value as typed.</param>
    public static string Write(string label, MatchKind kind, string value) => $"{label}{MatcherSyntax.Operator(kind)}{MatcherSyntax.Quote(value)}";

    /// <summary>The label, the comparison and the value of one matcher, as far as they can be told apart; null where they can't.</summary>
    /// <param name="text">The matcher as it is written.</param>
    public static (string Label, MatchKind Kind, string Value)? Take(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.AsSpan().IndexOfAny('=', '!');
        return at < 0 || !MatcherSyntax.TryReadOperator(text, at, out var kind)
            || !MatcherSyntax.TryUnquote(text.AsSpan(at + MatcherSyntax.Operator(kind).Length).Trim(), out var value, out _, out _)
            ? null
            : (text[..at].Trim(), kind, value);
    }

    /// <summary>An operator as it is written: <c>=~</c>.</summary>
    /// <param name="kind">How a matcher compares.</param>
    public static string Operator(MatchKind kind) => MatcherSyntax.Operator(kind);

    /// <summary>All labels of an alert, each as a matcher.</summary>
    /// <param name="alert">The alert.</param>
    public static ImmutableArray<Matcher> Of(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return [.. alert.Labels.Select(label => Matcher.Create(label.Key, MatchKind.Equal, label.Value)).Where(made => made.IsOk).Select(made => made.Value)];
    }
}
