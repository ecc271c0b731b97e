using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Remediation;
using OpsConsole.Silences;
using OpsConsole.Slo;

namespace OpsConsole.Incidents;

/// <summary>What is known when one shift hands over to the next. A part that is null was never seen.</summary>
/// <param name="At">When.</param>
internal sealed record HandOverScene(DateTimeOffset At)
{
    public AlertBoard? Alerts { get; init; }

    public AckBoard? Acknowledgements { get; init; }

    public SilenceBoard? Silences { get; init; }

    public ActionBoard? Actions { get; init; }

    public SloBoard? Budgets { get; init; }

    public IncidentBoard? Incidents { get; init; }

    public HandOverWritten Written { get; init; } = HandOverWritten.Nothing;

    /// <summary>What is not known or old, each in a sentence.</summary>
    public ImmutableArray<string> Doubts { get; init; } = [];
}

/// <summary>Alerts of one name and system that fire.</summary>
/// <param name="System">The system; null for none.</param>
/// <param name="Name">Their name: untrusted text.</param>
/// <param name="Severity">The worst of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">Since when the first of them fires.</param>
public sealed record HandOverAlerts(string? System, string Name, Severity Severity, int Count, DateTimeOffset Since)
{
    /// <summary>Who has them; null for nobody.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>The one to look at first: the worst, and of those the oldest.</summary>
    public Alert? Lead { get; init; }
}

/// <summary>An incident that goes on, with what was last written on it.</summary>
/// <param name="Shown">The incident.</param>
/// <param name="Notes">Its newest notes, oldest first.</param>
public sealed record HandOverIncident(ShownIncident Shown, ImmutableArray<IncidentNote> Notes);

/// <summary>What the next shift must know, in one page.</summary>
public sealed record HandOverReport
{
    private const int NotesOfEach = 5;

    /// <summary>How soon a silence ends to be told of: within a shift.</summary>
    public static TimeSpan Shift { get; } = TimeSpan.FromHours(8);

    /// <summary>When it was put together.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Alerts that fire and that nobody has: worst first, then oldest first. None is held back.</summary>
    public ImmutableArray<HandOverAlerts> Unacknowledged { get; init; } = [];

    /// <summary>Alerts that somebody has, by who has them: oldest first, so that what was forgotten comes first.</summary>
    public ImmutableArray<HandOverAlerts> Acknowledged { get; init; } = [];

    /// <summary>Silences that end within a shift, the next one first.</summary>
    public ImmutableArray<SeenSilence> SilencesEnding { get; init; } = [];

    /// <summary>Actions that wait for a second person, oldest first.</summary>
    public ImmutableArray<ActionRun> Approvals { get; init; } = [];

    /// <summary>Error budgets that are low, gone, or burn: those with the least left first.</summary>
    public ImmutableArray<ErrorBudget> Budgets { get; init; } = [];

    /// <summary>The incidents that go on: the worst class first, then the oldest.</summary>
    public ImmutableArray<HandOverIncident> Incidents { get; init; } = [];

    /// <summary>What people want the next shift to know, newest first.</summary>
    public ImmutableArray<HandOverNote> Notes { get; init; } = [];

    /// <summary>What people did within the shift, newest first.</summary>
    public ImmutableArray<HandOverDone> Done { get; init; } = [];

    /// <summary>What is not known or old, each in a sentence: an empty part says nothing then.</summary>
    public ImmutableArray<string> Doubts { get; init; } = [];

    /// <summary>Puts it together.</summary>
    internal static HandOverReport Of(HandOverScene scene)
    {
        var acks = scene.Acknowledgements ?? AckBoard.Empty;
        var firing = (scene.Alerts?.Alerts ?? []).Where(alert => alert.State is not AlertState.Pending && !alert.AsksNobody && !alert.IsTest)
            .Select(alert => (Alert: alert, Had: acks.Of(alert))).ToList();
        return new HandOverReport
        {
            At = scene.At,
            Unacknowledged =
            [
                .. firing.Where(one => one.Had is null && one.Alert.State is AlertState.Firing).GroupBy(one => (one.Alert.System, one.Alert.Name))
                    .Select(group => Grouped(group.Select(one => one.Alert), null))
                    .OrderBy(alerts => alerts.Severity).ThenBy(alerts => alerts.Since).ThenBy(alerts => alerts.Name, StringComparer.Ordinal),
            ],
            Acknowledged =
            [
                .. firing.Where(one => one.Had is not null).GroupBy(one => (one.Alert.System, one.Alert.Name, one.Had!.By.Subject))
                    .Select(group => Grouped(group.Select(one => one.Alert), group.Select(one => one.Had!).MinBy(had => had.At)))
                    .OrderBy(alerts => alerts.Acknowledgement!.At).ThenBy(alerts => alerts.Name, StringComparer.Ordinal),
            ],
            SilencesEnding = [.. (scene.Silences ?? SilenceBoard.Empty).In(SilenceState.Active).Where(seen => EndOf(seen) - scene.At <= Shift).OrderBy(EndOf)],
            Approvals = [.. (scene.Actions ?? ActionBoard.Empty).Waiting.OrderBy(run => run.At)],
            Budgets = [.. (scene.Budgets?.Budgets ?? []).Where(AtRisk).OrderBy(budget => budget.Remaining ?? double.MaxValue).ThenBy(budget => budget.System, StringComparer.Ordinal)],
            Incidents =
            [
                .. (scene.Incidents ?? IncidentBoard.Empty).Open
                    .Select(shown => new HandOverIncident(shown, [.. scene.Written.Incidents.GetValueOrDefault(shown.Incident.Id, []).TakeLast(NotesOfEach)])),
            ],
            Notes = scene.Written.Notes,
            Done = HandOverDone.Of(scene),
            Doubts = scene.Doubts,
        };
    }

    /// <summary>When a silence ends; one that ends with its alerts, at the latest.</summary>
    /// <param name="seen">The silence.</param>
    public static DateTimeOffset EndOf(SeenSilence seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return seen.KeptAtMostTo ?? seen.Silence.EndsAt;
    }

    private static bool AtRisk(ErrorBudget budget) => budget.Burning is not null || budget.Health is BudgetHealth.Warning or BudgetHealth.Critical or BudgetHealth.Exhausted;

    private static HandOverAlerts Grouped(IEnumerable<Alert> alerts, Acknowledgement? had)
    {
        var all = alerts.ToList();
        return new HandOverAlerts(all[0].System, all[0].Name, all.Min(alert => alert.Severity), all.Count, all.Min(alert => alert.StartsAt))
        {
            Acknowledgement = had,
            Lead = all.OrderBy(alert => alert.Severity).ThenBy(alert => alert.StartsAt).First(),
        };
    }
}
