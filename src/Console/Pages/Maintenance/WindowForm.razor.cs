using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.SignIn;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>Asks for a window, and shows while it is written what is understood of it: when it runs, what the clocks do to it, and which alerts it fits now.</summary>
public sealed partial class WindowForm
{
    private const int MostComing = 10;
    private static readonly string[] Fields = ["name", "system", "matchers", "from", "to", "cron", "duration", "zone", "comment", "ticket"];

    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private MaintenanceDraft draft = new();
    private DraftReading reading = new(null, [], null, []);
    private ImmutableArray<Problem> refused = [];
    private List<Occurrence> coming = [];
    private Decision decision = new(true, string.Empty, null);
    private bool hasTried;
    private bool isBusy;

    /// <summary>What it begins with.</summary>
    [Parameter, EditorRequired]
    public MaintenanceDraft Begin { get; set; } = new();

    /// <summary>The form's name.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = string.Empty;

    /// <summary>The button's words.</summary>
    [Parameter, EditorRequired]
    public string Button { get; set; } = string.Empty;

    /// <summary>Where it leads back to.</summary>
    [Parameter, EditorRequired]
    public string Back { get; set; } = string.Empty;

    /// <summary>Keeps it.</summary>
    [Parameter, EditorRequired]
    public Func<MaintenanceDraft, Person, Task<Result<MaintenanceWindow>>> Save { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Systems];

    [Inject]
    private MaintenanceDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // What is typed before the circuit is up would be lost with the page drawn before it.
    private bool IsClosed => !RendererInfo.IsInteractive;

    private IEnumerable<Problem> Elsewhere => refused.Where(problem => !Fields.Contains(problem.Where));

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        draft = Begin;
        base.OnInitialized();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && await Browser.AskAsync() is { } own)
        {
            // A new one begins on the person's own wall; one that exists stays on its own.
            if (Begin.Name.Length == 0 && !touched.Contains("zone"))
            {
                draft = draft with { Zone = own.Id, From = Moved(draft.From, own), To = Moved(draft.To, own) };
                Take();
            }

            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        reading = Desk.Read(draft);
        coming = [.. reading.Times?.After(Clock.GetUtcNow()).Take(MostComing) ?? []];
        decision = Current.Person is { } person ? Desk.Decide(reading, person) : Current.Decide(Actions.Silence);
    }

    private string Moved(string text, TimeZoneInfo own) =>
        !touched.Contains("from") && !touched.Contains("to") && reading.Times is { From: { } from, To: { } to } ? MaintenanceDraft.Field(text == draft.From ? from : to, own) : text;

    // A field that nobody came to yet is not wrong.
    private IEnumerable<string> Of(string field) => reading.Problems.Where(_ => hasTried || touched.Contains(field)).Concat(refused)
        .Where(problem => problem.Where == field).Select(problem => problem.What).Distinct();

    private string? Invalid(string field) => Of(field).Any() ? "true" : null;

    private void Set(string field, MaintenanceDraft next)
    {
        touched.Add(field);
        draft = next;
        refused = [];
        Take();
    }

    private async Task SaveAsync()
    {
        hasTried = true;
        if (IsClosed || isBusy || Current.Person is not { } person)
        {
            return;
        }

        Take();
        if (reading.Plan is null)
        {
            return;
        }

        isBusy = true;
        var saved = await Save(draft, person);
        isBusy = false;
        refused = saved.Problems;
        if (saved.IsOk)
        {
            await SeenAsync(saved.Value);
            Navigation.NavigateTo(MaintenanceWords.Address(saved.Value.Id));
        }
    }

    /// <summary>Its page shows what the board says: a moment later it does.</summary>
    private async Task SeenAsync(MaintenanceWindow window)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3), Clock);
        try
        {
            await foreach (var seen in Live.Maintenance.WatchAsync(patience.Token))
            {
                if (seen.Value?.Find(window.Id)?.Window.Version >= window.Version)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Then it is seen a little later.
        }
    }
}
