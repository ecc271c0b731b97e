using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.SignIn;
using OpsConsole.Silences;

namespace OpsConsole.Pages.Maintenance;

/// <summary>One window: what it is, when it runs next, what became of it, and what can be done.</summary>
public sealed partial class WindowPage
{
    private const int MostComing = 10;
    private const int MostPast = 50;
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(2);

    private WindowStatus? status;
    private MaintenanceWindow? window;
    private Freshness freshness;
    private DateTimeOffset now;
    private Decision decision = new(false, string.Empty, null);
    private Result<ImmutableArray<Matcher>> matchers = ImmutableArray<Matcher>.Empty;
    private ImmutableArray<Problem> refused = [];
    private List<Occurrence> coming = [];
    private List<WindowRun> past = [];
    private bool isDeleting;

    /// <summary>The window's id.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Maintenance, Live.Systems, Live.Silences];

    [Inject]
    private MaintenanceDesk Desk { get; set; } = null!;

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsClosed => !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Current.Changed -= Redraw;
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Current.Changed += Redraw;
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        var board = Live.Maintenance.Current.Value;
        (now, freshness) = (Clock.GetUtcNow(), FreshnessOf(Live.Maintenance));
        status = board?.Find(Id);
        window = status?.Window;
        if (window is null)
        {
            return;
        }

        decision = Current.Person is { } person ? Desk.Decide(window.Plan, person) : Current.Decide(Actions.Silence);
        matchers = Desk.Matchers(window.Plan);
        coming = [.. window.Unreadable is null ? window.Plan.Times.After(now).Take(MostComing) : []];
        past = [.. board!.Runs.Where(run => run.Window == Id && (run.Start <= now || run.State is WindowRunState.Ended)).Take(MostPast)];
    }

    private WindowRun? RunOf(Occurrence occurrence) => Live.Maintenance.Current.Value?.Run(Id, occurrence.Start);

    private bool IsLeftOut(Occurrence occurrence) => RunOf(occurrence)?.State is WindowRunState.Skipped or WindowRunState.Ending or WindowRunState.Ended;

    private bool Takable(Occurrence occurrence) => RunOf(occurrence)?.State is WindowRunState.Skipped;

    private static string SilenceAddress(HeldSilence held) => $"silences?open={Uri.EscapeDataString(held.Id)}";

    private DateTimeOffset? MovedTo => status is { Running: not null, Run: { } run } ? run.Silences.Values.Max(held => MovedEnd(held, run)) : null;

    // The silence itself can be extended, or ended: what was written once is left alone, and the window does not know of it.
    private DateTimeOffset? MovedEnd(HeldSilence held, WindowRun run) =>
        Live.Silences.Current.Value?.Find(held.Id)?.Silence is { State: not SilenceState.Expired } silence && (silence.EndsAt - run.End).Duration() > Near ? silence.EndsAt : null;

    private Task<bool> EndAsync() => ActAsync(person => Desk.EndAsync(Id, person, CancellationToken.None));

    private Task<bool> SwitchAsync() => ActAsync(person => Desk.SwitchAsync(Id, window is { IsOn: false }, person, CancellationToken.None));

    private Task<bool> SkipAsync(Occurrence occurrence, bool isLeftOut) => ActAsync(person => Desk.SkipAsync(Id, occurrence.Start, isLeftOut, person, CancellationToken.None));

    private async Task DeleteAsync()
    {
        if (await ActAsync(person => Desk.DeleteAsync(Id, person, CancellationToken.None)))
        {
            Navigation.NavigateTo("maintenance");
        }
    }

    private async Task<bool> ActAsync(Func<Person, Task<Result<MaintenanceWindow>>> act)
    {
        if (Current.Person is not { } person)
        {
            return false;
        }

        refused = (await act(person)).Problems;
        return refused.IsEmpty;
    }

    private void Redraw() => _ = InvokeAsync(() =>
    {
        Take();
        StateHasChanged();
    });
}
