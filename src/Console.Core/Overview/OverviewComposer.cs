using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Overview;

/// <summary>Puts the sections of the live state together: one look at every system.</summary>
public static class OverviewComposer
{
    /// <summary>Composes.</summary>
    /// <param name="live">The sections, each as it is at this moment.</param>
    /// <param name="now">The time by which their freshness is judged.</param>
    /// <param name="before">The overview before; summaries that did not change keep their instance.</param>
    /// <returns>The overview, or <paramref name="before"/> itself when nothing changed.</returns>
    public static FleetOverview Compose(LiveState live, DateTimeOffset now, FleetOverview? before = null)
    {
        var catalog = live.Systems.Current.Value ?? SystemCatalog.Empty;
        var alerts = (live.Alerts.Current.Value?.Alerts ?? []).RemoveAll(alert => alert.IsTest);
        var bySystem = alerts.Where(alert => alert.System is not null).ToLookup(alert => alert.System!, StringComparer.Ordinal);
        var (clocks, acknowledged) = (new ResponseClocks(catalog), live.Acknowledgements.Current.Value ?? AckBoard.Empty);
        var known = before?.Systems.ToDictionary(summary => summary.Profile.Id, StringComparer.Ordinal) ?? [];
        var summaries = catalog.Systems
            .Select(system => Summarize(system.Profile, bySystem[system.Profile.Id], live, now) with { Due = clocks.FirstDue(bySystem[system.Profile.Id], acknowledged) })
            .Select(summary => known.GetValueOrDefault(summary.Profile.Id) is { } same && IsSame(summary, same) ? same : summary)
            .OrderBy(summary => summary.Worst ?? (Severity)int.MaxValue)
            .ThenBy(summary => summary.Blind.IsEmpty)
            .ThenBy(summary => summary.Profile.Title, StringComparer.Ordinal)
            .ToImmutableArray();
        var asking = alerts.Where(alert => !alert.AsksNobody).ToImmutableArray();
        var counts = AlertCounts.Of(asking);
        ImmutableArray<Alert> unclaimed =
            [.. asking.Where(alert => alert.System is null || catalog.Find(alert.System) is null).Order(AlertOrder.FiringFirst)];
        var overview = new FleetOverview(summaries, unclaimed, counts.BySeverity, counts.HeldBack, counts.Pending, catalog.Faults);
        return before is not null && IsSame(overview, before) ? before : overview;
    }

    private static SystemSummary Summarize(SystemProfile profile, IEnumerable<Alert> alerts, LiveState live, DateTimeOffset now)
    {
        var seen = new SystemSummary
        {
            Profile = profile,
            Worst = null,
            Headline = string.Empty,
            Alerts = [.. alerts.Order(AlertOrder.FiringFirst)],
            Leader = profile.Leader is null ? null : live.Leadership.Current.Value?.Find(profile.Id),
            Budgets = [.. live.Slo.Current.Value?.Of(profile.Id) ?? []],
            Queues = [.. live.Queues.Current.Value?.Of(profile.Id) ?? []],
            Workloads = [.. live.Workloads.Current.Value?.Of(profile.Id) ?? []],
        };
        seen = seen with { Blind = BlindSpots.Of(seen, live, now) };
        var headlines = Headlines.Of(seen);
        var worst = headlines.IsEmpty ? Headlines.Calm(seen) : headlines.MinBy(headline => headline.Severity)!;
        return seen with { Worst = worst.Severity, Headline = worst.Says, HeadlineSince = worst.Since, Detail = worst.Detail };
    }

    private static bool IsSame(SystemSummary one, SystemSummary other) => ReferenceEquals(one.Profile, other.Profile)
        && (one.Worst, one.Headline, one.HeadlineSince, one.Detail) == (other.Worst, other.Headline, other.HeadlineSince, other.Detail)
        && ReferenceEquals(one.Due?.Alert, other.Due?.Alert) && one.Due?.Clock == other.Due?.Clock && ReferenceEquals(one.Leader, other.Leader) && AreSame(one.Alerts, other.Alerts) && AreSame(one.Budgets, other.Budgets)
        && AreSame(one.Queues, other.Queues) && AreSame(one.Workloads, other.Workloads) && one.Blind.SequenceEqual(other.Blind);

    private static bool IsSame(FleetOverview one, FleetOverview other) => AreSame(one.Systems, other.Systems)
        && AreSame(one.Unclaimed, other.Unclaimed) && one.HeldBack == other.HeldBack && one.Pending == other.Pending
        && one.Counts.SequenceEqual(other.Counts) && AreSame(one.Faults, other.Faults);

    // By reference: the sections hand out the same instance while nothing changed, and comparing contents would cost more than drawing.
    private static bool AreSame<T>(ImmutableArray<T> one, ImmutableArray<T> other)
        where T : class => one.AsSpan().SequenceEqual(other.AsSpan(), ReferenceEqualityComparer.Instance);
}
