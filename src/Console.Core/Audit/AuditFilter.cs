using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Systems;
using OpsConsole.Systems.Reading;

namespace OpsConsole.Audit;

/// <summary>One term of a filter.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What it must be.</param>
public sealed record AuditTerm(string Name, string Value);

/// <summary>What of the record is looked at: a few named values, each once, as they stand in the page's address.</summary>
public sealed record AuditFilter
{
    private const int Longest = 200;
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(36_500);
    private static readonly string[] DayAndTime = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFF"];

    // In the order in which they are shown.
    private static readonly string[] Known = ["last", "from", "to", "who", "system", "action", "stage", "target", "affair", "text"];

    private static readonly ImmutableDictionary<string, string> OtherNames = new Dictionary<string, string>
    {
        ["actor"] = "who",
        ["person"] = "who",
        ["user"] = "who",
        ["time"] = "last",
        ["correlation"] = "affair",
    }.ToImmutableDictionary();

    private AuditFilter(ImmutableArray<AuditTerm> terms) => Terms = terms;

    /// <summary>Everything.</summary>
    public static AuditFilter All { get; } = new([]);

    /// <summary>The names that a filter may have, as the address writes them.</summary>
    public static IReadOnlyList<string> Names => Known;

    /// <summary>The terms: all must hold.</summary>
    public ImmutableArray<AuditTerm> Terms { get; private init; }

    /// <summary>Whether nothing is left out.</summary>
    public bool IsEmpty => Terms.IsEmpty;

    /// <summary>The value of a term; null when there is none.</summary>
    /// <param name="name">The term's name.</param>
    public string? this[string name] => Terms.FirstOrDefault(term => term.Name == name)?.Value;

    /// <summary>Reads an address.</summary>
    /// <param name="value">The value that it gives a name; null or empty for none.</param>
    public static Result<AuditFilter> Read(Func<string, string?> value)
    {
        ImmutableArray<AuditTerm> terms = [.. Known.Select(name => new AuditTerm(name, value(name)?.Trim() ?? string.Empty)).Where(term => term.Value.Length > 0)];
        ImmutableArray<Problem> problems = [.. terms.Select(Wrong).OfType<Problem>()];
        return problems.IsEmpty ? new AuditFilter(terms) : problems;
    }

    /// <summary>Adds what a person wrote: <c>who=alice</c>, or words to look for.</summary>
    /// <param name="typed">As it was written.</param>
    public Result<AuditFilter> And(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var at = typed.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? "text" : typed[..at].Trim().ToLowerInvariant();
        name = OtherNames.GetValueOrDefault(name, name);
        if (!Known.Contains(name))
        {
            var advice = NearestName.To(name, Known) is { } meant ? $"did you mean '{meant}'? " : string.Empty;
            return new Problem(name, $"is no filter; {advice}write {string.Join("=, ", Known)}=, or words without '='");
        }

        var written = typed[(at + 1)..].Trim().Trim('"');
        var term = new AuditTerm(name, name == "text" && this["text"] is { } before ? $"{before} {written}" : written);
        return term.Value.Length == 0 ? new Problem(name, "needs a value behind '='") : Wrong(term) is { } wrong ? wrong : With(term);
    }

    /// <summary>With one term put in the place of the one with its name.</summary>
    /// <param name="term">The term.</param>
    public AuditFilter With(AuditTerm term) => this with
    {
        Terms = [.. Terms.Where(one => one.Name != term.Name).Append(term).OrderBy(one => Array.IndexOf(Known, one.Name))],
    };

    /// <summary>Without one term.</summary>
    /// <param name="name">The term's name.</param>
    public AuditFilter Without(string name) => this with { Terms = [.. Terms.Where(term => term.Name != name)] };

    /// <summary>What to ask the record for.</summary>
    /// <param name="now">The time, for <c>last</c>.</param>
    public AuditQuery ToQuery(DateTimeOffset now)
    {
        var last = this["last"] is { } span ? now - PromDuration.Parse(span).Value : (DateTimeOffset?)null;
        var from = Time(this["from"]);
        return new AuditQuery
        {
            From = from is null || last > from ? last ?? from : from,
            To = Time(this["to"]),
            Actor = this["who"],
            System = this["system"],
            Action = this["action"],
            Stage = this["stage"] is { } stage ? Stage(stage) : null,
            Target = this["target"],
            Correlation = this["affair"],
            Text = this["text"],
        };
    }

    /// <summary>The address of a page with this filter.</summary>
    /// <param name="path">The page.</param>
    /// <param name="more">What else stands in the address.</param>
    public string Address(string path, params (string Name, string? Value)[] more)
    {
        var query = Terms.Select(term => (term.Name, (string?)term.Value)).Concat(more).Where(one => !string.IsNullOrEmpty(one.Item2))
            .Select(one => $"{one.Name}={Uri.EscapeDataString(one.Item2!)}");
        return string.Join('?', new[] { path, string.Join('&', query) }.Where(part => part.Length > 0));
    }

    /// <inheritdoc/>
    public bool Equals(AuditFilter? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(0, HashCode.Combine);

    private static Problem? Wrong(AuditTerm term) =>
        term.Value.Length > Longest ? new Problem(term.Name, $"is longer than {Longest} characters")
        : term.Value.Any(char.IsControl) ? new Problem(term.Name, "holds a control character")
        : term.Name switch
        {
            "last" when PromDuration.Parse(term.Value) is var span && !(span.IsOk && span.Value > TimeSpan.Zero && span.Value < LongestSpan) =>
                new Problem("last", $"'{FieldReader.Short(term.Value)}' is no span of time up to 100 years: write for example 90m, 24h or 7d"),
            "from" or "to" when Time(term.Value) is null =>
                new Problem(term.Name, $"'{FieldReader.Short(term.Value)}' is no time: write it in UTC, for example 2026-11-21 or 2026-11-21T03:12"),
            "stage" when Stage(term.Value) is null => WrongStage(term.Value),
            _ => null,
        };

    private static Problem WrongStage(string value)
    {
        var stages = Enum.GetNames<AuditStage>().Select(name => name.ToLowerInvariant()).ToList();
        var advice = NearestName.To(value, stages) is { } meant ? $"did you mean '{meant}'? " : string.Empty;
        return new Problem("stage", $"'{FieldReader.Short(value)}' is no stage; {advice}it is one of {string.Join(", ", stages)}");
    }

    private static AuditStage? Stage(string word) =>
        Enum.GetValues<AuditStage>().Where(stage => stage.ToString().Equals(word, StringComparison.OrdinalIgnoreCase)).Select(stage => (AuditStage?)stage).FirstOrDefault();

    private static DateTimeOffset? Time(string? text) => DateTimeOffset.TryParseExact(
        text?.TrimEnd('Z'), DayAndTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
