using System.Collections.Immutable;

namespace OpsConsole.Incidents;

/// <summary>The incidents that go on and those of late, as all replicas know them now.</summary>
/// <param name="Incidents">Newest first.</param>
public sealed record IncidentBoard(ImmutableArray<ShownIncident> Incidents)
{
    /// <summary>How long one that ended is shown.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromDays(7);

    /// <summary>Nothing happened.</summary>
    public static IncidentBoard Empty { get; } = new([]);

    /// <summary>Those that go on: the worst class first, then the oldest.</summary>
    public ImmutableArray<ShownIncident> Open { get; } =
        [.. Incidents.Where(shown => shown.Incident.IsOpen).OrderBy(shown => shown.Incident.Class).ThenBy(shown => shown.Incident.OpenedAt)];

    /// <summary>Those that go on and that nobody has yet.</summary>
    public IEnumerable<ShownIncident> Unacknowledged => Open.Where(shown => shown.Incident.AcknowledgedAt is null);

    /// <summary>An incident by its id; null when it goes on no more and is not of late.</summary>
    /// <param name="id">The id.</param>
    public ShownIncident? Find(string id) => Incidents.FirstOrDefault(shown => shown.Incident.Id == id);

    /// <summary>The newest that goes on and that something belongs to; null for none.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="target">Its id.</param>
    public ShownIncident? Of(LinkKind kind, string target) => Incidents.FirstOrDefault(shown => shown.Incident.IsOpen && shown.Incident.Has(kind, target));
}

/// <summary>An incident on the board.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Alerts">How its alerts are; of one that ended nothing is known.</param>
public sealed record ShownIncident(Incident Incident, AlertsNow Alerts);
