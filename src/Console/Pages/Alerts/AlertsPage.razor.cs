using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>What fires, since when: grouped, filtered on the server by the one filter language, the filter in the URL.</summary>
public sealed partial class AlertsPage
{
    private const int DrawnBeforeScripts = 60;
    private const int DrawnAtOnce = 100;

    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private ImmutableHashSet<AlertState> states = [AlertState.Firing];
    private AlertBoard? board;
    private Freshness freshness;
    private AlertFilter filter = AlertFilter.All;
    private AlertFilter effective = AlertFilter.All;
    private string draft = string.Empty;
    private string? problem;
    private int fitting;
    private AlertCounts counts = AlertCounts.Of([]);
    private List<AlertRow> rows = [];
    private (AlertBoard? Board, SystemCatalog? Catalog, AlertFilter? Filter, ImmutableHashSet<AlertState>? States) laid;
    private DateTimeOffset pausedAt;
    private int waiting;

    /// <summary>The filter, as text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The states to show, separated by commas; firing when absent.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Shown { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts];

    [Inject]
    private AlertLayouts Layouts { get; set; } = null!;

    private string Draft
    {
        get => draft;
        set
        {
            draft = value;
            Judge();
        }
    }

    private bool StateIsFiltered => effective.NamesStates;

    private string Sentence => board is null ? string.Empty
        : $"{(effective.IsEmpty ? string.Empty : $"{fitting} of {board.Alerts.Length} fit. ")}{Firing()}{SilentWords}";

    private string SilentWords => board is not { Silent: [_, ..] silent } ? string.Empty
        : $". {string.Join(", ", silent)} {(silent.Length == 1 ? "does" : "do")} not answer: what only {(silent.Length == 1 ? "it reports" : "they report")} is the last known";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var read = AlertFilter.Parse(Query ?? string.Empty);
        filter = read.IsOk ? read.Value : AlertFilter.All;
        if (!read.IsOk)
        {
            // A link that was cut or written by hand: it goes back to the box, so that it can be mended.
            draft = Query!;
        }

        states = Shown is null ? [AlertState.Firing] : [.. Shown.Split(',').Select(word =>
            Enum.TryParse<AlertState>(word, ignoreCase: true, out var state) ? state : AlertState.Firing)];
        Judge();
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        board = Live.Alerts.Current.Value;
        freshness = FreshnessOf(Live.Alerts);

        // The first time the filter is not read yet: OnParametersSet lays the board out.
        if (laid.Filter is not null)
        {
            Lay();
        }
    }

    /// <inheritdoc/>
    protected override void OnHeldBack()
    {
        var held = (board?.Alerts ?? []).ToDictionary(alert => alert.Fingerprint, StringComparer.Ordinal);
        var now = Live.Alerts.Current.Value?.Alerts ?? [];
        waiting = now.Count(alert => !held.Remove(alert.Fingerprint, out var was) || was.State != alert.State) + held.Count;
    }

    private string Firing() => counts.Firing == 0 ? freshness is Freshness.Live && board is { Silent.IsEmpty: true } ? "Nothing fires" : "Nothing fired when last seen"
        : string.Join(", ", counts.BySeverity.Select(count => $"{count.Value} {count.Key.Label()}")) + " firing";

    private bool IsShown(AlertState state) => StateIsFiltered || states.Contains(state);

    private int CountOf(AlertState state) => state switch
    {
        AlertState.Firing => counts.Firing,
        AlertState.Pending => counts.Pending,
        AlertState.Silenced => counts.Silenced,
        _ => counts.Inhibited,
    };

    private void Judge()
    {
        var read = string.IsNullOrWhiteSpace(draft) ? filter : filter.And(draft);
        problem = read.IsOk ? null : read.Explanation;

        // While the text makes no sense yet, what was shown stays.
        effective = read.IsOk ? read.Value : filter;
        Lay();
    }

    private void Lay()
    {
        // Mostly only the board's age is news: then the lines stay the same, and none of them is drawn again.
        var catalog = Live.Systems.Current.Value ?? SystemCatalog.Empty;
        var isLaid = ReferenceEquals(board, laid.Board) && ReferenceEquals(catalog, laid.Catalog) && effective.Equals(laid.Filter)
            && states == laid.States && !effective.NamesAges;
        laid = (board, catalog, effective, states);
        if (board is null || isLaid)
        {
            return;
        }

        var layout = Layouts.Of(board, catalog, effective, states);
        (fitting, counts) = (layout.Fitting, layout.Counts);
        rows = AlertRows.Of(layout.Sections, open);
    }

    private void ToggleGroup(string key)
    {
        if (!open.Remove(key))
        {
            open.Add(key);
        }

        laid.Board = null;
        Lay();
    }

    private void Toggle(AlertState state)
    {
        var less = states.Remove(state);
        var next = less == states ? states.Add(state) : less;
        Go(filter, next.IsEmpty ? [AlertState.Firing] : next);
    }

    private void Commit()
    {
        if (problem is null && !string.IsNullOrWhiteSpace(draft))
        {
            draft = string.Empty;
            Show(effective);
        }
    }

    private void TakeLastChip(KeyboardEventArgs key)
    {
        if (key.Key == "Backspace" && draft.Length == 0 && !filter.IsEmpty)
        {
            Show(filter.Without(filter.Terms[^1]));
        }
    }

    private void Show(AlertFilter next) => Go(next, states);

    private void Go(AlertFilter next, ImmutableHashSet<AlertState> shown) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(
        "alerts",
        new Dictionary<string, object?>
        {
            ["q"] = next.IsEmpty ? null : next.ToString(),
            ["show"] = shown.SetEquals([AlertState.Firing]) ? null : string.Join(',', shown.Order().Select(state => state.Label())),
        }));

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
