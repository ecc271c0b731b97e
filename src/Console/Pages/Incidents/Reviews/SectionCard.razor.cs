using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using OpsConsole.Incidents;
using OpsConsole.Runbooks;
using OpsConsole.SignIn;

namespace OpsConsole.Pages.Incidents.Reviews;

/// <summary>One section of a review.</summary>
public sealed partial class SectionCard : ComponentBase, IAsyncDisposable
{
    private const int LongText = 2_500;
    private const int FewRows = 8;
    private const int MostRows = 24;

    private readonly CancellationTokenSource left = new();
    private SectionDraft? draft;
    private IDisposable? seat;
    private List<string> others = [];
    private ImmutableArray<Problem> problems = [];
    private string html = string.Empty;
    private string preview = string.Empty;
    private string? rendered;
    private string? saved;
    private string? leadsTo;
    private bool isBusy;

    /// <summary>The incident.</summary>
    [Parameter, EditorRequired]
    public string Incident { get; set; } = string.Empty;

    /// <summary>The section as it reads now.</summary>
    [Parameter, EditorRequired]
    public ReviewText Now { get; set; } = null!;

    /// <summary>Whether the person may write; asked again when they save.</summary>
    [Parameter]
    public bool MayWrite { get; set; }

    /// <summary>The id of the sentence that says why not.</summary>
    [Parameter, EditorRequired]
    public string WhyId { get; set; } = string.Empty;

    /// <summary>The review as it is after somebody wrote here, or null: look again.</summary>
    [Parameter]
    public EventCallback<Review?> OnWritten { get; set; }

    [Inject]
    private ReviewDesk Desk { get; set; } = null!;

    [Inject]
    private WalkPresence Presence { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Heading => Now.Section.Heading();

    private string Id => $"section-{Now.Section}";

    // What is typed before the circuit is up would be lost with the page drawn before it.
    private bool IsClosed => !RendererInfo.IsInteractive;

    private int Rows => Math.Clamp(draft!.Text.Count(letter => letter == '\n') + 2, FewRows, MostRows);

    private EventCallback<string> Picking => MayWrite && draft is null ? EventCallback.Factory.Create<string>(this, text => Begin(text)) : default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        seat?.Dispose();
        left.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _ = MeetAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        draft?.Meet(Now);
        if (rendered != Now.Text)
        {
            (rendered, html) = (Now.Text, ReviewHtml.Of(Now.Text));
        }
    }

    private void Begin(string? text)
    {
        if (Current.Person is not { } person)
        {
            return;
        }

        (draft, problems, saved, leadsTo) = (new SectionDraft(Now, text), [], null, null);
        preview = ReviewHtml.Of(draft.Text);
        seat ??= Presence.Enter(ReviewWords.Seat(Incident, Now.Section), person);
    }

    private void Type(string? text)
    {
        draft!.Text = text ?? string.Empty;
        preview = ReviewHtml.Of(draft.Text);
    }

    private void Decide(Action what)
    {
        what();
        problems = [];
        preview = ReviewHtml.Of(draft!.Text);
    }

    private void Drop()
    {
        seat?.Dispose();
        (draft, seat, problems, leadsTo) = (null, null, [], null);
    }

    private async Task SaveAsync()
    {
        if (draft is not { Theirs: null } written || isBusy || Current.Person is not { } person)
        {
            return;
        }

        isBusy = true;
        var kept = await Desk.WriteAsync(Incident, Now.Section, written.Text, written.Seen, person, CancellationToken.None);
        isBusy = false;
        problems = kept.Problems;
        if (kept.IsOk)
        {
            Drop();
            saved = "Saved. Everybody who has this open sees it.";
        }

        // Who was quicker stands there at once.
        await OnWritten.InvokeAsync(kept.IsOk ? kept.Value : null);
    }

    private void KeepHere(LocationChangingContext context)
    {
        if (draft is { IsChanged: true } && leadsTo != context.TargetLocation)
        {
            context.PreventNavigation();
            leadsTo = context.TargetLocation;
            StateHasChanged();
        }
    }

    private void Leave()
    {
        var to = leadsTo!;
        Drop();
        Navigation.NavigateTo(to);
    }

    private async Task MeetAsync()
    {
        try
        {
            await foreach (var people in Presence.FollowAsync(ReviewWords.Seat(Incident, Now.Section), left.Token))
            {
                await InvokeAsync(() =>
                {
                    others = [.. people.Where(one => one.Subject != Current.Person?.Subject).Select(one => one.Name)];
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Left.
        }
    }
}
