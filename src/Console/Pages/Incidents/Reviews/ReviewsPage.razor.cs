using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>What was promised in reviews and is open, what is late first; and which reviews are wanted, being written and finished.</summary>
public sealed partial class ReviewsPage : ComponentBase, IAsyncDisposable
{
    private const int Most = 200;
    private readonly CancellationTokenSource left = new();
    private ReviewShelf? shelf;
    private List<PromisedItem> items = [];
    private Decision? denied;
    private string shown = "all";
    private string? problem;
    private DateTimeOffset? problemSince;
    private DateOnly today;
    private bool isAllDenied;

    /// <summary>Which action items: mine, late; all when it is absent.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [Inject]
    private ReviewShelfDesk Desk { get; set; } = null!;

    [Inject]
    private ReviewFeed Feed { get; set; } = null!;

    [Inject]
    private IAccessRules Rules { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private IEnumerable<(string Show, string Words, int Count)> Shows => [("all", "All", shelf!.Items.Length), ("late", "Late", shelf.Items.Count(IsLate)), ("mine", "Mine", shelf.Items.Count(IsMine))];

    private string Sentence
    {
        get
        {
            if (shelf is null)
            {
                return string.Empty;
            }

            var (late, wanted) = (shelf.Items.Count(IsLate), shelf.Reviews.Count(one => one.Progress is ReviewProgress.Wanted));
            return $"{ReviewWords.Count(shelf.Items.Length, "action item is", "action items are")} open{(late > 0 ? $", {late} late" : null)}; "
                + $"{ReviewWords.Count(wanted, "review is", "reviews are")} wanted, {shelf.Reviews.Count(one => one.Progress is ReviewProgress.Writing)} being written";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Current.Changed -= Redraw;
        await left.CancelAsync();
        left.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Current.Changed += Redraw;
        await LookAsync(left.Token);
        if (RendererInfo.IsInteractive)
        {
            _ = FollowAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Choose();

    private async Task FollowAsync()
    {
        try
        {
            await Feed.FollowAsync(null, token => InvokeAsync(() => LookAsync(token)), left.Token);
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var (read, wasToday) = (await Desk.ReadAsync(cancellation), today);
            var isSame = problem is null && shelf is not null && Same(read, shelf);
            (shelf, problem, problemSince) = (read, null, null);
            Choose();
            if (!isSame || today != wasToday)
            {
                StateHasChanged();
            }
        }
        catch (StorageException e)
        {
            (problem, problemSince) = (e.Message, problemSince ?? Clock.GetUtcNow());
            StateHasChanged();
        }
    }

    private static bool Same(ReviewShelf one, ReviewShelf other) =>
        one.Items.Select(item => (item.Item, item.Incident.Version)).SequenceEqual(other.Items.Select(item => (item.Item, item.Incident.Version)))
        && one.Reviews.Select(Key).SequenceEqual(other.Reviews.Select(Key));

    private static (string, int, ReviewProgress, int, DateTimeOffset?) Key(ReviewStanding one) => (one.Incident.Id, one.Incident.Version, one.Progress, one.Open, one.WrittenAt);

    private Task LookAgainAsync(Review? review) => LookAsync(left.Token);

    private void Choose()
    {
        today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        shown = Show is "mine" or "late" ? Show : "all";
        items = [.. (shelf?.Items ?? []).Where(one => shown switch { "mine" => IsMine(one), "late" => IsLate(one), _ => true })];
        var decisions = items.ConvertAll(one => May(one.Incident));
        denied = decisions.Find(one => !one.IsAllowed);
        isAllDenied = decisions.TrueForAll(one => !one.IsAllowed);
    }

    private bool IsLate(PromisedItem one) => one.Item.IsLateAt(today);

    private bool IsMine(PromisedItem one) => Current.Person is { } person && one.Item.IsOf(person);

    private Decision May(Incident incident) => Current.Person is { } person ? IncidentRights.Decide(Rules, person, Actions.WorkIncident, incident) : Current.Decide(Actions.WorkIncident);

    private static IReadOnlyList<string> PeopleOf(Incident incident) => [.. incident.Members.Append(incident.Lead).OfType<IncidentPerson>().Select(person => person.Name).Distinct(StringComparer.Ordinal)];

    private static string About(ReviewProgress progress) => progress switch
    {
        ReviewProgress.Wanted => $"closed in the last {ReviewStanding.WantedFor.Days} days, class 0 to {ReviewStanding.LastClassWanted}, no noise",
        ReviewProgress.Writing => "something is not written yet",
        _ => "every section is written",
    };

    private static string Missing(ReviewStanding one)
    {
        var open = one.Open == 0 ? string.Empty : $"{ReviewWords.Count(one.Open, "action item", "action items")} open";
        return one.Progress switch
        {
            ReviewProgress.Wanted => "nobody began it",
            ReviewProgress.Writing => $"nothing yet on {ReviewWords.Of(one.Empty)}{(open.Length > 0 ? $"; {open}" : null)}",
            _ => open.Length > 0 ? open : "nothing is open",
        };
    }

    private void Redraw() => _ = InvokeAsync(() =>
    {
        Choose();
        StateHasChanged();
    });
}
