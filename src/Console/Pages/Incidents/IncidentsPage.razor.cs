using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.SignIn;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Incidents;

/// <summary>The incidents that go on, those that ended, and how long people took to respond.</summary>
public sealed partial class IncidentsPage
{
    private IncidentBoard? board;
    private Freshness freshness;
    private IncidentsView view = new();

    /// <summary>Only those of a system that ended.</summary>
    [SupplyParameterFromQuery(Name = "system")]
    public string? System { get; set; }

    /// <summary>Only those that ended and that hold these words.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary>Only those that ended and were opened before this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public string? Before { get; set; }

    /// <summary>Of how many days the response times are.</summary>
    [SupplyParameterFromQuery(Name = "days")]
    public string? Days { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Incidents, Live.Systems];

    /// <inheritdoc/>
    protected override object? Drawing => (board, freshness, Live.Incidents.Current.Problem, Catalog, view);

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    private SystemCatalog Catalog => Live.Systems.Current.Value ?? SystemCatalog.Empty;

    private bool MayOpen => Current.Decide(Actions.WorkIncident).IsAllowed || Catalog.Systems.Any(system => Current.Decide(Actions.WorkIncident, system.Profile.Id).IsAllowed);

    private string Sentence => board is null ? string.Empty
        : $"{(freshness is Freshness.Live ? null : "When last seen: ")}{(board.Open.IsEmpty ? "none goes on" : $"{board.Open.Length} {(board.Open.Length == 1 ? "goes" : "go")} on")}{Unowned(board.Unacknowledged.Count())}";

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
    protected override void OnParametersSet() => view = IncidentsView.Read(System, Words, Before, Days);

    /// <inheritdoc/>
    protected override void Take() => (board, freshness) = (Live.Incidents.Current.Value, FreshnessOf(Live.Incidents));

    private static string? Unowned(int count) => count == 0 ? null : $", {count} that nobody has";

    private string TitleOf(string system) => Catalog.Find(system)?.Profile.Title ?? system;

    private void Redraw() => _ = InvokeAsync(StateHasChanged);
}
