using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Alerts;

/// <summary>One condition of a filter.</summary>
public abstract class AlertFilterTerm : IEquatable<AlertFilterTerm>
{
    private protected AlertFilterTerm(string text) => Text = text;

    /// <summary>As it is written: what a chip shows, and what reads back as this term.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public bool Equals(AlertFilterTerm? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AlertFilterTerm);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether an alert satisfies it. Called for every alert at every keystroke: it allocates nothing.</summary>
    internal abstract bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged);
}

/// <summary>A label, compared as a silence would compare it.</summary>
internal sealed class LabelTerm(Matcher matcher) : AlertFilterTerm(matcher.ToString())
{
    // An alert may be claimed by other labels and carry no system label: the link from a system's card must still find it.
    private readonly bool isSystem = matcher.Label == "system";

    /// <summary>The label.</summary>
    public string Label => matcher.Label;

    internal override bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged)
    {
        var value = alert.Labels[matcher.Label];
        return matcher.Matches(isSystem && value.Length == 0 ? alert.System ?? string.Empty : value);
    }
}

/// <summary>
/// What the alert is doing: <c>state=firing</c>, <c>state=~"firing|pending"</c>. One that somebody has is what it was before, and <c>acknowledged</c> as well.
/// </summary>
internal sealed class StateTerm : AlertFilterTerm
{
    private const int Acknowledged = 4;

    private readonly int words;
    private readonly bool isUnwanted;

    private StateTerm(Matcher matcher, int words, bool isUnwanted)
        : base(matcher.Kind is MatchKind.Equal or MatchKind.NotEqual
            ? $"state{MatcherSyntax.Operator(matcher.Kind)}{matcher.Value}"
            : matcher.ToString()) =>
        (this.words, this.isUnwanted) = (words, isUnwanted);

    /// <summary>The term; null when the value names no state, so that the filter could never or always hold.</summary>
    public static StateTerm? Of(Matcher matcher)
    {
        var isUnwanted = matcher.Kind is MatchKind.NotEqual or MatchKind.NotRegex;
        var words = 0;
        for (var i = 0; i < AlertStateNames.Words.Length; i++)
        {
            words |= matcher.Matches(AlertStateNames.Words[i]) != isUnwanted ? 1 << i : 0;
        }

        return words is 0 or 0b01111 or 0b11111 ? null : new StateTerm(matcher, words, isUnwanted);
    }

    internal override bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged) =>
        (Has((int)alert.State) || (Has(Acknowledged) && acknowledged.Of(alert) is not null)) != isUnwanted;

    private bool Has(int word) => (words >> word & 1) == 1;
}

/// <summary>How long it has been there: <c>age&gt;10m</c>.</summary>
internal sealed class AgeTerm(string comparison, string written, TimeSpan age) : AlertFilterTerm($"age{comparison}{written}")
{
    private readonly bool isOlder = comparison[0] == '>';
    private readonly bool isInclusive = comparison.Length == 2;

    internal override bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged)
    {
        var order = (now - alert.StartsAt).CompareTo(age);
        return order == 0 ? isInclusive : order > 0 == isOlder;
    }
}

/// <summary>Text that occurs in the alert's name, its sentence or the value of a label, whatever the case.</summary>
internal sealed class TextTerm(string written, string sought, bool isUnwanted) : AlertFilterTerm(written)
{
    private readonly SearchValues<string> words = SearchValues.Create([sought], StringComparison.OrdinalIgnoreCase);

    internal override bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged) => Occurs(alert) != isUnwanted;

    private bool Occurs(Alert alert)
    {
        foreach (var label in alert.Labels.Pairs)
        {
            if (label.Value.AsSpan().ContainsAny(words))
            {
                return true;
            }
        }

        return alert.Says.AsSpan().ContainsAny(words);
    }
}

/// <summary>The words for states, in filters and on screens.</summary>
public static class AlertStateNames
{
    /// <summary>The word for what somebody has.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>All words that a filter knows, the states in their order first.</summary>
    internal static ImmutableArray<string> Words { get; } = [.. Enum.GetValues<AlertState>().Select(Label), Acknowledged];

    /// <summary>The word a filter uses: <c>firing</c>.</summary>
    /// <param name="state">The state.</param>
    public static string Label(this AlertState state) => state switch
    {
        AlertState.Firing => "firing",
        AlertState.Pending => "pending",
        AlertState.Silenced => "silenced",
        AlertState.Inhibited => "inhibited",
        _ => ((int)state).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The word on a screen: <c>Firing</c>.</summary>
    /// <param name="state">The state.</param>
    public static string Word(this AlertState state) => state.ToString();
}
