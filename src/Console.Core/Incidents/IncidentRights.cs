using OpsConsole.Access;

namespace OpsConsole.Incidents;

/// <summary>Who may act on an incident: an incident may cross systems, and who may on one of them may on the whole.</summary>
public static class IncidentRights
{
    /// <summary>Decides by the grants as they are now.</summary>
    /// <param name="rules">The grants.</param>
    /// <param name="person">Who.</param>
    /// <param name="action"><see cref="Actions.WorkIncident"/> or <see cref="Actions.CloseIncident"/>.</param>
    /// <param name="incident">The incident.</param>
    public static Decision Decide(IAccessRules rules, Person person, GuardedAction action, Incident incident)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(incident);
        var decided = OnAny(rules, person, action, incident);
        if (decided.IsAllowed || action != Actions.CloseIncident)
        {
            return decided;
        }

        var leads = incident.Lead?.Subject == person.Subject && OnAny(rules, person, Actions.WorkIncident, incident) is { IsAllowed: true } works ? works : null;
        return leads is null ? decided with { Reason = $"{decided.Reason}; who leads the incident may, too" } : leads with { Reason = $"who leads an incident may close it ({leads.Reason})" };
    }

    private static Decision OnAny(IAccessRules rules, Person person, GuardedAction action, Incident incident)
    {
        if (incident.Systems.IsEmpty)
        {
            return rules.Decide(person, action);
        }

        var all = incident.Systems.Select(system => rules.Decide(person, action, system)).ToList();
        return all.Find(decided => decided.IsAllowed) ?? all[0];
    }
}
