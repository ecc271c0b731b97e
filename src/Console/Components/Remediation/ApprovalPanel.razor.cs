using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Storage;

namespace OpsConsole.Components.Remediation;

/// <summary>Shows who could agree what the guards say now, and takes what they decide. It judges in the name of who asked: theirs is the action.</summary>
public sealed partial class ApprovalPanel : ComponentBase
{
    private const int ShortestReason = 5;
    private static readonly TimeSpan LongestPlan = TimeSpan.FromSeconds(10);

    private readonly string id = $"decide-{Guid.NewGuid():N}";
    private PlanLoop? loop;
    private PlanAnswer? again;
    private ActionPlan shown = null!;
    private ImmutableArray<GuardAnswer> guards = [];
    private ImmutableHashSet<string> overridden = [];
    private ImmutableArray<Problem> refused = [];
    private string? barred;
    private string reason = string.Empty;
    private bool isSending;

    /// <summary>The run; it waits.</summary>
    [Parameter, EditorRequired]
    public ActionRun Run { get; set; } = null!;

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private LiveState Live { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    private bool IsLive => again is PlanAnswer.Made;

    private string? WhyNotRefuse => barred ?? (reason.Trim().Length < ShortestReason ? $"Give a reason of at least {ShortestReason} letters." : null);

    private string? WhyNotApprove => barred ?? again switch
    {
        PlanAnswer.Made { Plan: var now } when now.Hash != Run.Plan.Hash => "The target changed since this was asked.",
        PlanAnswer.Made => guards.FirstOrDefault(guard => guard.Stops && !overridden.Contains(guard.Guard)) is { } stop ? $"{stop.Title}." : null,
        PlanAnswer.Denied no => $"{Run.By.Name} may not do it any more: {no.Decision.Reason}.",
        PlanAnswer.Wrong wrong => ActionWords.Sentence(wrong.Problems[0].What),
        PlanAnswer.Unplannable no => ActionWords.Sentence(no.Because),
        _ => "The guards are being asked.",
    } ?? WhyNotRefuse;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Current.Changed -= PersonChanged;
        if (loop is not null)
        {
            await loop.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (shown, guards, overridden) = (Run.Plan, Run.Plan.Guards, [.. Run.Overridden]);
        Current.Changed += PersonChanged;
        Follow();
    }

    // Only for who can decide: a queue that many look at must not ask the cluster for each of them.
    private void Follow()
    {
        barred = WhyBarred();
        if (barred is null && loop is null && RendererInfo.IsInteractive)
        {
            loop = new PlanLoop(PlanAsync, DispatchExceptionAsync, Clock);
            loop.Start();
        }
    }

    private string? WhyBarred() => Current.Person is not { } person ? "Nobody is signed in any more."
        : person.Subject == Run.By.Subject ? "You asked for it yourself: somebody else has to agree."
        : Current.Decide(Actions.Approve, Run.Plan.System) is { IsAllowed: false } decision
            ? $"{Refusal.Sentence(decision.Reason, Actions.Approve)} {Refusal.Advice(person, Actions.Approve, Run.Plan.System)}"
            : null;

    private async Task PlanAsync(CancellationToken cancellation)
    {
        if (barred is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(LongestPlan, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            again = (await Desk.ReplanAsync(Run.Id, either.Token)).Match<PlanAnswer>(answer => answer, problems => Silent(problems[0].What));
        }
        catch (Exception e) when (e is StorageException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            again = Silent(e is StorageException ? e.Message : "The guards do not answer in time.");
        }

        if (again is PlanAnswer.Made { Plan: var now })
        {
            shown = now;
            guards = [.. now.Guards.Where(guard => !IsItself(guard))];
        }

        StateHasChanged();
    }

    // That this one waits for its target is no news to who decides about it.
    private bool IsItself(GuardAnswer guard) => guard is { Guard: "nobody-else", Stops: false }
        && Live.Actions.Current.Value?.Runs.Any(other => !other.IsOver && other.Id != Run.Id && other.Plan.Target.Key == Run.Plan.Target.Key) is not true;

    private static PlanAnswer.Unplannable Silent(string why) => new PlanAnswer.Unplannable(ActionStage.Preflight, why, []);

    private async Task DecideAsync(bool agrees)
    {
        if (isSending || (agrees ? WhyNotApprove : WhyNotRefuse) is not null || Current.Person is not { } person)
        {
            return;
        }

        isSending = true;
        try
        {
            refused = (await Desk.DecideAsync(Run.Id, Run.Plan.Hash, agrees, reason.Trim(), person, CancellationToken.None)).Problems;
        }
        catch (StorageException e)
        {
            refused = [new Problem("storage", e.Message)];
        }
        finally
        {
            isSending = false;
        }
    }

    private void Watch(bool isSeen)
    {
        if (loop is not null)
        {
            loop.IsPaused = !isSeen;
        }
    }

    private void PersonChanged() => _ = InvokeAsync(() =>
    {
        Follow();
        StateHasChanged();
    });
}
