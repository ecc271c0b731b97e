using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>
/// What to show of a list of alerts: terms that must all hold. Written as <c>state=firing severity=~"critical|high" age&gt;10m
/// "no leader" -staging</c>; one language and one implementation for pages, links and the API.
/// </summary>
public sealed class AlertFilter : IEquatable<AlertFilter>
{
    private AlertFilter(ImmutableArray<AlertFilterTerm> terms) => Terms = terms;

    /// <summary>Lets everything through.</summary>
    public static AlertFilter All { get; } = new([]);

    /// <summary>The terms in the order they were written; none twice.</summary>
    public ImmutableArray<AlertFilterTerm> Terms { get; }

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty => Terms.IsEmpty;

    /// <summary>Whether it says which states an alert may be in.</summary>
    public bool NamesStates => Terms.Any(term => term is StateTerm);

    /// <summary>Whether an alert may fit later that does not fit now, though nothing changed but the time.</summary>
    public bool NamesAges => Terms.Any(term => term is AgeTerm);

    /// <summary>Reads a filter.</summary>
    /// <param name="text">Terms separated by blanks or commas; empty lets everything through.</param>
    /// <returns>The filter, or in which column it is wrong and what would be right.</returns>
    public static Result<AlertFilter> Parse(string text) => AlertFilterSyntax.Read(text).Match<Result<AlertFilter>>(
        terms => new AlertFilter([.. terms.Distinct()]), problems => problems);

    /// <summary>Whether an alert satisfies every term.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="now">The time its age is taken at.</param>
    public bool Matches(Alert alert, DateTimeOffset now) => Matches(alert, now, AckBoard.Empty);

    /// <summary>Whether an alert satisfies every term.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="now">The time its age is taken at.</param>
    /// <param name="acknowledged">Who has which alert.</param>
    public bool Matches(Alert alert, DateTimeOffset now, AckBoard acknowledged)
    {
        foreach (var term in Terms)
        {
            if (!term.Matches(alert, now, acknowledged))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The alerts that satisfy every term, in their order.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="now">The time their age is taken at.</param>
    public ImmutableArray<Alert> Apply(ImmutableArray<Alert> alerts, DateTimeOffset now) => Apply(alerts, now, AckBoard.Empty);

    /// <summary>The alerts that satisfy every term, in their order.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="now">The time their age is taken at.</param>
    /// <param name="acknowledged">Who has which alert.</param>
    public ImmutableArray<Alert> Apply(ImmutableArray<Alert> alerts, DateTimeOffset now, AckBoard acknowledged)
    {
        if (IsEmpty)
        {
            return alerts;
        }

        var through = ImmutableArray.CreateBuilder<Alert>();
        foreach (var alert in alerts)
        {
            if (Matches(alert, now, acknowledged))
            {
                through.Add(alert);
            }
        }

        return through.DrainToImmutable();
    }

    /// <summary>The same filter without a term.</summary>
    /// <param name="term">The term; nothing happens when it is not there.</param>
    public AlertFilter Without(AlertFilterTerm term) => new(Terms.Remove(term));

    /// <summary>The same filter with one more term (or several).</summary>
    /// <param name="term">The text of the term.</param>
    /// <returns>The filter, or what is wrong with the term.</returns>
    public Result<AlertFilter> And(string term) => Parse(term).Match<Result<AlertFilter>>(
        more => new AlertFilter([.. Terms.Concat(more.Terms).Distinct()]), problems => problems);

    /// <inheritdoc/>
    public bool Equals(AlertFilter? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AlertFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(0, HashCode.Combine);

    /// <summary>As it is written; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => string.Join(' ', Terms);
}
