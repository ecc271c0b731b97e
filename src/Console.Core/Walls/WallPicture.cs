using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Sources;
using OpsConsole.Systems;

namespace OpsConsole.Walls;

/// <summary>What stands on a wall at one time.</summary>
public sealed record WallPicture
{
    /// <summary>Firing alerts that nothing holds back, by severity, of those that the wall counts.</summary>
    public required ImmutableSortedDictionary<Severity, int> Counts { get; init; }

    /// <summary>How fresh the alerts are.</summary>
    public required Freshness Freshness { get; init; }

    /// <summary>When the alerts were read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The worst alert that nobody took, and of those the oldest; null when there is none.</summary>
    public Alert? Oldest { get; init; }

    /// <summary>Until when it should be answered, by its system's profile; null when that says nothing.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>Systems that need somebody, worst first.</summary>
    public ImmutableArray<SystemSummary> Troubled { get; init; } = [];

    /// <summary>The other systems.</summary>
    public ImmutableArray<SystemSummary> Calm { get; init; } = [];

    /// <summary>The systems' error budgets: those that burn first, then those of which least is left; what is not known before what is fine.</summary>
    public ImmutableArray<(SystemSummary System, ErrorBudget Budget)> Budgets { get; init; } = [];

    /// <summary>The systems' queues, and what fills up: the worst first; what is not known before what is fine.</summary>
    public ImmutableArray<(SystemSummary System, QueueStatus Queue)> Queues { get; init; } = [];

    /// <summary>Sources that don't answer.</summary>
    public ImmutableArray<SourceStatus> Silent { get; init; } = [];

    /// <summary>The dead man's switches; null when none is watched, or none was looked at yet.</summary>
    public SwitchBoard? Switches { get; init; }

    /// <summary>The budget of a system that is most at risk; null when it has none.</summary>
    /// <param name="system">The system.</param>
    public static ErrorBudget? AtRisk(SystemSummary system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Budgets.OrderBy(budget => budget.Burning ?? (Severity)int.MaxValue).ThenBy(budget => budget.Remaining ?? double.MaxValue).FirstOrDefault();
    }
}

/// <summary>Puts a wall's picture together.</summary>
public static class WallComposer
{
    /// <summary>Composes.</summary>
    /// <param name="live">The live state.</param>
    /// <param name="wall">The wall.</param>
    /// <param name="now">The time.</param>
    public static WallPicture Compose(LiveState live, Wall wall, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(wall);
        var (seen, filter, acknowledged) = (live.Alerts.Current, wall.Filter, live.Acknowledgements.Current.Value ?? AckBoard.Empty);
        var counted = (seen.Value?.Alerts ?? []).RemoveAll(alert => alert.IsTest || alert.AsksNobody || !filter.Matches(alert, now, acknowledged));
        var oldest = counted.Where(alert => alert.State is AlertState.Firing && acknowledged.Of(alert) is null)
            .OrderBy(alert => alert.Severity).ThenBy(alert => alert.StartsAt).ThenBy(alert => alert.Fingerprint, StringComparer.Ordinal).FirstOrDefault();

        // A filter that names systems says which stand on the wall, with or without alerts.
        var systems = (live.Overview.Current.Value?.Systems ?? []).Where(system => IsOn(system, filter, now)).ToImmutableArray();
        return new WallPicture
        {
            Counts = AlertCounts.Of(counted).BySeverity,
            Freshness = seen.FreshnessAt(now, live.Alerts.StaleAfter),
            ReadAt = seen.ObservedAt,
            Oldest = oldest,
            AnswerBy = oldest is null ? null : new ResponseClocks(live.Systems.Current.Value ?? SystemCatalog.Empty).Of(oldest, acknowledged)?.Until,
            Troubled = [.. systems.Where(IsTroubled)],
            Calm = [.. systems.Where(system => !IsTroubled(system))],
            Budgets = [.. systems.SelectMany(system => system.Budgets, (system, budget) => (System: system, Budget: budget))
                .OrderBy(it => it.Budget.Burning ?? Severity.Info).ThenByDescending(it => it.Budget.Health is BudgetHealth.NoData).ThenBy(it => it.Budget.Remaining ?? double.MaxValue)],
            Queues = [.. systems.SelectMany(system => system.Queues, (system, queue) => (System: system, Queue: queue))
                .OrderBy(it => it.Queue.Level is Severity.Unknown ? Severity.Warning : it.Queue.Level).ThenByDescending(it => it.Queue.Share ?? it.Queue.Depth / Math.Max(1e-9, it.Queue.Profile.Warn) ?? 0)],
            Silent = [.. live.Sources.Current.Value?.Sources.Where(source => source.Reachable is false) ?? []],
            Switches = live.DeadMansSwitches.Current.Value is { Switches.IsEmpty: false } switches ? switches : null,
        };
    }

    private static bool IsTroubled(SystemSummary system) => system.Worst is Severity.Critical or Severity.High or Severity.Warning;

    private static bool IsOn(SystemSummary system, AlertFilter filter, DateTimeOffset now)
    {
        var any = new Alert("0", LabelSet.Of(("system", system.Profile.Id)), LabelSet.Empty, AlertState.Firing, now) { System = system.Profile.Id };
        return filter.Terms.OfType<LabelTerm>().Where(term => term.Label == "system").All(term => term.Matches(any, now, AckBoard.Empty));
    }
}
