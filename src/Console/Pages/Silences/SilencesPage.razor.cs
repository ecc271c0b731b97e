using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Components;
using OpsConsole.Live;
using OpsConsole.SignIn;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Silences;

/// <summary>What is silenced, by whom, why, until when, and what of the alerts of now it fits; the filter, the tab and the open silence in the address.</summary>
public sealed partial class SilencesPage
{
    private const int DrawnAtOnce = 60;
    private const int MostChosen = 50;

    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private ImmutableArray<SeenSilence> ending = [];
    private bool isEnding;

    private readonly FilterDraft draft;
    private SilenceBoard? board;
    private Freshness freshness;
    private SilenceState state = SilenceState.Active;
    private List<SilenceRow> rows = [];
    private DateTimeOffset pausedAt;

    /// <summary>Makes the page.</summary>
    public SilencesPage() => draft = new FilterDraft(Lay);

    /// <summary>The filter, as text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The state to show; that of the open silence when absent, else active.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Shown { get; set; }

    /// <summary>The id of the silence whose drawer is open; null for none.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    public string? Open { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Silences];

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    // Who may end none has nothing to choose for; what is over can't be ended.
    private bool MaySelect => RendererInfo.IsInteractive && state is not SilenceState.Expired
        && (Live.Systems.Current.Value?.Systems ?? []).Any(system => Current.Decide(Actions.Silence, system.Profile.Id).IsAllowed);

    private string Sentence => board is null ? string.Empty
        : $"{(freshness is Freshness.Live ? string.Empty : "When last seen: ")}{board.Count(SilenceState.Active)} active, {board.Count(SilenceState.Pending)} pending{Soon()}";

    private string Nothing => !draft.Effective.IsEmpty ? $"None of the {state.Word()} silences fits the filter."
        : freshness is not Freshness.Live || board is { Silent.IsEmpty: false } ? $"When last seen, no silence was {state.Word()}."
        : state switch
        {
            SilenceState.Active => "Nothing is silenced. A silence is made from an alert, or with New silence.",
            SilenceState.Pending => "No silence is to come.",
            _ => "No Alertmanager remembers a silence that is over.",
        };

    /// <inheritdoc/>
    protected override void OnParametersSet() => draft.Read(Query);

    /// <inheritdoc/>
    protected override void Take()
    {
        board = Live.Silences.Current.Value;
        freshness = FreshnessOf(Live.Silences);
        Lay();
    }

    private string Soon()
    {
        var soon = board!.Silences.Count(seen => seen.EndsSoonAt(Clock.GetUtcNow()));
        return soon == 0 ? string.Empty : $"; {soon} {(soon == 1 ? "ends" : "end")} soon while alerts fire";
    }

    private string CountOf(SilenceState one) => board is null ? string.Empty : board.Count(one).ToString("N0", CultureInfo.InvariantCulture);

    private void Lay()
    {
        var now = Clock.GetUtcNow();
        state = SilenceWords.Read(Shown) ?? (Open is null ? null : board?.Find(Open)?.Silence.State) ?? SilenceState.Active;
        rows = board is null ? []
            : [.. board.In(state).Where(seen => SilenceFilter.Fits(draft.Effective, seen, now)).Select(seen => SilenceRow.Of(board, seen, now, Address(draft.Filter, Shown, seen.Silence.Id), seen.Silence.Id == Open))];
    }

    private void Commit()
    {
        if (draft.CanCommit)
        {
            Go(draft.Commit(), Shown, Open);
        }
    }

    private void Go(AlertFilter next, string? shown, string? open) => Navigation.NavigateTo(Address(next, shown, open));

    private static string Address(AlertFilter next, string? shown, string? open)
    {
        (string Name, string? Value)[] terms = [("q", next.IsEmpty ? null : next.ToString()), ("show", shown), ("open", open)];
        var query = string.Join('&', terms.Where(term => !string.IsNullOrEmpty(term.Value)).Select(term => $"{term.Name}={Uri.EscapeDataString(term.Value!)}"));
        return query.Length == 0 ? "silences" : $"silences?{query}";
    }

    private void Choose(string id, bool isOn)
    {
        if (!isEnding && (!isOn || chosen.Count < MostChosen))
        {
            _ = isOn ? chosen.Add(id) : chosen.Remove(id);
        }
    }

    private void End()
    {
        // As they are now: that they leave the list one by one takes none away from what is shown of them.
        ending = [.. (board?.Silences ?? []).Where(seen => seen.Silence.State is not SilenceState.Expired && chosen.Contains(seen.Silence.Id))];
        isEnding = !ending.IsEmpty;
    }

    private void Clear()
    {
        chosen.Clear();
        (isEnding, ending) = (false, []);
    }

    private void Pause()
    {
        IsPaused = !IsPaused;
        pausedAt = Clock.GetUtcNow();
        if (!IsPaused)
        {
            Take();
        }
    }
}
