using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Components.Live;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Pages.Alerts.Escalations;

/// <summary>Whom the console calls for an alert: what was told and what comes, live; or what would happen, where nothing does.</summary>
public sealed partial class ToldCard
{
    private const int Few = 6;
    private static readonly TimeSpan New = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly Follower follower = new();
    private EscalationStory? story;
    private ImmutableArray<ToldStep> steps = [];
    private List<EscalationNotice> heard = [];
    private string? storeProblem;
    private string file = string.Empty;
    private string sentence = string.Empty;
    private string because = string.Empty;
    private string policy = string.Empty;
    private bool isWhole;

    /// <summary>The alert, as it is or was.</summary>
    [Parameter, EditorRequired]
    public Alert Alert { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Acknowledgements, File.Section];

    /// <inheritdoc/>
    protected override object? Drawing => (story, sentence, because, file, storeProblem, string.Concat(steps.Select(step => $"{step.State}{step.At}{step.Whom}")));

    [Inject]
    private EscalationDesk Desk { get; set; } = null!;

    [Inject]
    private EscalationFile File { get; set; } = null!;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await follower.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        // Followed before it is read: what changes in between is read twice and not missed.
        var news = RendererInfo.IsInteractive ? Desk.FollowAsync(follower.Left) : null;
        await LoadAsync();
        if (news is not null)
        {
            follower.Follow(news, HearAsync, DispatchExceptionAsync);
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        var now = Live.Alerts.Current.Value?.Find(Alert.Fingerprint);
        file = File switch
        {
            { Current: null, Problems.IsEmpty: true } => "There is no escalation.yaml: the console calls nobody.",
            { Current: null } => "The escalation file can't be read: the console calls nobody until it is mended.",
            { Problems.IsEmpty: false } => "The escalation file has mistakes; the last good one counts.",
            _ => string.Empty,
        };
        if (story is not null)
        {
            Told(story);
        }
        else
        {
            Foretold(now);
        }
    }

    private void Told(EscalationStory told)
    {
        policy = told.It.Plan.Policy;
        steps = ToldStep.Of(told, Desk.StepsOf(told.It));
        heard = [.. told.Notices.Where(one => one.Kind is not PageKind.Trigger && one.Leg == told.It.Leg)];
        sentence = ToldWords.Of(told, steps);
        because = policy == EscalationPlan.Usual ? $"Class {told.It.Class}: no policy names its system, the times are those of its profile."
            : $"Class {told.It.Class}, by the policy {policy} as it was when it began.";
    }

    private void Foretold(Alert? now)
    {
        heard = [];
        var had = now is null ? null : Live.Acknowledgements.Current.Value?.Of(now);
        var isNew = now is { State: AlertState.Firing } && had is null && Clock.GetUtcNow() - now.StartsAt < New;
        var isToldToNobody = now is { AsksNobody: true } or { IsTest: true };
        sentence = file.Length > 0 && File.Current is null ? string.Empty : ToldWords.Of(now, had, isNew);
        if (isToldToNobody || Desk.Explain(Alert.Labels, Alert.System, isNew ? now!.StartsAt : Minute()) is not { IsOk: true } forecast)
        {
            (steps, because) = ([], string.Empty);
            return;
        }

        because = $"Class {forecast.Value.Class}: {forecast.Value.Because}.";
        policy = forecast.Value.Steps is [var first, ..] ? first.Step.Policy : string.Empty;
        steps = ToldStep.Of(forecast.Value.Steps, isNew);
    }

    // To the minute: with each second all steps would be drawn again.
    private DateTimeOffset Minute() => new(Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private async Task LoadAsync()
    {
        try
        {
            (story, storeProblem) = (await Desk.OfAlertAsync(Alert, follower.Left), null);
        }
        catch (StorageException e)
        {
            storeProblem = e.Message;
        }
        catch (OperationCanceledException) when (follower.Left.IsCancellationRequested)
        {
            return;
        }

        Take();
    }

    private async Task HearAsync(string id)
    {
        if (story is not null && id != story.It.Id && id != StoreNews.Everything)
        {
            return;
        }

        await InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });

        // A storm of alerts changes hundreds: they are read a few at a time.
        await Task.Delay(Rest, Clock, follower.Left);
    }
}
