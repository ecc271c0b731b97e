using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Leadership;
using OpsConsole.Live;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Sources;
using OpsConsole.Workloads;

namespace OpsConsole.Hubs;

/// <summary>Makes the hub's messages of the live state's sections.</summary>
/// <param name="live">The live state.</param>
/// <param name="clock">The time.</param>
internal sealed class LiveMessages(LiveState live, TimeProvider clock)
{
    private readonly Dictionary<string, ILiveSection> offered = new ILiveSection[]
    {
        live.Overview, live.Alerts, live.Silences, live.Leadership, live.Slo, live.Queues, live.Workloads, live.Pods, live.Events,
        live.Nodes, live.Findings, live.Sources, live.Actions, live.Walkthroughs, live.Acknowledgements, live.Maintenance, live.Incidents,
    }.ToDictionary(section => section.Name, StringComparer.Ordinal);

    /// <summary>The sections that can be asked for.</summary>
    public IReadOnlyCollection<ILiveSection> Offered => offered.Values;

    /// <summary>A section by its name; null when it is not offered.</summary>
    /// <param name="name">The name.</param>
    public ILiveSection? Find(string name) => offered.GetValueOrDefault(name);

    /// <summary>The whole section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="seen">Its snapshot.</param>
    public LiveMessage Whole(ILiveSection section, Snapshot<object> seen) => Head(section, seen) with { Value = Shape(seen.Value) };

    /// <summary>What changed on the alert board.</summary>
    /// <param name="before">The board of the message before.</param>
    /// <param name="seen">The new snapshot.</param>
    public LiveMessage Changes(AlertBoard before, Snapshot<AlertBoard> seen)
    {
        var head = Head(live.Alerts, new(seen.Version, null, seen.ObservedAt, seen.Problem, seen.ProblemSince));
        return head with { Changes = Diff(before, seen.Value ?? AlertBoard.Empty) };
    }

    private static AlertChanges Diff(AlertBoard before, AlertBoard after)
    {
        var old = before.Alerts.ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var changed = new List<AlertMessage>();
        foreach (var alert in after.Alerts)
        {
            if (!old.Remove(alert.Fingerprint, out var was) || !SaysTheSame(was, alert))
            {
                changed.Add(AlertMessage.Of(alert));
            }
        }

        return new AlertChanges(changed, [.. old.Keys], after.Silent);
    }

    private static bool SaysTheSame(Alert was, Alert now) => ReferenceEquals(was, now)
        || (was.State == now.State && was.StartsAt == now.StartsAt && was.System == now.System && was.Annotations.Equals(now.Annotations)
            && was.SilencedBy.SequenceEqual(now.SilencedBy) && was.InhibitedBy.SequenceEqual(now.InhibitedBy)
            && was.Origins.SequenceEqual(now.Origins));

    private static object? Shape(object? value) => value switch
    {
        null => null,
        FleetOverview fleet => OverviewMessage.Of(fleet),
        AlertBoard board => AlertsMessage.Of(board),
        SilenceBoard board => SilencesMessage.Of(board),
        LeadershipBoard board => LeaderMessage.Of(board),
        SloBoard board => BudgetMessage.Of(board),
        QueueBoard board => QueueMessage.Of(board),
        WorkloadBoard board => WorkloadMessage.Of(board),
        PodBoard board => PodsMessage.Of(board),
        EventBoard board => EventsMessage.Of(board),
        NodeBoard board => NodesMessage.Of(board),
        FindingBoard board => FindingsMessage.Of(board),
        SourceBoard board => SourceMessage.Of(board),
        ActionBoard board => ActionsMessage.Of(board),
        WalkBoard board => WalkMessage.Of(board),
        AckBoard board => AckMessage.Of(board),
        MaintenanceBoard board => WindowMessage.Of(board),
        IncidentBoard board => IncidentMessage.Of(board),
        _ => throw new InvalidOperationException($"No message is drawn for {value.GetType().Name}."),
    };

    private LiveMessage Head(ILiveSection section, Snapshot<object> seen) => new(
        section.Name, seen.Version, seen.ObservedAt, Words.Of(seen.FreshnessAt(clock.GetUtcNow(), section.StaleAfter)),
        section.StaleAfter == TimeSpan.MaxValue ? null : section.StaleAfter.TotalSeconds, seen.Problem, seen.ProblemSince, null, null);
}
