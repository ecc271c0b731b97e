using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Components.Format;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Pages.Maintenance;
using OpsConsole.SignIn;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Incidents;

/// <summary>Opens an incident, by hand or of alerts that the address names.</summary>
public sealed partial class NewIncidentPage
{
    private const int LastClass = 3;
    private const int MostAlerts = 200;
    private const int LongestTitle = 200;
    private static readonly string[] Fields = ["title", "class", "systems", "at", "alerts"];

    private readonly SortedSet<string> systems = new(StringComparer.Ordinal);
    private readonly HashSet<string> left = new(StringComparer.Ordinal);
    private List<string> fingerprints = [];
    private string title = string.Empty;
    private string? at;
    private int grade = 1;
    private Begin begin = Begin.Now;
    private TimeZoneInfo zone = TimeZoneInfo.Utc;
    private Decision decision = new(false, "nobody is signed in", null);
    private ImmutableArray<Problem> problems = [];
    private bool isBusy;

    private enum Begin
    {
        Now,
        Alert,
        At,
    }

    /// <summary>The fingerprints of its alerts, with commas between.</summary>
    [SupplyParameterFromQuery(Name = "alerts")]
    public string? AlertsAsked { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Incidents, Live.Systems];

    [Inject]
    private IncidentDesk Desk { get; set; } = null!;

    [Inject]
    private IAccessRules Rules { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsClosed => !RendererInfo.IsInteractive || isBusy;

    private SystemCatalog Catalog => Live.Systems.Current.Value ?? SystemCatalog.Empty;

    private IEnumerable<string> Taken => fingerprints.Where(fingerprint => !left.Contains(fingerprint));

    private IEnumerable<Alert> TakenAlerts => Taken.Select(fingerprint => Live.Alerts.Current.Value?.Find(fingerprint)).OfType<Alert>();

    private DateTimeOffset? First => TakenAlerts.Select(alert => (DateTimeOffset?)alert.StartsAt).Min();

    private string Back => fingerprints is [var only] ? $"alerts/{Uri.EscapeDataString(only)}" : fingerprints.Count > 0 ? "alerts" : "incidents";

    private IEnumerable<Problem> Elsewhere => problems.Where(problem => !Fields.Contains(problem.Where));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Current.Changed -= Redraw;
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        fingerprints = [.. (AlertsAsked ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(MostAlerts).Select(IncidentText.Short)];
        Begins();
        base.OnInitialized();
        Current.Changed += Redraw;
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
    protected override void Take() => Judge();

    // What the alerts say is what it begins with; from then on it is the person's.
    private void Begins()
    {
        if (TakenAlerts.OrderBy(alert => alert.Severity).ThenBy(alert => alert.StartsAt).FirstOrDefault() is not { } worst)
        {
            return;
        }

        title = worst.Says.Length is > 0 and <= LongestTitle ? worst.Says : Named(worst);
        grade = Math.Min((int)worst.Severity, LastClass);
        begin = Begin.Alert;
        systems.UnionWith(TakenAlerts.Select(alert => alert.System).OfType<string>());
    }

    private void Judge() => decision = Current.Person is not { } person ? new Decision(false, "nobody is signed in", null)
        : IncidentRights.Decide(Rules, person, Actions.WorkIncident, IncidentLike());

    // The rights are decided by what the incident is about.
    private Incident IncidentLike() => new()
    {
        Id = string.Empty,
        Title = title,
        Class = grade,
        OpenedAt = default,
        OpenedBy = IncidentPerson.Console,
        Systems = [.. systems.Union(TakenAlerts.Select(alert => alert.System).OfType<string>())],
    };

    private void Choose(string system, bool isChosen)
    {
        _ = isChosen ? systems.Add(system) : systems.Remove(system);
        Judge();
    }

    private void Take(string fingerprint, bool isTaken)
    {
        _ = isTaken ? left.Remove(fingerprint) : left.Add(fingerprint);
        begin = begin == Begin.Alert && First is null ? Begin.Now : begin;
        Judge();
    }

    private async Task OpenAsync()
    {
        if (Current.Person is not { } person || isBusy)
        {
            return;
        }

        DateTimeOffset? typed = null;
        if (begin == Begin.At && WallTime.Read("at", at, zone, out typed) is { } wrong)
        {
            problems = [wrong];
            return;
        }

        isBusy = true;
        var opened = await Desk.OpenAsync(
            new NewIncident(title, grade) { Systems = [.. systems], Alerts = [.. Taken], At = begin switch { Begin.Alert => First, Begin.At => typed, _ => null } }, person, CancellationToken.None);
        isBusy = false;
        problems = opened.Problems;
        if (opened.IsOk)
        {
            Navigation.NavigateTo(IncidentText.Address(opened.Value.Id));
        }
    }

    private Incident? OpenOf(string fingerprint) => Live.Incidents.Current.Value?.Of(LinkKind.Alert, fingerprint)?.Incident;

    private string? Of(string field) => problems.FirstOrDefault(problem => problem.Where == field) is { } problem ? IncidentText.Sentence(problem) : null;

    private string? Invalid(string field) => problems.Any(problem => problem.Where == field) ? "true" : null;

    private static string Named(Alert alert) => alert.Name.Length == 0 ? "an alert without a name" : IncidentText.Short(alert.Name);

    private void Redraw() => _ = InvokeAsync(() =>
    {
        Judge();
        StateHasChanged();
    });
}
