using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Runbooks;

/// <summary>A fenced block of a runbook that comes alive or is to copy.</summary>
/// <param name="Number">From 1, over the whole runbook: what a link or evidence calls it.</param>
/// <param name="Line">Where its fence stands in the file, from 1.</param>
/// <param name="Step">The id of the step it stands in; null outside the steps.</param>
/// <param name="Text">What stands between the fences, templates unfilled.</param>
public abstract record RunbookBlock(int Number, int Line, string? Step, string Text);

/// <summary>A question to Prometheus: the text is the expression.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Line">Its line.</param>
/// <param name="Step">Its step.</param>
/// <param name="Text">The expression.</param>
/// <param name="Expect">How a healthy system answers; null when it does not say.</param>
/// <param name="Unit">As in a panel; empty for none.</param>
/// <param name="Range">How far back the small chart reaches.</param>
public sealed record PromqlBlock(int Number, int Line, string? Step, string Text, Expectation? Expect, string Unit, TimeSpan Range) : RunbookBlock(Number, Line, Step, Text);

/// <summary>Commands of kubectl, one a line: those that only read are answered, the others are to copy.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Line">Its line.</param>
/// <param name="Step">Its step.</param>
/// <param name="Text">The lines.</param>
/// <param name="Commands">Each command on one line: continuation lines are joined, empty lines and comments left out.</param>
public sealed record KubectlBlock(int Number, int Line, string? Step, string Text, ImmutableArray<string> Commands) : RunbookBlock(Number, Line, Step, Text);

/// <summary>A guarded action, filled in.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Line">Its line.</param>
/// <param name="Step">Its step.</param>
/// <param name="Text">The YAML.</param>
/// <param name="Kind">Which action: <c>lease-delete</c>.</param>
/// <param name="Target">What to do it to, as in <see cref="OpsConsole.Remediation.ActionRequest"/>; may hold templates.</param>
/// <param name="Parameters">The further fields; values may hold templates.</param>
public sealed record ActionBlock(int Number, int Line, string? Step, string Text, string Kind, string Target, ImmutableSortedDictionary<string, string> Parameters)
    : RunbookBlock(Number, Line, Step, Text);

/// <summary>A question to the log tool, to copy or to follow.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Line">Its line.</param>
/// <param name="Step">Its step.</param>
/// <param name="Text">The LogQL.</param>
public sealed record LogqlBlock(int Number, int Line, string? Step, string Text) : RunbookBlock(Number, Line, Step, Text);

/// <summary>What a person runs in a terminal of their own.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Line">Its line.</param>
/// <param name="Step">Its step.</param>
/// <param name="Text">The command.</param>
/// <param name="Language">For colours: <c>bash</c>.</param>
public sealed record CommandBlock(int Number, int Line, string? Step, string Text, string Language) : RunbookBlock(Number, Line, Step, Text);

/// <summary>How a healthy system answers.</summary>
/// <param name="Kind">How it is compared.</param>
/// <param name="Value">With what; without meaning where presence is all that counts.</param>
public sealed record Expectation(Comparison Kind, double Value)
{
    /// <summary>As it is written: <c>&gt;= 2</c>, <c>none</c>.</summary>
    public override string ToString() => Kind switch
    {
        Comparison.None => "none",
        Comparison.Some => "some",
        _ => $"{Kind switch { Comparison.Equal => "=", Comparison.NotEqual => "!=", Comparison.Less => "<", Comparison.LessOrEqual => "<=", Comparison.Greater => ">", _ => ">=" }} {Value.ToString(CultureInfo.InvariantCulture)}",
    };

    /// <summary>
    /// Whether values satisfy it. Of several series each one must; no series satisfies <see cref="Comparison.None"/> alone: it is no value, least of all zero.
    /// A value that is not a number satisfies nothing but <see cref="Comparison.Some"/>.
    /// </summary>
    /// <param name="values">The values.</param>
    public bool IsMetBy(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Kind switch
        {
            Comparison.None => values.Count == 0,
            Comparison.Some => values.Count > 0,
            _ => values.Count > 0 && values.All(value => !double.IsNaN(value) && Holds(value)),
        };
    }

    private bool Holds(double value) => Kind switch
    {
        Comparison.Equal => value.Equals(Value),
        Comparison.NotEqual => !value.Equals(Value),
        Comparison.Less => value < Value,
        Comparison.LessOrEqual => value <= Value,
        Comparison.Greater => value > Value,
        _ => value >= Value,
    };
}

/// <summary>The comparisons of an expectation.</summary>
public enum Comparison
{
    /// <summary>The same number.</summary>
    Equal,

    /// <summary>Another number.</summary>
    NotEqual,

    /// <summary>Below.</summary>
    Less,

    /// <summary>At most.</summary>
    LessOrEqual,

    /// <summary>Above.</summary>
    Greater,

    /// <summary>At least.</summary>
    GreaterOrEqual,

    /// <summary>No series at all.</summary>
    None,

    /// <summary>At least one series, whatever its value.</summary>
    Some,
}
