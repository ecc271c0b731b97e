using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>What a window's matchers reach, told by the matchers alone: alerts of later count as much as those of now.</summary>
internal static class WindowReach
{
    private const int MostSplits = 20;
    private static readonly Decision Everywhere = new(
        false, "its matchers name no system, so that it may hold back alerts of any: that needs an admin who may silence on all systems", null);

    /// <summary>The matchers of its silences: the system's claim, and its own.</summary>
    /// <param name="plan">The window.</param>
    /// <param name="catalog">The systems.</param>
    public static Result<ImmutableArray<Matcher>> Matchers(WindowPlan plan, SystemCatalog catalog) => Matchers(plan.System, plan.Matchers, catalog);

    /// <summary>The matchers of its silences: the system's claim, and its own.</summary>
    /// <param name="system">The system; null for none.</param>
    /// <param name="own">Its own.</param>
    /// <param name="catalog">The systems.</param>
    public static Result<ImmutableArray<Matcher>> Matchers(string? system, ImmutableArray<Matcher> own, SystemCatalog catalog)
    {
        if (system is null)
        {
            return own;
        }

        return catalog.Find(system) is { Claim.IsEmpty: false } found
            ? found.Claim.AddRange(own).Distinct().OrderBy(matcher => matcher.ToString(), StringComparer.Ordinal).ToImmutableArray()
            : new Problem("system", $"the profile of {system} can't be read now, so that it is not known which alerts are its own");
    }

    /// <summary>The systems that the matchers may reach; null when they are not bound to any.</summary>
    /// <param name="system">The system; null for none.</param>
    /// <param name="own">Its own matchers.</param>
    /// <param name="catalog">The systems.</param>
    public static ImmutableArray<string>? Systems(string? system, ImmutableArray<Matcher> own, SystemCatalog catalog)
    {
        if (system is not null)
        {
            return [system];
        }

        var found = Split(own).Select(matchers => catalog.Systems.FirstOrDefault(one => !one.Claim.IsEmpty && one.Claim.All(claim => TooBroadGuard.Says(matchers, claim)))).ToList();
        return found.Count == 0 || found.Contains(null) ? null : [.. found.Select(one => one!.Profile.Id).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether somebody may make, change and end it: on every system that it may reach; where that is any, it takes an admin of all.</summary>
    /// <param name="rules">Who may what.</param>
    /// <param name="person">Who.</param>
    /// <param name="systems">The systems, as <see cref="Systems"/> tells them.</param>
    public static (Decision Decision, string? System) Decide(IAccessRules rules, Person person, ImmutableArray<string>? systems)
    {
        if (systems is not { } named)
        {
            var silence = rules.Decide(person, Actions.Silence);
            return (!silence.IsAllowed ? silence : rules.Decide(person, Actions.OverrideGuard) is { IsAllowed: true } allowed ? allowed : Everywhere, null);
        }

        var decisions = named.Select(id => (Decision: rules.Decide(person, Actions.Silence, id), System: (string?)id)).ToList();
        return decisions.Find(one => !one.Decision.IsAllowed) is { System: not null } denied ? denied : decisions[0];
    }

    // system=~"billing|search" is the one or the other, and nothing else.
    private static IEnumerable<ImmutableArray<Matcher>> Split(ImmutableArray<Matcher> matchers)
    {
        var chosen = matchers.FirstOrDefault(matcher => matcher.Kind is MatchKind.Regex && matcher.Value.Contains('|', StringComparison.Ordinal)
            && matcher.Value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '|' or '-' or '_'));
        var values = chosen?.Value.Split('|') ?? [];
        return chosen is null || values.Length > MostSplits ? [matchers]
            : values.Select(value => matchers.Replace(chosen, Matcher.Create(chosen.Label, MatchKind.Equal, value).Value));
    }
}
