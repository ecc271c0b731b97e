using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Incidents;
using OpsConsole.Runbooks;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>The review of an incident, written by several people together: each sees the others' sections as they are saved, and who is there.</summary>
public sealed partial class ReviewPage : ComponentBase, IAsyncDisposable
{
    private CancellationTokenSource left = new();
    private Incident? incident;
    private Review? review;
    private Decision decision = new(false, "nobody is signed in", null);
    private ImmutableArray<Walker> here = [];
    private ImmutableArray<Problem> refused = [];
    private IDisposable? seat;
    private string? followed;
    private string? problem;
    private DateTimeOffset? problemSince;
    private bool isRead;
    private bool isBusy;

    /// <summary>The incident's id.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    [Inject]
    private ReviewDesk Desk { get; set; } = null!;

    [Inject]
    private IncidentDesk Incidents { get; set; } = null!;

    [Inject]
    private ReviewFeed Feed { get; set; } = null!;

    [Inject]
    private WalkPresence Presence { get; set; } = null!;

    [Inject]
    private IAccessRules Rules { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private string State
    {
        get
        {
            ImmutableArray<ReviewSection> empty = [.. review!.Sections.Where(section => section.Text.Length == 0).Select(section => section.Section)];
            var open = review.Items.Count(item => item.ClosedAt is null);
            var promises = open == 0 ? string.Empty : $"; {ReviewWords.Count(open, "action item is", "action items are")} open";
            return ReviewStanding.Of(empty) is ReviewProgress.Written ? $"Finished: every section is written{promises}" : $"Being written: nothing yet on {ReviewWords.Of(empty)}{promises}";
        }
    }

    private string? Here => here.Length == 0 ? null
        : here is [var only] && only.Subject == Current.Person?.Subject ? "only you are here"
        : $"{ReviewWords.People([.. here.Select(one => one.Name)])} {(here.Length == 1 ? "is" : "are")} here";

    private IReadOnlyList<string> People => [.. incident!.Members.Append(incident.Lead).OfType<IncidentPerson>().Select(person => person.Name).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Current.Changed -= Redraw;
        await left.CancelAsync();
        seat?.Dispose();
        left.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Current.Changed += Redraw;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id)
        {
            return;
        }

        await left.CancelAsync();
        left.Dispose();
        left = new CancellationTokenSource();
        seat?.Dispose();
        (followed, incident, review, problem, problemSince, isRead, here) = (Id, null, null, null, null, false, []);
        await LookAsync(Id, left.Token);
        if (RendererInfo.IsInteractive && incident is not null && Current.Person is { } person)
        {
            seat = Presence.Enter(ReviewWords.Seat(Id), person);
            _ = FollowAsync(Id, left.Token);
            _ = MeetAsync(Id, left.Token);
        }
    }

    private async Task FollowAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await Feed.FollowAsync(id, token => InvokeAsync(() => LookAsync(id, token)), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task MeetAsync(string id, CancellationToken cancellation)
    {
        try
        {
            await foreach (var people in Presence.FollowAsync(ReviewWords.Seat(id), cancellation))
            {
                await InvokeAsync(() =>
                {
                    here = people;
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Left.
        }
    }

    private async Task LookAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var (found, read) = (await Incidents.FindAsync(id, cancellation), await Desk.FindAsync(id, cancellation));
            if (id == Id && (!isRead || problem is not null || !IsSame(found, read)))
            {
                (incident, problem, problemSince) = (found, null, null);
                Show(read);
            }
        }
        catch (StorageException e)
        {
            (problem, problemSince) = (e.Message, problemSince ?? Clock.GetUtcNow());
            StateHasChanged();
        }

        isRead = true;
    }

    private bool IsSame(Incident? found, Review? read) => found?.Version == incident?.Version && (read, review) switch
    {
        (null, null) => true,
        ({ } now, { } was) => now.Sections.SequenceEqual(was.Sections) && now.Items.SequenceEqual(was.Items),
        _ => false,
    };

    private void Show(Review? read)
    {
        // A text that was read before somebody saved another may come after it.
        review = read is null || review is null || review.Incident != read.Incident ? read
            : read with { Sections = [.. read.Sections.Zip(review.Sections, (now, was) => now.Version < was.Version ? was : now)] };
        decision = incident is not null && Current.Person is { } person ? IncidentRights.Decide(Rules, person, Actions.WorkIncident, incident) : Current.Decide(Actions.WorkIncident);
        StateHasChanged();
    }

    private async Task BeginAsync()
    {
        if (isBusy || Current.Person is not { } person)
        {
            return;
        }

        isBusy = true;
        var begun = await Desk.BeginAsync(Id, person, CancellationToken.None);
        isBusy = false;
        refused = begun.Problems;
        if (begun.IsOk)
        {
            Show(begun.Value);
        }
    }

    private async Task WrittenAsync(Review? now)
    {
        if (now is not null)
        {
            Show(now);
        }
        else
        {
            await LookAsync(Id, left.Token);
        }
    }

    private void Redraw() => _ = InvokeAsync(() => Show(review));
}
