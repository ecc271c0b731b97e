using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Leadership;
using OpsConsole.Overview;
using OpsConsole.Panels;
using OpsConsole.Queues;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Sources;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Live;

/// <summary>Everything the console knows now: one section each, one writer each, immutable snapshots for any number of readers.</summary>
/// <param name="clock">The time.</param>
public sealed class LiveState(TimeProvider clock)
{
    /// <summary>The systems' profiles.</summary>
    public LiveSection<SystemCatalog> Systems { get; } = new("systems", TimeSpan.MaxValue, clock);

    /// <summary>Alerts.</summary>
    public LiveSection<AlertBoard> Alerts { get; } = new("alerts", TimeSpan.FromSeconds(30), clock);

    /// <summary>Silences. Reading tens of thousands that are over takes its time, so that they are stale later than alerts.</summary>
    public LiveSection<SilenceBoard> Silences { get; } = new("silences", TimeSpan.FromSeconds(60), clock);

    /// <summary>Leader election.</summary>
    public LiveSection<LeadershipBoard> Leadership { get; } = new("leadership", TimeSpan.FromSeconds(45), clock);

    /// <summary>Error budgets.</summary>
    public LiveSection<SloBoard> Slo { get; } = new("slo", TimeSpan.FromSeconds(90), clock);

    /// <summary>Queues.</summary>
    public LiveSection<QueueBoard> Queues { get; } = new("queues", TimeSpan.FromSeconds(60), clock);

    /// <summary>Workloads.</summary>
    public LiveSection<WorkloadBoard> Workloads { get; } = new("workloads", TimeSpan.FromSeconds(60), clock);

    /// <summary>Pods. A watch that is open tells nothing while nothing changes: its collector confirms the content meanwhile.</summary>
    public LiveSection<PodBoard> Pods { get; } = new("pods", TimeSpan.FromSeconds(60), clock);

    /// <summary>What the clusters did.</summary>
    public LiveSection<EventBoard> Events { get; } = new("events", TimeSpan.FromSeconds(60), clock);

    /// <summary>The clusters' nodes.</summary>
    public LiveSection<NodeBoard> Nodes { get; } = new("nodes", TimeSpan.FromSeconds(60), clock);

    /// <summary>What a person should know of the systems' set-up and state.</summary>
    public LiveSection<FindingBoard> Findings { get; } = new("findings", TimeSpan.FromSeconds(60), clock);

    /// <summary>Charts.</summary>
    public LiveSection<PanelBoard> Panels { get; } = new("panels", TimeSpan.FromMinutes(3), clock);

    /// <summary>Where all this comes from.</summary>
    public LiveSection<SourceBoard> Sources { get; } = new("sources", TimeSpan.FromSeconds(60), clock);

    /// <summary>The guarded actions. They change only when somebody acts: their writer confirms them meanwhile.</summary>
    public LiveSection<ActionBoard> Actions { get; } = new("actions", TimeSpan.FromSeconds(60), clock);

    /// <summary>The open walkthroughs. They change only when somebody walks, comes or goes: their writer confirms them meanwhile.</summary>
    public LiveSection<WalkBoard> Walkthroughs { get; } = new("walkthroughs", TimeSpan.FromSeconds(60), clock);

    /// <summary>Who has which alert. It changes only when somebody acknowledges or one ends: its writer confirms it meanwhile.</summary>
    public LiveSection<AckBoard> Acknowledgements { get; } = new("acknowledgements", TimeSpan.FromSeconds(60), clock);

    /// <summary>The maintenance windows. They change when somebody changes one or one begins or ends: their writer confirms them meanwhile.</summary>
    public LiveSection<MaintenanceBoard> Maintenance { get; } = new("maintenance", TimeSpan.FromSeconds(60), clock);

    /// <summary>What the console's own account may do in the clusters. Not one of <see cref="All"/>: it is of the console and not of the fleet, and nothing is decided by it.</summary>
    public LiveSection<RightsBoard> Rights { get; } = new("rights", TimeSpan.FromMinutes(2), clock);

    /// <summary>The alerts that always fire. Not one of <see cref="All"/>: it is of the console's own ears and not of the fleet.</summary>
    public LiveSection<SwitchBoard> DeadMansSwitches { get; } = new("dead-mans-switches", TimeSpan.FromSeconds(30), clock);

    /// <summary>The ways to reach people. Not one of <see cref="All"/>: it is of the console's own voice and not of the fleet.</summary>
    public LiveSection<ChannelsBoard> Channels { get; } = new("channels", TimeSpan.FromSeconds(60), clock);

    /// <summary>The runbooks. They come from files, so they do not go stale.</summary>
    public LiveSection<RunbookShelf> Runbooks { get; } = new("runbooks", TimeSpan.MaxValue, clock);

    /// <summary>The fleet in one look, composed of the others.</summary>
    public LiveSection<FleetOverview> Overview { get; } = new("overview", TimeSpan.FromSeconds(60), clock);

    /// <summary>All sections.</summary>
    public ImmutableArray<ILiveSection> All => [Systems, Alerts, Silences, Leadership, Slo, Queues, Workloads, Pods, Events, Nodes, Findings, Panels, Sources, Actions, Walkthroughs, Acknowledgements, Maintenance, Overview];
}
