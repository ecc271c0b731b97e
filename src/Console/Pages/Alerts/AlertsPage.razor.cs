using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Components;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>What fires, since when: grouped, filtered on the server by the one filter language; all that a person chose to see is in the address.</summary>
public sealed partial class AlertsPage
{
    private const int DrawnBeforeScripts = 40;
    private const int DrawnAtOnce = 60;
    private const int MostWords = 12;
    private const string Example = "severity=\"critical\", age>10m, or text";

    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private readonly AlertSelection selection = new();
    private readonly FilterDraft draft;
    private BoardView view = BoardView.Usual;
    private BoardSight? sight;
    private AlertLayout? layout;
    private Freshness freshness;
    private ImmutableArray<Alert> chosen = [];
    private List<AlertRow> rows = [];
    private DateTimeOffset? lookedAt;
    private int isNew;
    private bool isRead;
    private DateTimeOffset pausedAt;
    private int waiting;

    /// <summary>Makes the page.</summary>
    public AlertsPage() => draft = new FilterDraft(Lay);

    /// <summary>The filter, as text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The states to show, separated by commas; firing when absent.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Shown { get; set; }

    /// <summary>The labels to group by, separated by commas.</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>How densely: <c>table</c>, <c>cards</c> or <c>matrix</c>.</summary>
    [SupplyParameterFromQuery(Name = "as")]
    public string? Look { get; set; }

    /// <summary>What comes first: <c>worst</c>, <c>newest</c>, <c>oldest</c>, <c>name</c> or <c>acknowledged</c>.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    /// <summary>The label of the matrix' columns.</summary>
    [SupplyParameterFromQuery(Name = "x")]
    public string? Across { get; set; }

    /// <summary>The label of the matrix' lines.</summary>
    [SupplyParameterFromQuery(Name = "y")]
    public string? Down { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Acknowledgements, Live.Incidents, Past.Section];

    [Inject]
    private AlertLayouts Layouts { get; set; } = null!;

    [Inject]
    private AlertPast Past { get; set; } = null!;

    private AlertCounts Counts => layout?.Counts ?? AlertCounts.Of([]);

    private string Sentence => sight is null || layout is null ? string.Empty
        : $"{(draft.Effective.IsEmpty ? string.Empty : $"{layout.Fitting} of {sight.Board.Alerts.Length} fit. ")}{BoardWords.Firing(Counts, sight.Board, freshness)}{BoardWords.Silent(sight.Board)}";

    private string Label => $"Alerts by {string.Join(" and ", view.By)}, {BoardWords.Of(view.Sort)}";

    private string Unfiltered => (view with { Filter = AlertFilter.All }).Address();

    private IEnumerable<string> Unusual => sight is null ? [] : BoardWords.Unusual(view, () => Layouts.WordsOf(sight));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        isRead = true;
        draft.Read(Query);
        view = BoardView.Read(Shown, By, Look, Sort, Across, Down) with { Filter = draft.Filter };
        Lay();
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        freshness = FreshnessOf(Live.Alerts);
        var now = Live.Alerts.Current.Value is not { } board ? null : new BoardSight(
            board, Live.Systems.Current.Value ?? SystemCatalog.Empty, Live.Acknowledgements.Current.Value ?? AckBoard.Empty, Past.Current)
        { Incidents = Live.Incidents.Current.Value ?? IncidentBoard.Empty };

        // Mostly only the board's age is news: then all stays the same, and no line is drawn again.
        if (now is null || now.IsSame(sight))
        {
            if (draft.Effective.NamesAges)
            {
                Lay();
            }

            return;
        }

        if (!ReferenceEquals(now.Board, sight?.Board))
        {
            selection.Keep(now.Board);
        }

        sight = now;
        Lay();
    }

    /// <inheritdoc/>
    protected override void OnHeldBack()
    {
        var held = (sight?.Board.Alerts ?? []).ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var now = Live.Alerts.Current.Value?.Alerts ?? [];
        waiting = now.Count(alert => !held.Remove(alert.Fingerprint, out var was) || was.State != alert.State) + held.Count;
    }

    // The first time the address is not read yet: OnParametersSet lays the board out.
    private void Lay()
    {
        if (isRead && sight is not null)
        {
            layout = Layouts.Of(sight, view, draft.Effective);
            Draw();
        }
    }

    private void Draw()
    {
        if (layout is null || sight is null)
        {
            return;
        }

        chosen = selection.Among(sight.Board);
        rows = view.Look is BoardLook.Matrix ? [] : AlertRows.Of(layout, open, selection, lookedAt, rows);
        isNew = lookedAt is { } at ? layout.Shown.Count(alert => AlertRows.IsNew(alert, at)) : 0;
    }

    private ImmutableArray<FilterSuggestion> Complete(string text) => sight is null ? [] : FilterCompletion.For(text, Layouts.WordsOf(sight), MostWords);

    // The box tells of its text by the draft already: what is left is to draw.
    private void Typed() => StateHasChanged();

    private void ToggleGroup(string key)
    {
        if (!open.Remove(key))
        {
            open.Add(key);
        }

        Draw();
    }

    private void Pick(LinePress press)
    {
        selection.Press(press.Row, rows, press.IsRange);
        Draw();
    }

    private void SelectAll()
    {
        selection.Take(layout?.Shown ?? []);
        Draw();
    }

    private void SelectNone()
    {
        selection.Clear();
        Draw();
    }

    private void Looked(DateTimeOffset at)
    {
        lookedAt = at;
        Draw();
    }

    private string? CellAddress(MatrixHead line, MatrixHead column) => BoardWords.AddressOf(view, [(view.Down, line.Value), (view.Across, column.Value)]);

    private string? GroupAddress(AlertGroup group) =>
        BoardWords.AddressOf(view, [.. (view.By.Length > 1 ? view.By : [.. view.By, AlertGroups.Usual[1]]).Select(label => (label, AlertGroups.ValueOf(group.Lead, label)))]);

    private void Go(BoardView next) => Navigation.NavigateTo(next.Address());

    private void Pause()
    {
        IsPaused = !IsPaused;
        pausedAt = Clock.GetUtcNow();
        waiting = 0;
        if (!IsPaused)
        {
            Take();
        }
    }
}
