using OpsConsole.Incidents;
using OpsConsole.Live;

namespace OpsConsole.Tests.Host;

/// <summary>An incident of which everything is known.</summary>
internal static class SomeIncidents
{
    /// <summary>Has it on the live state.</summary>
    public static void See(LiveState live) => live.Incidents.Observed(new IncidentBoard([new ShownIncident(
        new Incident
        {
            Id = "01jdsomeincident0001",
            Version = 4,
            Title = "Checkout fails",
            Class = 0,
            Systems = ["billing"],
            State = IncidentState.Mitigated,
            OpenedAt = DateTimeOffset.UnixEpoch,
            OpenedBy = IncidentPerson.Console,
            Lead = new("anna", "Anna Ek"),
            Members = [new("anna", "Anna Ek")],
            Links = [new(LinkKind.Alert, "00000000000000aa", "BillingNoLeader", DateTimeOffset.UnixEpoch) { System = "billing" }],
            AcknowledgedAt = DateTimeOffset.UnixEpoch.AddMinutes(2),
            AcknowledgedBy = new("anna", "Anna Ek"),
            MitigatedAt = DateTimeOffset.UnixEpoch.AddMinutes(9),
            ChangedAt = DateTimeOffset.UnixEpoch.AddMinutes(9),
        },
        new AlertsNow(1, 0, DateTimeOffset.UnixEpoch.AddMinutes(8)))]));
}
