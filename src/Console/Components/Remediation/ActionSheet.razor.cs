using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;

namespace OpsConsole.Components.Remediation;

/// <summary>A guarded action from the plan to its end. It plans again and again while it is looked at, and asks the desk for everything.</summary>
public sealed partial class ActionSheet
{
    private readonly CancellationTokenSource left = new();
    private ActionDraft draft = null!;
    private RemedyDescription? about;
    private PlanLoop? loop;
    private ElementReference heading;
    private List<ActionRun> others = [];
    private ActionRun? run;
    private string? whyNot;
    private bool isSending;
    private bool mustFocus;

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired]
    public ActionRequest Request { get; set; } = null!;

    /// <summary>Whether it is a page of its own; then what was confirmed is a page of its own too.</summary>
    [Parameter]
    public bool IsPage { get; set; }

    /// <summary>The dialog is to be closed.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => Request.Kind switch
    {
        "lease-delete" => [Live.Actions, Live.Leadership],
        "scale" or "rollout-restart" => [Live.Actions, Live.Workloads],
        "pod-delete" or "pod-evict" => [Live.Actions, Live.Pods],
        _ => [Live.Actions, Live.Alerts],
    };

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private IOptions<ActionsOptions> Options { get; set; } = null!;

    [Inject]
    private RemedyBook Book { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Title => run?.Plan.Title ?? draft.Plan?.Title ?? (about is null ? "No such action" : Request.Target.Length == 0 ? about.Title : $"{about.Title}: {Request.Target}");

    private string Where => string.Join(", ", new[]
    {
        Live.Systems.Current.Value?.Find(Request.System)?.Profile.Title ?? Request.System,
        (run?.Plan ?? draft.Plan) is { } plan ? ActionWords.Place(plan.Target) : string.Empty,
    }.Where(part => part.Length > 0));

    private bool AsksSecond => draft.Tier is RiskTier.SecondPerson && !draft.BreakGlass;

    private string Press => draft.BreakGlass ? "Break the glass and go" : AsksSecond ? "Ask for approval" : about?.Title ?? "Confirm";

    private ImmutableHashSet<string> Fields => [.. about?.Fields.Select(asked => asked.Name) ?? []];

    // What has no field to stand beside.
    private IEnumerable<Problem> Unplaced => draft.Refused.Where(problem => !Fields.Contains(problem.Where)
        && !(problem.Where == "typed" && draft.AsksName) && !(problem.Where == "reason" && draft.AsksReason));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Current.Changed -= PersonChanged;
        await left.CancelAsync();
        if (loop is not null)
        {
            await loop.DisposeAsync();
        }

        left.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        about = Book.Describe(Request.Kind);
        draft = new ActionDraft(Request, about?.AsksReason is true, Clock);
        base.OnInitialized();
        Judge();
        Current.Changed += PersonChanged;

        // Also where one dialog follows another in the same place.
        mustFocus = !IsPage && RendererInfo.IsInteractive;
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            loop = new PlanLoop(cancellation => PlanAsync(PlanLimit.Longest, cancellation), DispatchExceptionAsync, Clock);
            loop.Start();
        }
        else
        {
            await PlanAsync(PlanLimit.First, left.Token);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (mustFocus)
        {
            mustFocus = false;
            await heading.FocusAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        TakeBoard();
        loop?.Wake();
    }

    private void TakeBoard()
    {
        var board = Live.Actions.Current.Value ?? ActionBoard.Empty;
        run = run is null ? null : board.Find(run.Id) ?? run;
        others = draft.Plan is { } plan ? [.. board.Runs.Where(other => !other.IsOver && other.Plan.Target.Key == plan.Target.Key && other.Id != run?.Id)] : [];
    }

    private async Task PlanAsync(TimeSpan longest, CancellationToken cancellation)
    {
        if (run is not null || Current.Person is not { } person)
        {
            return;
        }

        using var limit = new PlanLimit(longest, Clock, cancellation);
        await draft.PlanAsync(Desk, person, limit);
        TakeBoard();
        Draw();
    }
}
