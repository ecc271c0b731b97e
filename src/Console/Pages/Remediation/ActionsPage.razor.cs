using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Remediation;

/// <summary>What waits for whom, what goes on, what was done: guarded actions of all systems, freezes and reviews.</summary>
public sealed partial class ActionsPage
{
    private const int PageSize = 50;

    // Each of them asks the cluster every two seconds while it is looked at.
    private const int MostOpen = 3;

    private static readonly TimeSpan Late = TimeSpan.FromHours(24);

    private ActionBoard board = ActionBoard.Empty;
    private Freshness freshness;
    private List<SystemProfile> systems = [];
    private List<ActionRun> waiting = [];
    private List<ActionRun> going = [];
    private List<ActionRun> over = [];
    private List<Freeze> freezes = [];
    private List<ReviewItem> reviews = [];
    private List<ReviewItem> closed = [];
    private string? next;
    private string? silence;

    /// <summary>Only those of this system.</summary>
    [SupplyParameterFromQuery]
    public string? System { get; set; }

    /// <summary>Only this action.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>Only those that somebody with this in their name asked for or decided.</summary>
    [SupplyParameterFromQuery]
    public string? Who { get; set; }

    /// <summary>Those before this id, or <c>start</c>; null for those of the last day, live.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Actions, Live.Systems];

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private RemedyBook Book { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsFiltered => !string.IsNullOrEmpty(System) || !string.IsNullOrEmpty(Kind) || !string.IsNullOrEmpty(Who);

    private string Sentence => freshness is not Freshness.Live ? "What is shown is old"
        : waiting.Count + going.Count == 0 ? "Nothing waits, nothing is under way"
        : $"{waiting.Count} {(waiting.Count == 1 ? "waits" : "wait")} for approval, {going.Count} under way";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Take();
        if (Older is not null)
        {
            await ReadOlderAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        board = Live.Actions.Current.Value ?? ActionBoard.Empty;
        freshness = FreshnessOf(Live.Actions);
        systems = [.. Live.Systems.Current.Value?.Systems.Select(system => system.Profile) ?? []];
        var runs = board.Runs.Where(Fits).ToList();

        // First what I could decide, then by how soon it lapses: nothing moves under the cursor but by that order.
        waiting = [.. runs.Where(run => run.State is RunState.Waiting).OrderBy(run => MayDecide(run) ? 0 : 1).ThenBy(run => run.LapsesAt)];
        going = [.. runs.Where(run => run.State is RunState.Approved or RunState.Running)];
        freezes = [.. board.Freezes.Where(freeze => string.IsNullOrEmpty(System) || freeze.System == System).OrderBy(freeze => freeze.From)];
        reviews = [.. board.Reviews.Where(review => review.ClosedAt is null && (string.IsNullOrEmpty(System) || review.System == System))];
        closed = [.. board.Reviews.Where(review => review.ClosedAt is not null && (string.IsNullOrEmpty(System) || review.System == System))];
        if (Older is null)
        {
            var since = Clock.GetUtcNow() - Late;
            over = [.. runs.Where(run => run.IsOver && (run.EndedAt ?? run.At) >= since)];
            next = over.Count > 0 ? over[^1].Id : null;
            silence = null;
        }
    }

    private async Task ReadOlderAsync()
    {
        try
        {
            var page = await Desk.OverAsync(Older == "start" ? null : Older, string.IsNullOrEmpty(System) ? null : System, PageSize, CancellationToken.None);
            over = [.. page.Where(Fits)];
            next = page.Length == PageSize ? page[^1].Id : null;
            silence = null;
        }
        catch (StorageException e)
        {
            (over, next, silence) = ([], null, e.Message);
        }
    }

    private bool MayDecide(ActionRun run) => run.By.Subject != Current.Person?.Subject && Current.Decide(Actions.Approve, run.Plan.System).IsAllowed;

    private bool Fits(ActionRun run) => (string.IsNullOrEmpty(System) || run.Plan.System == System) && (string.IsNullOrEmpty(Kind) || run.Plan.Kind == Kind)
        && (string.IsNullOrEmpty(Who) || IsOf(run.By) || (run.Approval is { } approval && IsOf(approval.By)));

    private bool IsOf(Person person) => person.Name.Contains(Who!, StringComparison.OrdinalIgnoreCase) || person.Subject.Contains(Who!, StringComparison.OrdinalIgnoreCase);

    private string TitleOf(string system) => systems.FirstOrDefault(one => one.Id == system)?.Title ?? system;

    private void Go(string name, string? value) => Navigation.NavigateTo(Address(name, value));

    private string Address(string name, string? value)
    {
        (string Name, string? Value)[] terms = [("system", System), ("kind", Kind), ("who", Who), ("older", null)];
        var kept = terms.Select(term => term.Name == name ? (term.Name, Value: value) : term).Where(term => !string.IsNullOrEmpty(term.Value))
            .Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Name}={Uri.EscapeDataString(term.Value!)}"));
        return string.Join('&', kept) is { Length: > 0 } query ? $"actions?{query}" : "actions";
    }
}
