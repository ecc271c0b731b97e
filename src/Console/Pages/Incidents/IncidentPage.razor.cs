using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Pages.Maintenance;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Incidents;

/// <summary>One incident: how it stands, what can be done next, and all that happened.</summary>
public sealed partial class IncidentPage
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private Incident? incident;
    private ShownIncident? shown;
    private Timeline? timeline;
    private ImmutableArray<Incident> mergers = [];
    private List<Incident> others = [];
    private Freshness freshness;
    private Decision mayWork = new(false, "nobody is signed in", null);
    private Decision mayClose = new(false, "nobody is signed in", null);
    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private string? problem;
    private string? readOf;
    private bool isRead;
    private bool isReading;
    private bool isAskedAgain;

    /// <summary>The incident's id.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    /// <summary>The one kind of what the timeline tells; all when absent.</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary><c>oldest</c>: the timeline begins with what happened first.</summary>
    [SupplyParameterFromQuery(Name = "order")]
    public string? Order { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Incidents, Live.Systems];

    /// <inheritdoc/>
    protected override object? Drawing => (incident, shown, timeline, freshness, mayWork, mayClose, Catalog, others.Count);

    [Inject]
    private IncidentDesk Desk { get; set; } = null!;

    [Inject]
    private IAccessRules Rules { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    private SystemCatalog Catalog => Live.Systems.Current.Value ?? SystemCatalog.Empty;

    private string Colour => incident!.IsOpen ? incident.AcknowledgedAt is null ? "critical" : IncidentText.SeverityOf(incident.Class).Label() : "ok";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Current.Changed -= Redraw;
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Current.Changed += Redraw;
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (readOf != Id)
        {
            (readOf, incident, shown, timeline, isRead) = (Id, null, null, null, false);
            Take();
            await ReadAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.AskAsync() is { } own && own.Id != zone.Id)
        {
            zone = own;
            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        var board = Live.Incidents.Current.Value;
        freshness = FreshnessOf(Live.Incidents);
        others = [.. (board?.Open ?? []).Select(one => one.Incident).Where(one => one.Id != Id)];

        // The board is told of a change after the store: what was read last may be newer.
        if (board?.Find(Id) is { } now && !ReferenceEquals(now, shown))
        {
            shown = now;
            incident = incident is null || now.Incident.Version > incident.Version ? now.Incident : incident;
            if (isRead)
            {
                _ = InvokeAsync(ReadAndDrawAsync);
            }
        }

        Judge();
    }

    private void Judge()
    {
        if (incident is null || Current.Person is not { } person)
        {
            return;
        }

        mayWork = IncidentRights.Decide(Rules, person, Actions.WorkIncident, incident);
        mayClose = IncidentRights.Decide(Rules, person, Actions.CloseIncident, incident);
    }

    // What was just done is shown at once, not when the board tells of it.
    private async Task ChangedAsync(Incident changed)
    {
        if (changed.Id == Id)
        {
            incident = changed;
            Judge();
        }

        await ReadAndDrawAsync();
    }

    private async Task ReadAndDrawAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    // One reading at a time: who asks meanwhile gets one more after it, so that the last is the newest.
    private async Task ReadAsync()
    {
        isAskedAgain = true;
        if (isReading)
        {
            return;
        }

        isReading = true;
        try
        {
            while (isAskedAgain)
            {
                isAskedAgain = false;
                await ReadOnceAsync(Id);
                if (isAskedAgain)
                {
                    // Alerts that flap would have it read without a pause.
                    await Task.Delay(Pace, Clock);
                }
            }
        }
        finally
        {
            isReading = false;
        }
    }

    private async Task ReadOnceAsync(string asked)
    {
        try
        {
            var found = await Desk.FindAsync(asked, CancellationToken.None);
            var told = found is null ? null : await Desk.TimelineAsync(found, CancellationToken.None);
            var into = found is null ? [] : await MergersAsync(found);
            if (asked != Id)
            {
                isAskedAgain = true;
                return;
            }

            (timeline, mergers, problem, isRead) = (told, into, null, true);
            incident = found is null || incident is null || found.Version >= incident.Version ? found : incident;
            Judge();
        }
        catch (StorageException e)
        {
            problem = ActionWords.Sentence(e.Message);
        }
    }

    // Those that were merged into it, and the one that it was merged into, with their titles.
    private async Task<ImmutableArray<Incident>> MergersAsync(Incident of)
    {
        var found = ImmutableArray.CreateBuilder<Incident>();
        foreach (var id in of.Merged.Append(of.MergedInto).OfType<string>())
        {
            if (await Desk.FindAsync(id, CancellationToken.None) is { } one)
            {
                found.Add(one);
            }
        }

        return found.ToImmutable();
    }

    private string TitleOf(string system) => Catalog.Find(system)?.Profile.Title ?? system;

    private void Redraw() => _ = InvokeAsync(() =>
    {
        Judge();
        StateHasChanged();
    });
}
