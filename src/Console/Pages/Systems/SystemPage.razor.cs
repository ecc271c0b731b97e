using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Overview;
using OpsConsole.Queues;
using OpsConsole.Remediation;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Systems;

/// <summary>Why: one system with its leader, budgets, queues, alerts, charts, workloads and pods.</summary>
public sealed partial class SystemPage
{
    private static readonly ImmutableArray<string> LeaseActions = ["lease-delete"];

    private SystemProfile? profile;
    private SystemSummary? summary;
    private List<ErrorBudget> budgets = [];
    private List<QueueStatus> queues = [];
    private ImmutableArray<Alert> alerts = [];
    private List<Freeze> freezes = [];

    /// <summary>The system's id.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    /// <summary>The workload whose pods alone are shown; null for all.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Workload { get; set; }

    /// <summary>The pod whose drawer is open, as NAMESPACE/NAME; null for none.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Pod { get; set; }

    /// <summary>What could be done.</summary>
    [Inject]
    public required ActionOffers Offers { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections =>
        [Live.Systems, Live.Overview, Live.Leadership, Live.Slo, Live.Queues, Live.Actions];

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        profile = Live.Systems.Current.Value?.Find(Id)?.Profile;
        summary = Live.Overview.Current.Value?.Systems.FirstOrDefault(system => system.Profile.Id == Id);
        budgets = [.. Live.Slo.Current.Value?.Of(Id) ?? []];
        queues = [.. Live.Queues.Current.Value?.Of(Id) ?? []];
        alerts = summary?.Alerts ?? [];
        freezes = [.. Live.Actions.Current.Value?.Freezes.Where(freeze => freeze.System == Id && freeze.Holds(Clock.GetUtcNow())) ?? []];
    }

    private string? Stale(ILiveSection section) => FreshnessOf(section) is Freshness.Live ? null : "stale-data";
}
