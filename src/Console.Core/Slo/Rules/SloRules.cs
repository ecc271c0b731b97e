using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Slo.Rules;

/// <summary>
/// The rules that follow from the objectives of some profiles: what is recorded for each, and the multi-window, multi-burn-rate alerts of
/// the SRE workbook (chapter 5, "Alerting on SLOs", sixth approach). Pure: the same profiles give the same rules, in the same order.
/// </summary>
public static class SloRules
{
    private static readonly TimeSpan JudgedEvery = TimeSpan.FromSeconds(30);

    /// <summary>The two series of each objective.</summary>
    /// <param name="profiles">The profiles; their order does not matter.</param>
    public static ImmutableArray<RuleGroup> Records(IEnumerable<SystemProfile> profiles) =>
        [.. Ordered(profiles).Select(profile => new RuleGroup($"slo.{profile.Id}", SloRecords.Every, [.. profile.Slos.SelectMany(it => ObjectiveRecords.Of(profile.Id, it))]))];

    /// <summary>The error ratios that the alerts look at, one series an objective and window. They sum up what <see cref="Records"/> records.</summary>
    /// <param name="profiles">The profiles; their order does not matter.</param>
    public static ImmutableArray<RuleGroup> Ratios(IEnumerable<SystemProfile> profiles)
    {
        var all = Ordered(profiles);
        var windows = all.SelectMany(profile => profile.Slos).SelectMany(BurnAlerts.WindowsOf).Distinct().Order().ToImmutableArray();
        return windows.IsEmpty
            ? []
            : [new RuleGroup("slo.ratios", SloRecords.Every, [.. windows.Select(window => ErrorRatioRecord.Of(window, all.Select(profile => profile.Id)))])];
    }

    /// <summary>The alerts. They look at what <see cref="Ratios"/> records.</summary>
    /// <param name="profiles">The profiles; their order does not matter.</param>
    /// <param name="runbooks">Where runbooks are read: the alerts' <c>runbook_url</c> is <c>RUNBOOKS/SYSTEM/error-budget-burn</c>.</param>
    public static ImmutableArray<RuleGroup> Alerts(IEnumerable<SystemProfile> profiles, Uri runbooks)
    {
        ArgumentNullException.ThrowIfNull(runbooks);
        return
        [
            .. Ordered(profiles)
                .Select(profile => new RuleGroup($"slo-alerts.{profile.Id}", JudgedEvery, [.. profile.Slos.SelectMany(it => BurnAlerts.Of(profile, it, runbooks))]))
                .Where(group => !group.Rules.IsEmpty),
        ];
    }

    private static ImmutableArray<SystemProfile> Ordered(IEnumerable<SystemProfile> profiles) =>
        [.. profiles.Where(profile => !profile.Slos.IsEmpty).OrderBy(profile => profile.Id, StringComparer.Ordinal)];
}
