using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Silences;

/// <summary>One silence: all that it fits, what was done about it here, and what can be done. Everything that others wrote is shown as text.</summary>
public sealed partial class SilenceDrawer
{
    private const int MostAlerts = 200;

    private SeenSilence? seen;
    private List<(string Id, ActionRun? Run)> runs = [];

    /// <summary>Its id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = string.Empty;

    /// <summary>The board, as the page shows it.</summary>
    [Parameter, EditorRequired]
    public SilenceBoard Board { get; set; } = SilenceBoard.Empty;

    /// <summary>Where the page is without the drawer.</summary>
    [Parameter, EditorRequired]
    public string CloseAddress { get; set; } = string.Empty;

    /// <summary>Where the drawer of another silence is.</summary>
    [Parameter, EditorRequired]
    public Func<string, string> AddressOf { get; set; } = _ => string.Empty;

    /// <summary>What could be done.</summary>
    [Inject]
    public required ActionOffers Offers { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Actions];

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    private bool HasOffers => Current.Person is { } person && !OffersFor(person).IsEmpty;

    private string WhyNot => seen!.Systems.IsEmpty ? "It touches no system that this console knows, so that nobody can be granted to change it here."
        : seen.Silence is { State: SilenceState.Expired, Unjudged.IsEmpty: false } ? "It can't be made again here: only Alertmanager reads its matchers."
        : "No profile of the systems it touches allows silences.";

    private string AlertsAddress
    {
        get
        {
            var filter = string.Join(' ', seen!.Silence.Matchers.Select(matcher => matcher.ToString()));
            return $"alerts?{(filter.Length > 1_000 ? string.Empty : $"q={Uri.EscapeDataString(filter)}&")}show=firing,pending,silenced,inhibited";
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    /// <inheritdoc/>
    protected override void Take()
    {
        seen = Board.Find(Id);
        runs = [];
        if (seen is null)
        {
            return;
        }

        // The comment can be written by anybody: what it names is a link, and the run's own page says what it was.
        var known = Live.Actions.Current.Value?.Runs ?? [];
        var named = Mark().Matches(seen.Silence.Comment).Select(mark => mark.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        runs = [.. known.Where(run => run.Plan.Target.Kind == "Silence" && (run.Plan.Target.Name == Id || named.Contains(run.Id))).Select(run => (run.Id, (ActionRun?)run))];
        runs.AddRange(named.Except(runs.Select(run => run.Id)).Order(StringComparer.Ordinal).Select(id => (id, (ActionRun?)null)));
    }

    [GeneratedRegex(@"\(action ([a-z0-9]{20})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    private string TitleOf(string system) => Live.Systems.Current.Value?.Find(system)?.Profile.Title ?? system;

    // Of several systems one is asked for: where the person may, if anywhere. The guards judge what it reaches of the others.
    private ImmutableArray<OfferedAction> OffersFor(Person person)
    {
        var bySystem = seen!.Systems.Select(id => Live.Systems.Current.Value?.Find(id)?.Profile).OfType<SystemProfile>()
            .Select(system => Offers.ForSilence(seen, Board.PlaceOf(seen), system, person)).Where(offers => !offers.IsEmpty).ToList();
        return bySystem.OrderBy(offers => offers.All(offer => offer.Decision.IsAllowed) ? 0 : 1).FirstOrDefault([]);
    }
}
