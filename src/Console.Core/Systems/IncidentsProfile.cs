using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Systems;

/// <summary>Which alerts of a system open an incident by themselves, when none goes on for it; while one does, its later alerts are linked to it.</summary>
/// <param name="OpenFor">Matchers as text (<c>alertname=~"Api.*"</c>), all of which hold; none: any alert of the severities.</param>
/// <param name="Severities">Values of the severity label, one of which the alert carries; none: any.</param>
public sealed record IncidentsProfile(ImmutableArray<string> OpenFor, ImmutableArray<string> Severities)
{
    private readonly ImmutableArray<Matcher> matchers = [.. OpenFor.Select(text => Matcher.Parse(text).Value)];

    /// <summary>How long an alert fires before it opens one; 0: at once.</summary>
    public TimeSpan FiringFor { get; init; }

    /// <summary>What the incident is called, with <c>{label}</c> filled from its worst alert; null: the alert's name and what it says.</summary>
    public string? Title { get; init; }

    /// <summary>The incident's class, 0 (worst) to 3; null: that of its worst alert.</summary>
    public int? Class { get; init; }

    /// <summary>Whether an alert opens an incident.</summary>
    /// <param name="labels">The alert's labels.</param>
    public bool Opens(Metrics.LabelSet labels) => matchers.All(matcher => matcher.Matches(labels)) && (Severities.IsEmpty || Severities.Contains(labels["severity"]));
}
