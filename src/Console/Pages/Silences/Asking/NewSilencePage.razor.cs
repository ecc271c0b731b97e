using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Components.Remediation;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.SignIn;
using OpsConsole.Silences;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Silences.Asking;

/// <summary>The form of a silence: new, from an alert, a system, a template or an earlier one; or the change of one that holds. What it asks goes through the desk.</summary>
public sealed partial class NewSilencePage
{
    private const int MostListed = 12;
    private const int LargeBoard = 2_000;
    private static readonly TimeSpan Back = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestFirst = TimeSpan.FromSeconds(2);

    // Who types a word must not have each of its letters looked for in a month's history.
    private static readonly TimeSpan Still = TimeSpan.FromMilliseconds(600);

    private readonly CancellationTokenSource left = new();
    private MatcherDraft matchers = new(string.Empty);
    private EndDraft end = new("2h");
    private LabelWords words = new(AlertBoard.Empty);
    private (ImmutableArray<Matcher> Matchers, (string?, string?, string?, string?, string?, string?) Address) began = ([], default);
    private ImmutableArray<AlertmanagerCluster> clusters = [];
    private ImmutableArray<SilenceTemplate> templates = [];
    private ImmutableHashSet<string> places = [];
    private ImmutableArray<ActionRequest> requests = [];
    private PlanLoop? looking;
    private Alert? alert;
    private SeenSilence? existing;
    private SilencePreview? preview;
    private Hindsight? past;
    private string template = string.Empty;
    private string system = string.Empty;
    private string ticket = string.Empty;
    private string reason = string.Empty;
    private string lookedBack = string.Empty;
    private string? firstReason;
    private string? pastProblem;
    private string? endProblem;
    private string? problem;
    private string? missing;
    private bool isEdit;
    private bool isBegun;
    private bool arePlacesChosen;

    /// <summary>The system's id.</summary>
    [SupplyParameterFromQuery(Name = "system")]
    public string? System { get; set; }

    /// <summary>The matchers to begin with.</summary>
    [SupplyParameterFromQuery(Name = "matchers")]
    public string? Matchers { get; set; }

    /// <summary>The duration to begin with.</summary>
    [SupplyParameterFromQuery(Name = "duration")]
    public string? Duration { get; set; }

    /// <summary>The fingerprint of the alert that it answers.</summary>
    [SupplyParameterFromQuery(Name = "alert")]
    public string? Fingerprint { get; set; }

    /// <summary>The id of the silence that is changed, or made again.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>The Alertmanager to begin with.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<ILiveSection> Sections => [Live.Alerts, Live.Systems, Live.Sources];

    [Inject]
    private CurrentPerson Current { get; set; } = null!;

    [Inject]
    private AlertHindsight Hindsight { get; set; } = null!;

    [Inject]
    private AlertmanagerClusters Clusters { get; set; } = null!;

    [Inject]
    private SilenceLimits Limits { get; set; } = null!;

    [Inject]
    private SilenceTemplates Templates { get; set; } = null!;

    private (string?, string?, string?, string?, string?, string?) Address => (System, Matchers, Duration, Fingerprint, From, At);

    private bool Locked => !RendererInfo.IsInteractive;

    private string Heading => isEdit ? "Change a silence" : existing is not null ? "Silence again" : "New silence";

    private string Press => isEdit ? "Change the silence" : preview is { Count: > 0 } seen ? $"Silence {seen.Count} {(seen.Count == 1 ? "alert" : "alerts")}" : "Silence";

    private List<LoadedSystem> Silenceable => [.. (Live.Systems.Current.Value?.Systems ?? []).Where(one => one.Profile.Actions.Any(action => action.Kind == "silence"))];

    private LoadedSystem? Chosen => Live.Systems.Current.Value?.Find(system);

    private bool SaysClaim => ClaimWords.Length == 0;

    private string ClaimWords => string.Join(", ", Chosen?.Claim.Where(claim => matchers.Rows.All(row => row.Label != claim.Label)).Select(claim => claim.ToString()) ?? []);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        if (looking is not null)
        {
            await looking.DisposeAsync();
        }

        left.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        templates = Templates.Current;
        Begin();
        base.OnInitialized();
        Judge();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Another link to this page begins anew; what is drawn again for any other reason keeps what was typed.
        if (Address != began.Address)
        {
            (isBegun, arePlacesChosen, lookedBack, past) = (false, false, string.Empty, null);
            Begin();
            Take();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            looking = new PlanLoop(LookAsync, DispatchExceptionAsync, Clock);
            looking.Start();
            return;
        }

        using var limit = new CancellationTokenSource(LongestFirst, Clock);
        try
        {
            await LookAsync(limit.Token);
            await LookBackAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The page is drawn all the same.
        }
    }

    /// <inheritdoc/>
    protected override void Take()
    {
        var board = Live.Alerts.Current.Value ?? AlertBoard.Empty;
        words = ReferenceEquals(words.Board, board) ? words : new LabelWords(board);
        clusters = Clusters.All;
        if (!arePlacesChosen)
        {
            Preselect();
        }

        Judge();
        looking?.Wake();
    }

    /// <summary>Takes what the address says. Anybody can write one: nothing in it is believed, and the desk checks what is asked as it checks everything.</summary>
    private void Begin()
    {
        var board = Live.Alerts.Current.Value ?? AlertBoard.Empty;
        alert = Fingerprint is null ? null : board.Find(Fingerprint);
        existing = From is null ? null : Live.Silences.Current.Value?.Find(From);
        isEdit = existing is { Silence: { State: not SilenceState.Expired, Unjudged.IsEmpty: true } };
        missing = From is not null && existing is null ? "The silence that this should begin with is not known (any more)."
            : Fingerprint is not null && alert is null ? "The alert that this should begin with is not reported any more."
            : existing is { Silence.Unjudged.IsEmpty: false } ? "Only Alertmanager reads some matchers of that silence: they are left out here."
            : null;
        system = System ?? alert?.System ?? existing?.Systems.FirstOrDefault() ?? string.Empty;
        var text = Matchers ?? (existing is not null ? SilenceMatchers.Write(existing.Silence.Matchers)
            : alert is not null ? SilenceMatchers.Write(SilenceMatchers.Of(alert))
            : Chosen is { } chosen ? SilenceMatchers.Write(chosen.Claim)
            : string.Empty);
        matchers = new MatcherDraft(text);
        began = (matchers.Matchers, Address);
        end = new EndDraft(Duration ?? Usual());
        firstReason = existing is null ? null : Why(existing.Silence.Comment);
        reason = firstReason ?? string.Empty;
    }

    // What was left of one that goes on, and the usual time for any other, as far as the system allows it.
    private string Usual()
    {
        var left = isEdit ? existing!.Silence.EndsAt - Clock.GetUtcNow() : TimeSpan.FromHours(2);
        var longest = Longest();
        return PromDuration.Format(TimeSpan.FromMinutes(Math.Max(1, Math.Round((left < longest ? left : longest).TotalMinutes))));
    }

    private TimeSpan Longest()
    {
        var longest = Chosen?.Profile.Actions.FirstOrDefault(action => action.Kind == "silence")?.LongestSilence ?? TimeSpan.FromHours(24);
        var limit = Current.Person is { } person && system.Length > 0 ? Limits.Of(person, system)?.Longest ?? longest : longest;
        return new[] { longest, limit, TimeSpan.FromHours(24) }.Min();
    }

    private void Preselect()
    {
        var asked = At is null ? null : clusters.FirstOrDefault(cluster => cluster.Members.Contains(At));
        var origins = existing?.Origins.AsEnumerable() ?? alert?.Origins;
        var fitting = clusters.Where(cluster => origins is null ? Reports(cluster) > 0 : origins.Any(cluster.Members.Contains)).Select(cluster => cluster.Members[0]).ToImmutableHashSet();
        places = asked is not null ? [asked.Members[0]] : fitting.IsEmpty ? [.. clusters.Select(cluster => cluster.Members[0])] : fitting;
    }

    private int Reports(AlertmanagerCluster cluster) => preview is null ? 0
        : (Live.Alerts.Current.Value?.Alerts ?? []).Count(one => one.Origins.Any(cluster.Members.Contains) && matchers.Matchers.All(matcher => matcher.Matches(one.Labels)));

    private bool MayOn(string id) => Current.Decide(Actions.Silence, id).IsAllowed;

    private string TitleOf(string id) => Live.Systems.Current.Value?.Find(id)?.Profile.Title ?? id;

    // Without the marks of the console, which the next one gets anew.
    private static string Why(string comment)
    {
        var at = comment.IndexOf("(action ", StringComparison.Ordinal);
        var why = (at < 0 ? comment : comment[..at]).Trim();
        return why.Length <= ActionDraft.MostReason ? why : why[..ActionDraft.MostReason];
    }
}
