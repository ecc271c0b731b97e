using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo.Rules;

/// <summary>What the alerts of an objective say. An expression's value is the burn rate of the long window.</summary>
internal static class BurnTexts
{
    private const string Rate = "{{ $value | printf \"%.1f\" }}";

    /// <summary>The annotations.</summary>
    /// <param name="profile">The system.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="severity">How bad.</param>
    /// <param name="runbooks">Where runbooks are read.</param>
    public static ImmutableArray<KeyValuePair<string, string>> Of(SystemProfile profile, ObjectiveProfile objective, Severity severity, Uri runbooks) =>
    [
        new("summary", $"{Words.InTemplate(profile.Title)}: the budget of {Words.InTemplate(objective.Title)} burns {Rate} times too fast"),
        new("description",
            $"{Words.Percent(objective.Budget)} of all {Words.InTemplate(objective.Unit)} may be bad over {Period(objective)}: that is a rate of 1. "
            + $"The rate is {Rate}, " + (severity is Severity.Critical ? "and it has not ended." : "and it will not end by itself. Nobody has to get up for it; somebody has to look today.")),
        new("runbook_url", $"{runbooks.AbsoluteUri.TrimEnd('/')}/{profile.Id}/error-budget-burn"),
    ];

    /// <summary>The time that an objective's budget is for, in words. A calendar's periods differ in length; rules reckon with the usual one.</summary>
    /// <param name="objective">The objective.</param>
    public static string Period(ObjectiveProfile objective) => objective.Calendar is { } calendar
        ? $"a {calendar.Period.ToString().ToLowerInvariant()} ({calendar.TimeZone}, reckoned as {PromDuration.Format(objective.Window)})"
        : PromDuration.Format(objective.Window);
}
