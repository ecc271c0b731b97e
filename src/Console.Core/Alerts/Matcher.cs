using OpsConsole.Metrics;

namespace OpsConsole.Alerts;

/// <summary>How a matcher compares.</summary>
public enum MatchKind
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>=~</c></summary>
    Regex,

    /// <summary><c>!~</c></summary>
    NotRegex,
}

/// <summary>
/// One label against one value. The one implementation for filters, silences and grants. A missing label is the empty string and
/// a regular expression must match the whole value, as in Prometheus and Alertmanager.
/// </summary>
public sealed record Matcher
{
    private readonly ValuePattern? pattern;

    private Matcher(string label, MatchKind kind, string value, ValuePattern? pattern) =>
        (Label, Kind, Value, this.pattern) = (label, kind, value, pattern);

    /// <summary>The label's name.</summary>
    public string Label { get; }

    /// <summary>How it compares.</summary>
    public MatchKind Kind { get; }

    /// <summary>The value or regular expression.</summary>
    public string Value { get; }

    /// <summary>Makes a matcher.</summary>
    /// <param name="label">The label's name.</param>
    /// <param name="kind">How it compares.</param>
    /// <param name="value">The value, or an RE2 regular expression.</param>
    /// <returns>The matcher, or why the name or the expression is wrong.</returns>
    public static Result<Matcher> Create(string label, MatchKind kind, string value) => MatcherSyntax.Create(label, kind, value,
        pattern => new Matcher(label, kind, value, pattern));

    /// <summary>Reads <c>label="value"</c>, <c>label=~"a|b"</c>, with or without quotes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The matcher, or where the text is wrong.</returns>
    public static Result<Matcher> Parse(string text) => MatcherSyntax.Parse(text);

    /// <summary>Whether labels satisfy it.</summary>
    /// <param name="labels">The labels.</param>
    public bool Matches(LabelSet labels) => Matches(labels[Label]);

    /// <summary>Whether a value satisfies it.</summary>
    /// <param name="value">The label's value; the empty string when it is missing.</param>
    public bool Matches(string value) => Kind switch
    {
        MatchKind.Equal => value == Value,
        MatchKind.NotEqual => value != Value,
        MatchKind.Regex => pattern!.Matches(value),
        _ => !pattern!.Matches(value),
    };

    /// <summary>Compares label, kind and value.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(Matcher? other) => other is not null && Label == other.Label && Kind == other.Kind && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Label, Kind, Value);

    /// <summary>As it is written: <c>label=~"value"</c>, with the escapes that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Label}{MatcherSyntax.Operator(Kind)}{MatcherSyntax.Quote(Value)}";
}
