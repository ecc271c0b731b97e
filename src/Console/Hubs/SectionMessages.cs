using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Leadership;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Slo;
using OpsConsole.Sources;

namespace OpsConsole.Hubs;

/// <summary>One alert.</summary>
internal sealed record AlertMessage(
    string Fingerprint, string Name, string? System, string Severity, string State, DateTimeOffset StartsAt, string Says,
    ImmutableSortedDictionary<string, string> Labels, ImmutableSortedDictionary<string, string> Annotations,
    ImmutableArray<string> SilencedBy, ImmutableArray<string> InhibitedBy, ImmutableArray<string> Origins)
{
    public static AlertMessage Of(Alert alert) => new(
        alert.Fingerprint, alert.Name, alert.System, alert.Severity.Label(), Words.Of(alert.State), alert.StartsAt, alert.Says,
        alert.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal), alert.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
        alert.SilencedBy, alert.InhibitedBy, alert.Origins);
}

/// <summary>All alerts.</summary>
internal sealed record AlertsMessage(IReadOnlyList<AlertMessage> Alerts, ImmutableArray<string> SilentSources)
{
    public static AlertsMessage Of(AlertBoard board) => new([.. board.Alerts.Select(AlertMessage.Of)], board.Silent);
}

/// <summary>Who leads one system.</summary>
internal sealed record LeaderMessage(
    string System, string State, string? Holder, DateTimeOffset? Since, string Because, string? Lease, DateTimeOffset? RenewedAt,
    int? Transitions, ImmutableArray<string> Leading, ImmutableArray<string>? Contenders)
{
    public static LeaderMessage Of(LeaderStatus status) => new(
        status.System, Words.Of(status.State), status.Holder, status.Since, status.Because,
        status.Lease is { } lease ? $"{lease.Namespace}/{lease.Name}" : null, status.Lease?.RenewedAt, status.Lease?.Transitions,
        status.Leading, status.Contenders);

    public static IReadOnlyList<LeaderMessage> Of(LeadershipBoard board) => [.. board.Systems.Select(Of)];
}

/// <summary>One burn rate.</summary>
internal sealed record BurnMessage(double WindowSeconds, double? ErrorRatio, double? Rate, bool NoTraffic);

/// <summary>One error budget.</summary>
internal sealed record BudgetMessage(
    string System, string Objective, string Title, double Target, double WindowSeconds, string Health, double? Sli, double? Remaining,
    double? ExhaustedInSeconds, string? Burning, IReadOnlyList<BurnMessage> BurnRates, string? Problem)
{
    public static BudgetMessage Of(ErrorBudget budget) => new(
        budget.System, budget.Objective.Name, budget.Objective.Title, budget.Objective.Target, budget.Objective.Window.TotalSeconds,
        Words.Of(budget.Health), budget.Sli, budget.Remaining, budget.Exhaustion?.TotalSeconds, budget.Burning?.Label(),
        [.. budget.BurnRates.Select(burn => new BurnMessage(burn.Window.TotalSeconds, burn.ErrorRatio, burn.Rate, burn.NoTraffic))],
        budget.Problem);

    public static IReadOnlyList<BudgetMessage> Of(SloBoard board) => [.. board.Budgets.Select(Of)];
}

/// <summary>One queue.</summary>
internal sealed record QueueMessage(
    string System, string Queue, string Title, string Unit, double? Depth, double? Capacity, double? OldestSeconds, double? InPerSecond,
    double? OutPerSecond, double? Workers, double? Stuck, string Level, string Outlook, double? EarliestSeconds, double? LatestSeconds,
    string Because, string? Problem)
{
    public static QueueMessage Of(QueueStatus queue) => new(
        queue.System, queue.Profile.Name, queue.Profile.Title, queue.Profile.Unit, queue.Depth, queue.Capacity, queue.Oldest?.TotalSeconds,
        queue.InRate, queue.OutRate, queue.Workers, queue.Stuck, queue.Level.Label(), Words.Of(queue.Forecast.Outlook),
        queue.Forecast.Earliest?.TotalSeconds, queue.Forecast.Latest?.TotalSeconds, queue.Forecast.Because, queue.Problem);

    public static IReadOnlyList<QueueMessage> Of(QueueBoard board) => [.. board.Queues.Select(Of)];
}

/// <summary>One upstream.</summary>
internal sealed record SourceMessage(
    string Name, string Kind, bool? Reachable, double? LatencyMilliseconds, DateTimeOffset? LastSuccess, string? Error,
    DateTimeOffset? FailingSince, string? Version, double? ClockAheadSeconds)
{
    public static SourceMessage Of(SourceStatus source) => new(
        source.Name, Words.Of(source.Kind), source.Reachable, source.Latency?.TotalMilliseconds, source.LastSuccess, source.Error,
        source.FailingSince, source.Version, source.ClockAhead?.TotalSeconds);

    public static IReadOnlyList<SourceMessage> Of(SourceBoard board) => [.. board.Sources.Select(Of)];
}

/// <summary>One system in one look.</summary>
internal sealed record SystemMessage(
    string System, string Title, string? Worst, string Headline, DateTimeOffset? HeadlineSince, string Detail, int Firing, int HeldBack,
    int Pending, string? LeaderState, double? LowestBudget, ImmutableArray<string> NotSeen)
{
    public static SystemMessage Of(SystemSummary system) => new(
        system.Profile.Id, system.Profile.Title, system.Worst?.Label(), system.Headline, system.HeadlineSince, system.Detail,
        system.Alerts.Count(alert => alert.State is AlertState.Firing),
        system.Alerts.Count(alert => alert.State is AlertState.Silenced or AlertState.Inhibited),
        system.Alerts.Count(alert => alert.State is AlertState.Pending),
        system.Leader is { } leader ? Words.Of(leader.State) : null,
        system.Budgets.Min(budget => budget.Remaining), system.Blind);
}

/// <summary>The fleet in one look.</summary>
internal sealed record OverviewMessage(
    IReadOnlyList<SystemMessage> Systems, ImmutableSortedDictionary<string, int> Firing, int HeldBack, int Pending, int Unclaimed,
    IReadOnlyList<string> DisabledSystems)
{
    public static OverviewMessage Of(FleetOverview fleet) => new(
        [.. fleet.Systems.Select(SystemMessage.Of)],
        fleet.Counts.ToImmutableSortedDictionary(count => count.Key.Label(), count => count.Value, StringComparer.Ordinal),
        fleet.HeldBack, fleet.Pending, fleet.Unclaimed.Length, [.. fleet.Faults.Select(fault => fault.Id)]);
}

/// <summary>Enum members as the messages write them: camel case.</summary>
internal static class Words
{
    public static string Of<T>(T member)
        where T : struct, Enum
    {
        var name = member.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
