using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;

namespace OpsConsole.Components.Remediation;

/// <summary>Plans what a form asks for again and again while it is looked at, takes one confirmation for all of it, and shows what becomes of it.</summary>
public sealed partial class BatchSheet
{
    private readonly CancellationTokenSource left = new();
    private ActionBatch batch = null!;
    private PlanLoop? loop;
    private ElementReference heading;
    private string? whyNot;
    private bool isSending;
    private bool mustFocus;

    /// <summary>What is asked, as the form says now.</summary>
    [Parameter, EditorRequired]
    public ImmutableArray<ActionRequest> Requests { get; set; } = [];

    /// <summary>What is wrong in the form, in a sentence: nothing is planned then; null when nothing is.</summary>
    [Parameter]
    public string? FormProblem { get; set; }

    /// <summary>What stands on the button.</summary>
    [Parameter, EditorRequired]
    public string Press { get; set; } = string.Empty;

    /// <summary>The reason to begin with.</summary>
    [Parameter]
    public string? FirstReason { get; set; }

    /// <summary>Where the person goes who does not mean it; null: nowhere.</summary>
    [Parameter]
    public string? CancelAddress { get; set; }

    /// <summary>The person does not mean it.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    /// <summary>A reason was typed.</summary>
    [Parameter]
    public EventCallback<string> OnReason { get; set; }

    /// <summary>It was taken: the form is closed.</summary>
    [Parameter]
    public EventCallback OnBegun { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Actions, Live.Alerts];

    [Inject]
    private ActionDesk Desk { get; set; } = null!;

    [Inject]
    private IOptions<ActionsOptions> Options { get; set; } = null!;

    [Inject]
    private RemedyBook Book { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    private string Heading => batch.Parts.Length <= 1 ? "Before it is done" : $"Before they are done: {batch.Parts.Length}";

    // What has no field to stand beside.
    private IEnumerable<Problem> Unplaced => batch.Parts.SelectMany(part => part.Draft.Refused).Where(problem => problem.Where is not ("typed" or "reason")).DistinctBy(problem => problem.What);

    private bool IsOld => batch.Parts.Any(part => part.Draft.IsOld || part.Draft.Silence is not null);

    private bool IsPartial => batch.Parts.Any(part => part.Run is { State: RunState.Succeeded }) && batch.Parts.Any(part => part.Run is null or { IsOver: true, State: not RunState.Succeeded });

    private string OutcomeSev => batch.Parts.All(part => part.Run is { State: RunState.Succeeded }) ? "ok" : batch.Parts.Any(part => part.Run is { IsOver: false }) && !IsPartial ? "info" : "warning";

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
        batch = new ActionBatch(Clock) { Reason = FirstReason ?? string.Empty };
        AskAgain();
        base.OnInitialized();
        Current.Changed += PersonChanged;
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
    protected override void OnParametersSet() => AskAgain();

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

    private void AskAgain()
    {
        var before = batch.Parts.Select(part => part.Draft.Request).ToList();
        batch.Ask(FormProblem is null ? Requests : [.. before], Requests.FirstOrDefault() is { } first && Book.Describe(first.Kind)?.AsksReason is true);
        Judge();
        if (!batch.Parts.Select(part => part.Draft.Request).SequenceEqual(before))
        {
            loop?.Wake();
        }
    }

    private void TakeBoard()
    {
        var board = Live.Actions.Current.Value ?? ActionBoard.Empty;
        foreach (var part in batch.Parts.Where(part => part.Run is not null))
        {
            part.Run = board.Find(part.Run!.Id) ?? part.Run;
        }
    }

    private async Task PlanAsync(TimeSpan longest, CancellationToken cancellation)
    {
        if (batch.IsBegun || FormProblem is not null || isSending || Current.Person is not { } person)
        {
            return;
        }

        using var limit = new PlanLimit(longest, Clock, cancellation);
        foreach (var part in batch.Open.ToList())
        {
            await part.Draft.PlanAsync(Desk, person, limit);
        }

        TakeBoard();
        Draw();
    }

    private void PersonChanged() => _ = InvokeAsync(() =>
    {
        Draw();
        loop?.Wake();
    });
}
