using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>Finds within what time somebody has to have an incident.</summary>
public static class IncidentClocks
{
    /// <summary>The clock of an incident's class: of several systems the shortest. Null where none of them has such a class. Who had it, and when, the incident itself says.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="catalog">The profiles.</param>
    public static ResponseClock? Of(Incident incident, SystemCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(catalog);
        var its = incident.Systems.Select(catalog.Find).OfType<LoadedSystem>().SelectMany(system => system.Profile.Severities)
            .Where(one => one.Class == incident.Class).MinBy(one => one.RespondWithin);
        return its is null ? null
            : new ResponseClock(its.Class, its.RespondWithin, incident.OpenedAt + its.RespondWithin, incident.OpenedAt + its.EscalateAfter, its.EscalateTo);
    }
}
