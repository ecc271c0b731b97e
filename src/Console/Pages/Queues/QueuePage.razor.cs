using Microsoft.AspNetCore.Components;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Queues;
using OpsConsole.Remediation;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Queues;

/// <summary>One queue: how deep it is, where it is going and how far that can be believed, and what could be done.</summary>
public sealed partial class QueuePage
{
    private SystemProfile? profile;
    private QueueStatus? queue;
    private DateTimeOffset at;
    private QueueStaffing? staffing;
    private Freshness freshness;
    private int? most;

    /// <summary>The system's id.</summary>
    [Parameter]
    public string System { get; set; } = string.Empty;

    /// <summary>The queue's name.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    /// <summary>How far back the chart goes: 24h, 7d or 30d; null for the hours that are kept.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>What could be done.</summary>
    [Inject]
    public required ActionOffers Offers { get; set; }

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Queues, Live.Systems];

    private string? Stale => freshness is Freshness.Live ? null : "stale-data";

    private string Now => queue!.Depth is null ? "Not known" : queue.Capacity is null ? Figures.WithUnit(queue.Depth.Value, queue.Profile.Unit) : QueueWords.Depth(queue);

    private string? Going => queue!.Problem ?? (queue.Profile.Capacity is null ? QueueWords.Outlook(queue) : queue.Share is { } share ? $"{Figures.Percent(share)} used" : null);

    private string Story => $"{queue!.Profile.Title}: {Now}{(Going is null ? string.Empty : $", {Going}")}";

    private IEnumerable<(string What, string Promql)> Expressions => new (string What, string? Promql)[]
    {
        ("Depth", queue!.Profile.Depth), ("Capacity", queue.Profile.Capacity), ("Oldest", queue.Profile.Oldest), ("In", queue.Profile.InRate), ("Out", queue.Profile.OutRate),
        ("Workers", queue.Profile.Workers), ("Stuck", queue.Profile.Stuck),
    }.Where(it => it.Promql is not null).Select(it => (it.What, it.Promql!));

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        profile = Live.Systems.Current.Value?.Find(System)?.Profile;
        queue = Live.Queues.Current.Value?.Find(System, Name);
        freshness = FreshnessOf(Live.Queues);
        staffing = queue is null ? null : QueueStaffing.Of(queue);
        most = profile?.Workloads.FirstOrDefault(workload => workload.Target == queue?.Profile.ServedBy)?.Max;
        at = Live.Queues.Current.ObservedAt ?? Clock.GetUtcNow();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.AskAsync() is not null)
        {
            StateHasChanged();
        }
    }
}
