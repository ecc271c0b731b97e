using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Slo.Rules;

/// <summary>
/// The alerts of one objective: one that calls somebody and one that waits for the morning, each of two pairs of windows. Both pairs of
/// one alert are one expression, so that what goes from the faster pair to the slower is the same alert and calls nobody again.
/// </summary>
internal static class BurnAlerts
{
    /// <summary>The name of the alert that calls somebody.</summary>
    public const string Fast = "ErrorBudgetBurnFast";

    /// <summary>The name of the alert that waits for the morning.</summary>
    public const string Slow = "ErrorBudgetBurnSlow";

    // An alert of somebody's own waits up to two minutes before it fires; ours has to see it fire first, or both would call.
    private static readonly TimeSpan FastFor = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SlowFor = TimeSpan.FromMinutes(15);

    /// <summary>The windows that the alerts of an objective look at.</summary>
    /// <param name="objective">The objective.</param>
    public static IEnumerable<TimeSpan> WindowsOf(ObjectiveProfile objective) => objective.SameAs is not null
        ? []
        : BurnLimits.All.Where(limit => LeftOut(limit, objective) is null).SelectMany(limit => new[] { limit.Long, limit.Short });

    /// <summary>The alerts.</summary>
    /// <param name="profile">The system.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="runbooks">Where runbooks are read.</param>
    public static ImmutableArray<Rule> Of(SystemProfile profile, ObjectiveProfile objective, Uri runbooks) => objective.SameAs is not null
        ? []
        : [.. new[] { Severity.Critical, Severity.Warning }.Select(severity => One(profile, objective, severity, runbooks)).OfType<Rule>()];

    private static AlertingRule? One(SystemProfile profile, ObjectiveProfile objective, Severity severity, Uri runbooks)
    {
        var limits = BurnLimits.All.Where(limit => limit.Severity == severity).ToImmutableArray();
        var used = limits.Where(limit => LeftOut(limit, objective) is null).ToImmutableArray();
        return used.IsEmpty
            ? null
            : new AlertingRule(
                severity is Severity.Critical ? Fast : Slow,
                string.Join("\nor\n", used.Select(limit => used.Length == 1 ? Pair(profile.Id, objective, limit) : $"(\n{Indented(Pair(profile.Id, objective, limit))}\n)")),
                severity is Severity.Critical ? FastFor : SlowFor,
                [new("severity", LabelOf(profile, severity)), new("system", profile.Id), new("slo", objective.Name)],
                BurnTexts.Of(profile, objective, severity, runbooks),
                Comment(objective, limits));
    }

    private static ImmutableArray<string> Comment(ObjectiveProfile objective, ImmutableArray<BurnLimit> limits) =>
    [
        $"{Words.OneLine(objective.Title)}, over {BurnTexts.Period(objective)}.",
        .. limits.Select(limit => LeftOut(limit, objective) is { } why
            ? $"{Named(limit)} is left out: {why}."
            : $"{Named(limit)} is {Words.Percent(Math.Round(limit.Rate * (limit.Long / objective.Window), 4))} of the budget."),
    ];

    private static string Named(BurnLimit limit) => $"{Words.Number(limit.Rate)} over {PromDuration.Format(limit.Long)} and {PromDuration.Format(limit.Short)}";

    /// <summary>Why a pair says nothing about an objective; null when it does.</summary>
    private static string? LeftOut(BurnLimit limit, ObjectiveProfile objective) =>
        !limit.IsFor(objective) ? $"the objective's own window is {PromDuration.Format(objective.Window)}"
        : limit.Rate * objective.Budget >= 1 ? $"all may fail and the budget of {Words.Percent(objective.Budget)} burns {Words.Number(Math.Round(1 / objective.Budget, 2))} times too fast at most"
        : null;

    private static string Pair(string system, ObjectiveProfile objective, BurnLimit limit)
    {
        string Above(TimeSpan window) =>
            $"{ErrorRatioRecord.Name(window)}{{system=\"{system}\",slo=\"{objective.Name}\"}} / {Words.Number(objective.Budget)} > {Words.Number(limit.Rate)}";
        var pair = $"{Above(limit.Long)}\nand\n{Above(limit.Short)}";

        // For as long as the short window remembers: else the second page would come when the trouble is over.
        return limit.Severity is Severity.Critical && !objective.PagedBy.IsEmpty
            ? $"{pair}\nunless on (system)\nmax_over_time(ALERTS{{system=\"{system}\",alertname=~\"{string.Join('|', objective.PagedBy)}\",alertstate=\"firing\"}}[{PromDuration.Format(limit.Short)}])"
            : pair;
    }

    private static string Indented(string text) => $"  {text.ReplaceLineEndings("\n  ")}";

    private static string LabelOf(SystemProfile profile, Severity severity) =>
        profile.Severities.FirstOrDefault(its => its.Class == (severity is Severity.Critical ? 0 : 2))?.Label ?? severity.Label();
}
