using System.Collections.Immutable;
using OpsConsole.Components.Format;
using OpsConsole.Incidents;

namespace OpsConsole.Pages.Sources.Escalations;

/// <summary>Policies in words.</summary>
internal static class EscalationWords
{
    /// <summary>Which alerts a policy is for: <c>alerts of billing, class 0 or 1, with team="pay"</c>.</summary>
    public static string For(EscalationPolicy policy) => policy.IsOnlyThen ? "only where another policy goes on with it"
        : string.Join(", ", new[]
        {
            policy.Systems.IsEmpty ? "alerts of all systems" : $"alerts of {List(policy.Systems, "and")}",
            policy.Classes.IsEmpty ? string.Empty : $"class {List(policy.Classes.Select(one => $"{one}"), "or")}",
            policy.Matchers.IsEmpty ? string.Empty : $"with {List(policy.Matchers.Select(one => one.ToString()), "and")}",
        }.Where(part => part.Length > 0));

    /// <summary>A step: <c>after 15 min: Ada Ek and leads, by phone, else mail</c>.</summary>
    public static string Step(EscalationStep step, Roster roster) => $"{When(step.After)}: {Told(step.Whom, step.By, roster)}";

    /// <summary>Whom, and by which channels.</summary>
    public static string Told(ImmutableArray<string> whom, ImmutableArray<string> by, Roster roster) => $"{List(whom.Select(name => Called(name, roster)), "and")}, by {By(by)}";

    /// <summary>The channels in the order in which they are tried.</summary>
    public static string By(ImmutableArray<string> channels) => string.Join(", else ", channels);

    /// <summary>When, after the begin.</summary>
    public static string When(TimeSpan after) => after == TimeSpan.Zero ? "at once" : $"after {Spans.Exact(after)}";

    /// <summary>What comes after the last step.</summary>
    public static string After(EscalationPolicy policy) => string.Join("; ", new[]
    {
        policy.Repeat is { } again ? $"all of it again every {Spans.Exact(again.Every)}, {(again.AtMost == 1 ? "once" : $"{again.AtMost} times")} at the most" : string.Empty,
        policy.Then is { } then ? $"then the policy {then}" : string.Empty,
    }.Where(part => part.Length > 0));

    /// <summary>Hours in which lower classes wait.</summary>
    public static string Quiet(QuietSpan span) =>
        FormattableString.Invariant($"class {List(span.Classes.Select(one => $"{one}"), "and")}: from {span.From:HH:mm} to {span.To:HH:mm} in {span.Zone.Id}, nobody is called until they end");

    /// <summary>A person by their name; a rotation or a group by its own.</summary>
    public static string Called(string name, Roster roster) => roster.People.FirstOrDefault(one => one.Subject == name)?.Name ?? name;

    private static string List(IEnumerable<string> words, string last)
    {
        var all = words.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} {last} {all[^1]}";
    }
}
