using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Systems.Reading;

/// <summary>Reads which alerts of a system open an incident by themselves.</summary>
internal static class ProfileIncidents
{
    // Whoever waits for longer has heard of it from people.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private const int LongestTitle = 200;
    private const int LastClass = 3;

    /// <summary>The rule; null when there is none.</summary>
    /// <param name="profile">The profile's fields.</param>
    /// <param name="severities">The classes that the profile gives to severities.</param>
    public static IncidentsProfile? Read(FieldReader profile, ImmutableArray<SeverityClass> severities)
    {
        if (profile.Group("incidents") is not { } field)
        {
            return null;
        }

        var openFor = field.Texts("open_for", text => ProfileParts.WrongMatcher(text, "alertname=~\"Api.*\""));
        var named = field.Texts("severities", text => IsSeverity(text) ? null : $"'{FieldReader.Short(text)}' is no severity that is known here: write critical, high, warning or info");
        var classes = field.Texts("classes", text => WrongClass(text, severities));
        if (!IsWritten("open_for") && !IsWritten("severities") && !IsWritten("classes"))
        {
            field.Wrong("says of no alert that it opens an incident: write classes: [0], severities: [critical] or open_for: [MATCHERS]");
        }

        var rule = new IncidentsProfile(openFor, [.. named.Union(severities.Where(one => classes.Contains(Text(one.Class))).Select(one => one.Label), StringComparer.Ordinal)])
        {
            FiringFor = Wait(field),
            Title = Title(field),
            Class = field.OptionalText("class") is null ? null : field.Whole("class", 0, LastClass),
        };
        field.RefuseTheRest();
        return rule;

        bool IsWritten(string name) => field.Has(name) && !field.IsEmptyList(name);
    }

    private static bool IsSeverity(string text) => SeverityNames.Parse(text) is not Severity.Unknown && text != "none";

    // A class that no severity has would open nothing, and nobody would notice.
    private static string? WrongClass(string text, ImmutableArray<SeverityClass> severities)
    {
        var known = severities.Select(one => Text(one.Class)).Distinct().Order(StringComparer.Ordinal).ToList();
        return known.Contains(text) ? null
            : known.Count == 0 ? "no severity has a class: write severities with their classes into the profile, or name severities here"
            : $"'{FieldReader.Short(text)}' is the class of none of the profile's severities: write {string.Join(", ", known.SkipLast(1))}{(known.Count > 1 ? " or " : string.Empty)}{known[^1]}";
    }

    private static TimeSpan Wait(FieldReader field)
    {
        var wait = field.OptionalDuration("firing_for") ?? TimeSpan.Zero;
        if (wait > LongestWait)
        {
            field.Wrong("firing_for", $"is longer than {PromDuration.Format(LongestWait)}: write for example 3m");
        }

        return wait;
    }

    private static string? Title(FieldReader field)
    {
        var title = field.OptionalText("title");
        if (title is { Length: > LongestTitle })
        {
            field.Wrong("title", $"is longer than {LongestTitle} characters");
        }
        else if (title is not null && !LabelTemplate.IsWhole(title))
        {
            field.Wrong("title", $"'{FieldReader.Short(title)}' has a brace that is not around a label's name: write for example \"{{alertname}} in {{namespace}}\"");
        }

        return title;
    }

    private static string Text(int @class) => @class.ToString(CultureInfo.InvariantCulture);
}
