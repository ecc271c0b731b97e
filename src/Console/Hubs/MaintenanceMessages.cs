using System.Collections.Immutable;
using OpsConsole.Silences;

namespace OpsConsole.Hubs;

/// <summary>One maintenance window.</summary>
internal sealed record WindowMessage(
    string Id, string Name, string? System, IReadOnlyList<string> Matchers, string State, string When, string Zone, string? Cron, DateTimeOffset? RunningSince, DateTimeOffset? EndsAt,
    DateTimeOffset? NextAt, DateTimeOffset? NextEndsAt, ImmutableArray<string> SilenceIds, string MadeBy, string? Problem, DateTimeOffset? ProblemSince)
{
    public static IReadOnlyList<WindowMessage> Of(MaintenanceBoard board) => [.. board.Windows.Select(Of)];

    private static WindowMessage Of(WindowStatus status)
    {
        var (window, plan) = (status.Window, status.Window.Plan);
        return new(
            window.Id, plan.Name, plan.System, [.. plan.Matchers.Select(matcher => matcher.ToString())], Words.Of(status.State), WindowWords.Of(plan.Times), plan.Times.Zone.Id, plan.Times.Cron,
            status.Running?.Start, status.Running?.End, status.Next?.Start, status.Next?.End, [.. status.Run?.Silences.Values.Select(held => held.Id) ?? []],
            window.MadeBy.Name, status.Problem, status.ProblemSince);
    }
}
