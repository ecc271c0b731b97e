using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Remediation;

/// <summary>What a silence reaches: the one that is asked for, or the one that is the target.</summary>
/// <param name="Matchers">Its matchers, all of which an alert must satisfy.</param>
/// <param name="Reached">The alerts of now that it fits, those that fire.</param>
internal sealed record SilenceView(ImmutableArray<Matcher> Matchers, ImmutableArray<Alert> Reached)
{
    /// <summary>Looks.</summary>
    /// <param name="scene">What is known now.</param>
    public static SilenceView Of(Scene scene)
    {
        // Who asks for matchers is judged by those, also where they are to take the place of a silence's own.
        var matchers = scene.Call.Parameters.ContainsKey(MatcherList.Field) ? MatcherList.Of(scene.Call.Parameters) : scene.Silence?.Matchers ?? [];
        return Of(scene, matchers);
    }

    /// <summary>Looks at what other matchers reach.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="matchers">The matchers.</param>
    public static SilenceView Of(Scene scene, ImmutableArray<Matcher> matchers) =>
        new(matchers, [.. scene.Alerts.Where(alert => Knows(scene, alert) && matchers.All(matcher => matcher.Matches(alert.Labels)))]);

    /// <summary>The alerts' names with how many there are of each, the first few.</summary>
    /// <param name="alerts">The alerts.</param>
    public static string Names(IEnumerable<Alert> alerts) => Words.Some(alerts.GroupBy(alert => alert.Name).OrderByDescending(same => same.Count())
        .Select(same => same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count()})"));

    /// <summary>The alerts that a silence holds back now.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="id">The silence.</param>
    public static ImmutableArray<Alert> HeldBack(Scene scene, string id) => [.. scene.Alerts.Where(alert => alert.SilencedBy.Contains(id))];

    // A silence holds back what its own Alertmanagers would send; a pending alert is not there yet.
    private static bool Knows(Scene scene, Alert alert) => alert.State is not AlertState.Pending
        && (alert.Origins.IsEmpty || alert.Origins.Contains(scene.Call.Target.Place) || alert.Origins.Any(scene.Members.Contains));
}
