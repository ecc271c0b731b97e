using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Components.Format;

/// <summary>What holds an alert back, in words.</summary>
internal static class SuppressionWords
{
    private const int LongestName = 80;
    private const int LongestComment = 160;
    private const int MostCauses = 3;

    /// <summary>All of it in one text, for hovering: <c>inhibited by NoLeader on alpha, which is silenced by ada until 05:12 UTC: maintenance</c>.</summary>
    /// <param name="chain">What holds it back.</param>
    public static string All(SuppressionChain chain) => chain.Causes.IsEmpty ? string.Empty
        : string.Join("; ", chain.Causes.Take(MostCauses).Select(cause => Of(cause, null))) + (chain.Causes.Length > MostCauses ? $"; and {chain.Causes.Length - MostCauses} more" : null);

    /// <summary>One cause with its own causes.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="now">The time, for what counts on; null where the words stay longer than that.</param>
    public static string Of(SuppressionCause cause, DateTimeOffset? now) => cause switch
    {
        SilenceCause { Seen: { } seen } => $"silenced by {Author(seen.Silence)}{Ends(seen.Silence, now)}{Comment(seen.Silence)}",
        SilenceCause silence => $"silenced by {Cut(silence.Id, LongestName)}, of which nothing else is known",
        AlertCause { Alert: null } => "inhibited by an alert that is not reported any more",
        AlertCause inhibition => $"inhibited by {Named(inhibition.Alert!)}{Further(inhibition, now)}",
        _ => string.Empty,
    };

    /// <summary>An alert's name and where it is.</summary>
    /// <param name="alert">The alert.</param>
    public static string Named(Alert alert) => $"{(alert.Name.Length == 0 ? "(no name)" : Cut(alert.Name, LongestName))}{Where(alert)}";

    /// <summary>What the Alertmanagers say, where they disagree: <c>am-1 says firing, am-2 says silenced</c>.</summary>
    /// <param name="views">Their views.</param>
    public static string Disagreement(ImmutableArray<AlertView> views) => string.Join(", ", views.Select(view => $"{Cut(view.Source, LongestName)} says {view.State.Label()}"));

    private static string Further(AlertCause inhibition, DateTimeOffset? now) => inhibition.IsCircle ? ", which stands in this chain already: they hold one another back"
        : inhibition.Because.IsEmpty ? string.Empty
        : $", which is {string.Join(" and ", inhibition.Because.Take(MostCauses).Select(cause => Of(cause, now)))}";

    private static string Where(Alert alert) => alert.System is { } system ? $" on {Cut(system, LongestName)}" : alert.Labels["namespace"] is { Length: > 0 } place ? $" on {Cut(place, LongestName)}" : string.Empty;

    private static string Author(Silence silence) => silence.CreatedBy.Length == 0 ? "a silence of nobody" : $"{Cut(silence.CreatedBy, LongestName)}'s silence";

    private static string Ends(Silence silence, DateTimeOffset? now) => now is { } here && silence.EndsAt > here
        ? $" (ends in {Spans.Short(silence.EndsAt - here)})"
        : $" (until {Times.Exact(silence.EndsAt)})";

    private static string Comment(Silence silence) => silence.Comment.Length == 0 ? string.Empty : $": {Cut(silence.Comment, LongestComment)}";

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..most]}…";
}
