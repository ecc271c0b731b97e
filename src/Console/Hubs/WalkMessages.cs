using System.Collections.Immutable;
using OpsConsole.Runbooks;

namespace OpsConsole.Hubs;

/// <summary>One open walkthrough. Notes and evidence stay on the pages.</summary>
internal sealed record WalkMessage(
    string Id, string Runbook, string Title, string? System, string? Alert, string? AlertName, string? Incident, string StartedBy, DateTimeOffset StartedAt,
    string? Step, int? StepNumber, int Steps, int Over, ImmutableArray<string> People, DateTimeOffset ChangedAt)
{
    public static IReadOnlyList<WalkMessage> Of(WalkBoard board) => [.. board.Walks.Select(Of)];

    private static WalkMessage Of(OpenWalk open) => new(
        open.Walk.Id, open.Walk.Runbook, open.Walk.Title, open.Walk.System, open.Walk.Alert, open.Walk.AlertName, open.Walk.Incident, open.Walk.StartedBy.Name, open.Walk.StartedAt,
        open.Walk.Current?.Title, open.Walk.Current?.Number, open.Walk.Steps, open.Walk.Over, [.. open.People.Select(person => person.Name)], open.Walk.ChangedAt);
}
