using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Live;
using OpsConsole.Pages.Maintenance;
using OpsConsole.Panels;
using OpsConsole.Slo;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Slos;

/// <summary>
/// How bad is it, how fast does it get worse, how long have we got: one objective. What it is now comes with the live state; how it came to
/// that is asked when somebody looks, and shared by all who do.
/// </summary>
public sealed partial class SloPage
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource gone = new();
    private SystemProfile? profile;
    private ObjectiveProfile? objective;
    private ErrorBudget? budget;
    private BudgetHistory? history;
    private Happenings told = Happenings.None;
    private ImmutableArray<ErrorBudget>? periods;
    private string? problem;
    private string? periodsProblem;
    private (string, string) shown;
    private Task looking = Task.CompletedTask;

    /// <summary>The system's id.</summary>
    [Parameter]
    public string System { get; set; } = string.Empty;

    /// <summary>The objective's name.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    /// <summary>Who knows the past.</summary>
    [Inject]
    public required SloPast Past { get; set; }

    /// <summary>Who knows what happened beside.</summary>
    [Inject]
    public required HappeningReader Happened { get; set; }

    [Inject]
    private BrowserZone Browser { get; set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Slo, Live.Systems];

    private TimeZoneInfo Zone => Browser.Zone ?? TimeZoneInfo.Utc;

    private string? Stale => FreshnessOf(Live.Slo) is Freshness.Live ? null : "stale-data";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        await looking;
        gone.Dispose();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Take();
        if (shown == (System, Name))
        {
            return;
        }

        shown = (System, Name);
        (history, periods, told, problem, periodsProblem) = (null, null, Happenings.None, null, null);

        // The page that is drawn before the circuit is up shows what the live state has, and asks nobody.
        if (RendererInfo.IsInteractive && looking.IsCompleted)
        {
            looking = LookAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        profile = Live.Systems.Current.Value?.Find(System)?.Profile;
        objective = profile?.Slos.FirstOrDefault(one => one.Name == Name);
        budget = objective is null ? null : Live.Slo.Current.Value?.Find(System, Name);
    }

    private async Task LookAsync()
    {
        try
        {
            await Browser.AskAsync();
            using var timer = new PeriodicTimer(LookEvery, Clock);
            do
            {
                await LookOnceAsync(shown);
            }
            while (await timer.WaitForNextTickAsync(gone.Token));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Left.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e);
        }
    }

    private async Task LookOnceAsync((string System, string Name) of)
    {
        var past = await Past.OfAsync(of.System, of.Name, gone.Token);
        if (past.IsOk)
        {
            var beside = await Happened.ReadAsync(of.System, past.Value.Period.From, past.Value.Until, gone.Token);
            await ShowAsync(of, () => (history, told, problem) = (past.Value, beside, past.Value.Problem));
        }
        else
        {
            await ShowAsync(of, () => problem = past.Explanation);
        }

        var all = await Past.PeriodsAsync(of.System, of.Name, gone.Token);
        await ShowAsync(of, () => (periods, periodsProblem) = (all.IsOk ? all.Value : null, all.IsOk ? null : all.Explanation));
    }

    private Task ShowAsync((string System, string Name) of, Action show) => InvokeAsync(() =>
    {
        // Meanwhile the address may be another's.
        if (of == shown)
        {
            show();
            StateHasChanged();
        }
    });

    private static string Capital(string sentence) => sentence.Length == 0 ? sentence : $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
}
