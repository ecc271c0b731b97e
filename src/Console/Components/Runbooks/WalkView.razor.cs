using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Components.Format;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.SignIn;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Components.Runbooks;

/// <summary>A walkthrough, shown live and walked.</summary>
public sealed partial class WalkView
{
    private const int MostEvents = 200;
    private readonly CancellationTokenSource left = new();
    private Walkthrough? walk;
    private RunbookSight? sight;
    private RenderedRunbook rendered = new([], []);
    private WalkClocks clocks = new(null, null, string.Empty);
    private Runbook? changed;
    private Decision mayWalk = new(false, string.Empty, null);
    private IDisposable? seat;
    private string? followed;
    private string? problem;
    private string? stale;
    private bool isRead;
    private bool isBusy;

    /// <summary>The walkthrough's id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    /// <summary>The step that a link points at; null for none.</summary>
    [Parameter]
    public string? Step { get; set; }

    /// <summary>Whether the link points at what was kept on that step.</summary>
    [Parameter]
    public bool IsKeptAsked { get; set; }

    /// <summary>Whether it is the page, and not part of another.</summary>
    [Parameter]
    public bool IsPage { get; set; }

    /// <summary>Shows the runbook to read instead.</summary>
    [Parameter]
    public EventCallback OnReadFreely { get; set; }

    /// <summary>Tells the page around it what is shown.</summary>
    [Parameter]
    public EventCallback<Walkthrough> OnSeen { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Walkthroughs, Live.Runbooks, Live.Systems, Live.Actions];

    [Inject]
    private WalkthroughDesk Desk { get; set; } = null!;

    [Inject]
    private WalkthroughFeed Feed { get; set; } = null!;

    [Inject]
    private WalkPresence Presence { get; set; } = null!;

    [Inject]
    private LiveBlocks Blocks { get; set; } = null!;

    [Inject]
    private RenderedRunbooks Rendered { get; set; } = null!;

    [Inject]
    private IAccessRules Rules { get; set; } = null!;

    [Inject]
    private RunbookLibrary Library { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    private string Address => $"walkthroughs/{Id}";

    private ImmutableArray<Walker> People => Presence.People(Id);

    private string Here => People.Length == 1 && People[0].Subject == Current.Person?.Subject ? "only you are here" : People.Length == 1 ? $"{People[0].Name} is here" : $"{string.Join(", ", People[..^1].Select(one => one.Name))} and {People[^1].Name} are here";

    private string Progress => walk!.EndedAt is not null ? $"ended, {WalkWords.Of(walk.Outcome ?? WalkOutcome.Abandoned)}"
        : sight?.Runbook.Step(walk.Current ?? string.Empty) is { } step ? $"step {step.Number} of {sight.Runbook.Steps.Length}" : "all steps are over";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        seat?.Dispose();
        left.Dispose();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (followed == Id)
        {
            return;
        }

        followed = Id;
        (walk, problem) = (null, null);
        try
        {
            await ShowAsync(await Desk.FindAsync(Id, left.Token));
        }
        catch (StorageException e)
        {
            problem = $"The walkthrough can't be read: {e.Message}";
        }

        isRead = true;
        if (RendererInfo.IsInteractive && walk is not null && Current.Person is { } person)
        {
            seat?.Dispose();
            seat = Presence.Enter(Id, person);
            _ = FollowAsync(Id);
            _ = FollowPeopleAsync(Id);
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        if (walk is null)
        {
            return;
        }

        var now = Library.Shelf.Find(walk.Runbook);
        changed = now is not null && now.Hash != walk.Hash ? now : null;
        mayWalk = Current.Decide(Actions.WalkRunbook, walk.System);
        clocks = WalkClocks.Of(walk, sight?.Runbook, Severity(), Clock.GetUtcNow());
    }

    private SeverityClass? Severity() => sight is { System: { } system, Runbook.Severity: { } severity } ? system.Severities.FirstOrDefault(one => one.Severity == severity) : null;

    private async Task ShowAsync(Walkthrough? seen)
    {
        if (seen is null)
        {
            return;
        }

        if (walk?.Hash != seen.Hash || walk.Id != seen.Id)
        {
            // The text that it began with, whatever the file says now.
            var key = seen.Runbook.Split('/', 2);
            var runbook = RunbookReader.Read(key[0], key[^1], seen.Text);
            sight = new RunbookSight(runbook, seen.Scene, seen.System is { } id ? Live.Systems.Current.Value?.Find(id)?.Profile : null)
            {
                Alert = seen.Alert,
                AlertName = seen.AlertName,
                Keep = seen.EndedAt is null && Current.Decide(Actions.WalkRunbook, seen.System).IsAllowed ? KeepAsync : null,
            };
            rendered = Rendered.Get(runbook, seen.Scene, Address);
        }

        walk = Current.Person is { } person ? WalkSight.For(seen, Rules, person) : seen;
        Take();
        await OnSeen.InvokeAsync(seen);
    }

    private async Task FollowAsync(string id)
    {
        try
        {
            await foreach (var seen in Feed.FollowAsync(id, left.Token))
            {
                await InvokeAsync(async () =>
                {
                    stale = seen.Problem;
                    if (seen.Value is { } newest && newest.Id == Id && newest.Version >= (walk?.Version ?? 0))
                    {
                        await ShowAsync(newest);
                    }

                    StateHasChanged();
                });
            }
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

    private async Task FollowPeopleAsync(string id)
    {
        try
        {
            await foreach (var _ in Presence.FollowAsync(id, left.Token))
            {
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // Left.
        }
    }

    private string TitleOf(string step) => rendered.Step(step)?.Title ?? step;

    private ImmutableArray<ActionRun> RunsOf(string step) => walk!.Steps.GetValueOrDefault(step) is { Runs: { IsEmpty: false } ids }
        ? [.. ids.Select(id => Live.Actions.Current.Value?.Runs.FirstOrDefault(run => run.Id == id)).OfType<ActionRun>()]
        : [];
}
