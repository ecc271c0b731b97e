using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OpsConsole.Metrics;

namespace OpsConsole.Runbooks;

/// <summary>What a live block answered at a time: shown beside it, and frozen as it is when somebody keeps it as evidence.</summary>
/// <param name="Asked">What was asked, templates filled.</param>
/// <param name="At">When the answer came.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Result">The answer.</param>
public sealed record BlockAnswer(string Asked, DateTimeOffset At, TimeSpan Took, BlockResult Result)
{
    /// <summary>Whether it holds lines of a log: of them the newest count most, and not everybody may read them.</summary>
    [JsonIgnore]
    public bool IsLog => Asked.StartsWith("kubectl logs", StringComparison.Ordinal);
}

/// <summary>An answer. Everything in it comes from outside: whoever shows it encodes it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(FiguresResult), "figures")]
[JsonDerivedType(typeof(TableResult), "table")]
[JsonDerivedType(typeof(LinesResult), "lines")]
[JsonDerivedType(typeof(NotAnsweredResult), "not-answered")]
[JsonDerivedType(typeof(FailedResult), "failed")]
public abstract record BlockResult
{
    /// <summary>What to know about the answer, in sentences: of which pod it is, what was left out; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Values, each of a series.</summary>
/// <param name="Figures">The first ones, largest first.</param>
/// <param name="All">How many there are in all.</param>
/// <param name="Unit">The block's unit.</param>
/// <param name="Expect">What a healthy system answers, as written; null when the block does not say.</param>
/// <param name="IsMet">Whether it does: of all series, also those that are not shown; null when the block does not say.</param>
/// <param name="Warnings">What Prometheus warns of.</param>
public sealed record FiguresResult(ImmutableArray<BlockFigure> Figures, int All, string Unit, string? Expect, bool? IsMet, ImmutableArray<string> Warnings) : BlockResult;

/// <summary>One series' value.</summary>
/// <param name="Labels">Its labels for people: <c>pod="a", reason="timeout"</c>; empty for none.</param>
/// <param name="Value">The value now; NaN and infinities come as they are.</param>
/// <param name="Course">Its course over the block's range, oldest first; empty when it is not known.</param>
public sealed record BlockFigure(string Labels, double Value, ImmutableArray<Point> Course);

/// <summary>A table as kubectl prints it.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows, as long as the headings.</param>
/// <param name="All">How many rows there are in all.</param>
public sealed record TableResult(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows, int All) : BlockResult;

/// <summary>Text: YAML, a description or log lines.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="All">How many lines there are in all.</param>
/// <param name="Language">For colours: <c>yaml</c>, <c>json</c>, or empty.</param>
public sealed record LinesResult(ImmutableArray<string> Lines, int All, string Language) : BlockResult;

/// <summary>The console does not ask this; people run it themselves.</summary>
/// <param name="Why">In a sentence.</param>
public sealed record NotAnsweredResult(string Why) : BlockResult;

/// <summary>It was asked, and there is no answer.</summary>
/// <param name="Why">The error as the server gave it, or that it took too long.</param>
/// <param name="Source">Which upstream; null when it was not asked.</param>
public sealed record FailedResult(string Why, string? Source) : BlockResult;
