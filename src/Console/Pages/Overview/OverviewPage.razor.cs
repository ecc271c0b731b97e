using Microsoft.AspNetCore.Components;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Overview;

namespace OpsConsole.Pages.Overview;

/// <summary>Where is it burning: one card a system that needs a person, worst first; the others fold to a line.</summary>
public sealed partial class OverviewPage
{
    private FleetOverview? fleet;
    private Snapshot<object> head = null!;
    private Freshness freshness;
    private DateTimeOffset pausedAt;
    private List<SystemSummary> burning = [];
    private List<SystemSummary> blind = [];
    private List<SystemSummary> fine = [];

    /// <summary>1 shows it as a wallboard: nothing around it, to be read from afar.</summary>
    [Parameter, SupplyParameterFromQuery]
    public string? Full { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Overview];

    /// <inheritdoc/>
    protected override object? Drawing => (fleet, head.ObservedAt, freshness);

    private bool IsFull => Full == "1";

    private string Sentence => fleet switch
    {
        null => "The fleet is not known yet",
        { Systems.IsEmpty: true } => "No system to watch",
        _ when burning.Count > 0 => $"{burning.Count} of {fleet.Systems.Length} systems {(burning.Count == 1 ? "needs" : "need")} you",
        _ when freshness is not Freshness.Live => "What is shown is old",
        _ when blind.Count > 0 => $"{blind.Count} of {fleet.Systems.Length} systems {(blind.Count == 1 ? "is" : "are")} not fully seen",
        _ => "Nothing needs you",
    };

    private string Detail => burning.Count > 0
        ? string.Join(" ", burning.Take(2).Select(system => $"{system.Profile.Title}: {system.Headline}."))
        : fleet is { Systems.IsEmpty: false } && freshness is Freshness.Live && blind.Count == 0
            ? $"All {fleet.Systems.Length} systems are seen and {(fine.Exists(IsFiring) ? "what fires is for information" : "none of their alerts fires")}."
            : string.Empty;

    private string FineWords => freshness is not Freshness.Live ? "Nothing fired when last seen"
        : fine.Exists(IsFiring) ? "Nothing that needs you"
        : "Nothing firing";

    /// <inheritdoc/>
    protected override void Take()
    {
        fleet = Live.Overview.Current.Value;
        head = Live.Overview.Head;
        freshness = FreshnessOf(Live.Overview);
        var systems = fleet?.Systems ?? [];
        burning = [.. systems.Where(NeedsAPerson)];
        blind = [.. systems.Where(system => !NeedsAPerson(system) && !system.Blind.IsEmpty)];
        fine = [.. systems.Where(system => !NeedsAPerson(system) && system.Blind.IsEmpty)];
    }

    // A severity that nobody knows is not a small one.
    private static bool NeedsAPerson(SystemSummary system) => system.Worst is not (null or Severity.Info);

    private static bool IsFiring(SystemSummary system) => system.Alerts.Any(alert => alert.State is AlertState.Firing);

    private static string Plural(int count) => count == 1 ? "1 system" : $"{count} systems";

    private void Pause()
    {
        IsPaused = !IsPaused;
        pausedAt = Clock.GetUtcNow();
        if (!IsPaused)
        {
            Take();
        }
    }
}
