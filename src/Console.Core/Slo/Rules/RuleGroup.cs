using System.Collections.Immutable;

namespace OpsConsole.Slo.Rules;

/// <summary>A group of rules, evaluated together.</summary>
/// <param name="Name">Its name, unique in a file.</param>
/// <param name="Interval">Time between two evaluations.</param>
/// <param name="Rules">Its rules, in order.</param>
public sealed record RuleGroup(string Name, TimeSpan Interval, ImmutableArray<Rule> Rules);

/// <summary>A rule.</summary>
/// <param name="Expression">The PromQL.</param>
/// <param name="Labels">The labels it adds, in order.</param>
/// <param name="Comment">What a reader should know, one line an entry.</param>
public abstract record Rule(string Expression, ImmutableArray<KeyValuePair<string, string>> Labels, ImmutableArray<string> Comment);

/// <summary>A rule that records a series.</summary>
/// <param name="Record">The series' name.</param>
/// <param name="Expression">The PromQL.</param>
/// <param name="Labels">The labels it adds.</param>
/// <param name="Comment">What a reader should know.</param>
public sealed record RecordingRule(string Record, string Expression, ImmutableArray<KeyValuePair<string, string>> Labels, ImmutableArray<string> Comment)
    : Rule(Expression, Labels, Comment);

/// <summary>A rule that fires an alert.</summary>
/// <param name="Alert">The alert's name.</param>
/// <param name="Expression">The PromQL.</param>
/// <param name="For">How long it has to hold before the alert fires.</param>
/// <param name="Labels">The labels it adds.</param>
/// <param name="Annotations">Its texts, in Prometheus' template language.</param>
/// <param name="Comment">What a reader should know.</param>
public sealed record AlertingRule(
    string Alert, string Expression, TimeSpan For, ImmutableArray<KeyValuePair<string, string>> Labels,
    ImmutableArray<KeyValuePair<string, string>> Annotations, ImmutableArray<string> Comment)
    : Rule(Expression, Labels, Comment);
