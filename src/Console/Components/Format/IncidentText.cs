using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Components.Format;

/// <summary>Incidents in words.</summary>
internal static class IncidentText
{
    private const int Longest = 120;
    private static readonly string[] Verbs = ["is ", "has ", "must ", "names ", "goes on "];

    /// <summary>The page of one.</summary>
    public static string Address(string id) => $"incidents/{Uri.EscapeDataString(id)}";

    /// <summary>The page on which one is opened of some alerts.</summary>
    public static string Opening(IEnumerable<string> fingerprints) => $"incidents/new?alerts={Uri.EscapeDataString(string.Join(',', fingerprints))}";

    /// <summary>The severity that a class is shown as.</summary>
    public static Severity SeverityOf(int number) => number is >= 0 and < (int)Severity.Unknown ? (Severity)number : Severity.Unknown;

    /// <summary>How far it is.</summary>
    public static StateWord StateOf(Incident incident) => incident.State switch
    {
        IncidentState.Closed => new("Closed", "check", "unknown"),
        IncidentState.Merged => new("Merged", "link", "unknown"),
        IncidentState.Mitigated => new("Mitigated", "guard", "info"),
        _ when incident.AcknowledgedAt is null => new("Nobody has it", "sev-critical", "critical"),
        _ => new("Open", "incident", SeverityOf(incident.Class).Label()),
    };

    /// <summary>Who leads it.</summary>
    public static string Lead(Incident incident) => incident.Lead is { } lead ? $"{Short(lead.Name)} leads" : "nobody leads";

    /// <summary>How its alerts are, without since when.</summary>
    public static string Alerts(AlertsNow now) => now switch
    {
        { Linked: 0 } => "no alert is linked",
        { Firing: null } => $"whether its {Alerts(now.Linked)} is not known",
        { Firing: 0 } => now.Linked == 1 ? "its alert is quiet" : $"all its {now.Linked} alerts are quiet",
        { Linked: 1 } => "its alert fires",
        _ => $"{now.Firing} of its {now.Linked} alerts {(now.Firing == 1 ? "fires" : "fire")}",
    };

    /// <summary>What its alerts were worth, as who closes it says so.</summary>
    public static string Press(IncidentVerdict verdict) => verdict switch
    {
        IncidentVerdict.Useful => "Useful",
        IncidentVerdict.Noise => "Noise",
        _ => "Needs a runbook",
    };

    /// <summary>A kind of what a timeline tells, as a heading.</summary>
    public static string Of(TimelineKind kind) => kind switch
    {
        TimelineKind.Alert => "Alerts",
        TimelineKind.Acknowledgement => "Acknowledged",
        TimelineKind.Incident => "Incident",
        TimelineKind.Walkthrough => "Runbooks",
        TimelineKind.Action => "Actions",
        TimelineKind.Silence => "Silences",
        TimelineKind.Page => "Pages",
        _ => "Notes",
    };

    /// <summary>The symbol of a kind.</summary>
    public static string IconOf(TimelineKind kind) => kind switch
    {
        TimelineKind.Alert => "alerts",
        TimelineKind.Acknowledgement => "people",
        TimelineKind.Incident => "incident",
        TimelineKind.Walkthrough => "runbook",
        TimelineKind.Action => "action",
        TimelineKind.Silence => "silence",
        TimelineKind.Page => "person",
        _ => "evidence",
    };

    /// <summary>Where something that belongs to an incident is.</summary>
    public static string Address(IncidentLink link) => link.Kind switch
    {
        LinkKind.Alert => $"alerts/{Uri.EscapeDataString(link.Id)}",
        LinkKind.Walkthrough => $"walkthroughs/{Uri.EscapeDataString(link.Id)}",
        LinkKind.Action => $"actions/{Uri.EscapeDataString(link.Id)}",
        _ => $"silences?open={Uri.EscapeDataString(link.Id)}",
    };

    /// <summary>What is wrong with something that was typed, as a sentence.</summary>
    public static string Sentence(Problem problem) => ActionWords.Sentence(Verbs.Any(verb => problem.What.StartsWith(verb, StringComparison.Ordinal)) ? $"it {problem.What}" : problem.What);

    /// <summary>A text of one line that fits.</summary>
    public static string Short(string text) => text.Length <= Longest ? text : $"{text[..Longest]}…";

    private static string Alerts(int count) => count == 1 ? "alert fires" : $"{count} alerts fire";
}
