using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Incidents;

/// <summary>What is known at one time, to say what the console does about incidents by itself.</summary>
/// <param name="Catalog">The profiles.</param>
/// <param name="Alerts">What fires.</param>
/// <param name="Incidents">The incidents that go on.</param>
internal sealed record KeepingScene(SystemCatalog Catalog, AlertBoard Alerts, ImmutableArray<Incident> Incidents)
{
    /// <summary>Who has which alert.</summary>
    public AckBoard Acknowledgements { get; init; } = AckBoard.Empty;

    /// <summary>The open walkthroughs.</summary>
    public WalkBoard Walkthroughs { get; init; } = WalkBoard.Empty;

    /// <summary>The actions of late.</summary>
    public ActionBoard Actions { get; init; } = ActionBoard.Empty;

    /// <summary>How long an alert fires.</summary>
    public Func<Alert, TimeSpan> FiringFor { get; init; } = _ => TimeSpan.MaxValue;

    /// <summary>The silences.</summary>
    public SilenceBoard Silences { get; init; } = SilenceBoard.Empty;
}

/// <summary>Alerts of a system that open an incident by its profile's rule.</summary>
/// <param name="System">The system.</param>
/// <param name="Alerts">The alerts, worst first; at least one.</param>
internal sealed record DueOpening(SystemProfile System, ImmutableArray<Alert> Alerts)
{
    /// <summary>What the incident is called: as the rule says, else by its worst alert.</summary>
    public string Title => IncidentLimits.Cut(
        IncidentLimits.Line(System.Incidents?.Title is { } title ? LabelTemplate.Fill(title, Alerts[0].Labels) : Alerts[0].Says == Alerts[0].Name ? Named : $"{Named}: {Alerts[0].Says}"), IncidentLimits.Title);

    /// <summary>The class that the rule gives it, else the worst that the profile has for one of the alerts; where it has none, by the severity itself.</summary>
    public int Class => System.Incidents?.Class ?? Alerts.Min(alert => System.Severities.FirstOrDefault(its => its.Severity == alert.Severity)?.Class ?? Math.Min((int)alert.Severity, IncidentLimits.LastClass));

    /// <summary>When the first of the alerts began.</summary>
    public DateTimeOffset Since => Alerts.Min(alert => alert.StartsAt);

    private string Named => Alerts[0].Name.Length == 0 ? "An alert without a name" : Alerts[0].Name;
}

/// <summary>An earlier incident that an alert was in.</summary>
/// <param name="EndedAt">When it ended; the end of time while it goes on.</param>
/// <param name="Since">When the firing began that was linked; null when it was taken off.</param>
internal sealed record EarlierIncident(DateTimeOffset EndedAt, DateTimeOffset? Since);

/// <summary>Says what the console does about incidents by itself. Pure: given what is known, it says what is due.</summary>
internal static class IncidentKeeping
{
    /// <summary>How long an alert that flaps opens no other incident after the last one with it ended.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(15);

    // An alert may have begun a little earlier than the one that opened the incident.
    private static readonly TimeSpan Earlier = TimeSpan.FromMinutes(10);

    /// <summary>The incidents that the rules ask for: at most one for each system for which none goes on.</summary>
    public static ImmutableArray<DueOpening> Openings(KeepingScene scene) =>
    [
        .. scene.Catalog.Systems.Select(system => system.Profile).Where(profile => profile.Incidents is not null && !scene.Incidents.Any(incident => incident.Systems.Contains(profile.Id)))
            .Select(profile => new DueOpening(
                profile,
                [.. scene.Alerts.Alerts.Where(alert => alert.System == profile.Id && alert.State is AlertState.Firing && Calls(alert) && profile.Incidents!.Opens(alert.Labels) && scene.FiringFor(alert) >= profile.Incidents.FiringFor)
                    .OrderBy(alert => alert.Severity).ThenBy(alert => alert.StartsAt)]))
            .Where(due => !due.Alerts.IsEmpty),
    ];

    /// <summary>An opening without the alerts that an earlier incident had: the same firing opens none again, and one that flaps waits a while. Null when none is left.</summary>
    /// <param name="due">The opening.</param>
    /// <param name="earlier">The newest incident with an alert, by its fingerprint; null when there was none.</param>
    /// <param name="now">The time.</param>
    public static DueOpening? Fresh(DueOpening due, Func<string, EarlierIncident?> earlier, DateTimeOffset now)
    {
        // Where the clock was set back meanwhile, the incident may have ended before its own alert began.
        ImmutableArray<Alert> fresh =
        [
            .. due.Alerts.Where(alert => earlier(alert.Fingerprint) is not { } was || (was.EndedAt < alert.StartsAt && now - was.EndedAt >= Quiet && (was.Since is null || was.Since < alert.StartsAt))),
        ];
        return fresh.IsEmpty ? null : due with { Alerts = fresh };
    }

    /// <summary>What belongs to an incident and is not linked yet.</summary>
    /// <param name="scene">What is known.</param>
    /// <param name="incident">One that goes on.</param>
    public static ImmutableArray<IncidentLink> Links(KeepingScene scene, Incident incident)
    {
        var alerts = Later(scene, incident).ToList();
        var all = incident.Linked(LinkKind.Alert).Select(link => link.Id).Concat(alerts.Select(alert => alert.Fingerprint)).ToHashSet(StringComparer.Ordinal);
        var since = incident.OpenedAt - Earlier;
        var found = alerts.Select(LinkedAlerts.LinkOf)
            .Concat(scene.Walkthroughs.Walks.Select(open => open.Walk).Where(walk => walk.Incident == incident.Id || (walk.Alert is { } alert && all.Contains(alert)))
                .Select(walk => new IncidentLink(LinkKind.Walkthrough, walk.Id, walk.Title, walk.StartedAt) { System = walk.System, Whose = walk.StartedBy.Name }))
            .Concat(scene.Actions.Runs.Where(run => run.Origin.Incident == incident.Id || (run.At >= since && run.Origin.Alert is { } alert && all.Contains(alert))).Select(LinkedActions.LinkOf))
            .Concat(scene.Alerts.Alerts.Where(alert => all.Contains(alert.Fingerprint)).SelectMany(alert => alert.SilencedBy).Distinct(StringComparer.Ordinal)
                .Select(scene.Silences.Find).OfType<SeenSilence>().Select(LinkedSilences.LinkOf));
        return [.. found.Where(incident.Lacks)
            .Select(link => link with { Title = IncidentLimits.Cut(IncidentLimits.Line(link.Title), IncidentLimits.Title), Whose = IncidentLimits.Cut(IncidentLimits.Line(link.Whose), IncidentLimits.Name) })];
    }

    /// <summary>Who acknowledged an alert of an incident that nobody has yet: the first who did; null for nobody.</summary>
    public static Acknowledgement? Acknowledged(KeepingScene scene, Incident incident) => incident.AcknowledgedAt is not null ? null
        : scene.Alerts.Alerts.Where(alert => incident.Has(LinkKind.Alert, alert.Fingerprint)).Select(scene.Acknowledgements.Of).OfType<Acknowledgement>().MinBy(one => one.At);

    /// <summary>The later alerts of the systems that have a rule and whose newest incident this is.</summary>
    private static IEnumerable<Alert> Later(KeepingScene scene, Incident incident)
    {
        var systems = incident.Systems.Where(system => scene.Catalog.Find(system)?.Profile.Incidents is not null
            && scene.Incidents.Where(one => one.Systems.Contains(system)).Max(one => one.Id) == incident.Id).ToHashSet(StringComparer.Ordinal);
        return systems.Count == 0 ? [] : scene.Alerts.Alerts.Where(alert => alert.System is { } system && systems.Contains(system) && alert.State is not AlertState.Pending && Calls(alert)
            && alert.StartsAt >= incident.OpenedAt - Earlier && !scene.Incidents.Any(one => one.Has(LinkKind.Alert, alert.Fingerprint)));
    }

    private static bool Calls(Alert alert) => !alert.AsksNobody && !alert.IsTest && AlertMemory.IsFingerprint(alert.Fingerprint);
}
