using OpsConsole.Incidents;

namespace OpsConsole.Hubs;

/// <summary>One incident, without what was written on it.</summary>
internal sealed record IncidentMessage(
    string Id, string Title, int Class, IReadOnlyList<string> Systems, string State, DateTimeOffset OpenedAt, string OpenedBy, string? Lead, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy,
    DateTimeOffset? MitigatedAt, DateTimeOffset? EndedAt, string? Verdict, string? MergedInto, int Alerts, int? AlertsFiring, DateTimeOffset? AlertsQuietSince, DateTimeOffset ChangedAt)
{
    public static IReadOnlyList<IncidentMessage> Of(IncidentBoard board) => [.. board.Incidents.Select(Of)];

    private static IncidentMessage Of(ShownIncident shown)
    {
        var (it, alerts) = (shown.Incident, shown.Alerts);
        return new(
            it.Id, it.Title, it.Class, [.. it.Systems], Words.Of(it.State), it.OpenedAt, it.OpenedBy.Name, it.Lead?.Name, it.AcknowledgedAt, it.AcknowledgedBy?.Name,
            it.MitigatedAt, it.EndedAt, it.Verdict is { } verdict ? Words.Of(verdict) : null, it.MergedInto, alerts.Linked, alerts.Firing, alerts.QuietSince, it.ChangedAt);
    }
}
