using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>What of a board fits a filter, in sections and groups; shared by all who look at the same.</summary>
/// <param name="fitting">How many alerts fit, in any state.</param>
/// <param name="counts">Those by kind.</param>
/// <param name="shown">The ones in the states that are shown.</param>
/// <param name="sections">The same, grouped.</param>
/// <param name="catalog">Tells the systems' titles.</param>
/// <param name="marks">What is said of them besides.</param>
internal sealed class AlertLayout(
    int fitting, AlertCounts counts, ImmutableArray<Alert> shown, ImmutableArray<AlertSection> sections, SystemCatalog catalog, BoardMarks marks)
{
    private const int MostMatrices = 8;

    private readonly ConcurrentDictionary<(string Across, string Down), AlertMatrix> matrices = new();
    private readonly ConcurrentDictionary<string, GroupMarks> byGroup = new(StringComparer.Ordinal);

    /// <summary>How many alerts fit, in any state.</summary>
    public int Fitting { get; } = fitting;

    /// <summary>Those by kind.</summary>
    public AlertCounts Counts { get; } = counts;

    /// <summary>The ones in the states that are shown.</summary>
    public ImmutableArray<Alert> Shown { get; } = shown;

    /// <summary>The same, grouped.</summary>
    public ImmutableArray<AlertSection> Sections { get; } = sections;

    /// <summary>One label of those that are shown against another.</summary>
    /// <param name="across">The label of the columns.</param>
    /// <param name="down">The label of the lines.</param>
    public AlertMatrix MatrixOf(string across, string down)
    {
        if (!matrices.TryGetValue((across, down), out var matrix))
        {
            matrix = AlertMatrix.Of(Shown, across, down, catalog);
            if (matrices.Count < MostMatrices)
            {
                matrices[(across, down)] = matrix;
            }
        }

        return matrix;
    }

    /// <summary>What is said of a group besides.</summary>
    /// <param name="group">A group of the sections.</param>
    public GroupMarks MarksOf(AlertGroup group) => byGroup.GetOrAdd(group.Key, static (_, given) => given.Marks.Of(given.Group.Alerts), (Marks: marks, Group: group));

    /// <summary>What is said of an alert besides.</summary>
    /// <param name="alert">The alert.</param>
    public GroupMarks MarksOf(Alert alert) => marks.Of([alert]);
}

/// <summary>What is said of alerts besides what they say themselves.</summary>
/// <param name="Acknowledged">How many of them somebody has.</param>
/// <param name="By">Who has the first of those; null for nobody.</param>
/// <param name="Starts">How often the one that flaps most began to fire lately; 0: none flaps.</param>
/// <param name="Disagreeing">How many the Alertmanagers disagree about.</param>
/// <param name="CauseGone">How many are held back by nothing but alerts that are gone.</param>
internal sealed record GroupMarks(int Acknowledged, Acknowledgement? By, int Starts, int Disagreeing, int CauseGone)
{
    /// <summary>The clock that runs out first; null when none runs.</summary>
    public ResponseClock? Due { get; init; }

    /// <summary>Whether it is told until when they have it.</summary>
    public bool TellsUntil { get; init; }

    /// <summary>The incident that the first of them belongs to; null for none.</summary>
    public IncidentMark? Incident { get; init; }

    /// <summary>Nothing.</summary>
    public static GroupMarks None { get; } = new(0, null, 0, 0, 0);
}

/// <summary>Finds what is said of alerts besides.</summary>
/// <param name="acknowledged">Who has which.</param>
/// <param name="past">What they did lately.</param>
/// <param name="isThere">Whether an alert is on the board.</param>
/// <param name="clocks">Within what time they have to be answered.</param>
internal sealed class BoardMarks(AckBoard acknowledged, RecentPast past, Func<string, bool> isThere, ResponseClocks clocks)
{
    /// <summary>Whether it is told until when somebody has what they have.</summary>
    public bool TellsUntil { get; init; }

    /// <summary>The incident that an alert belongs to; null for none.</summary>
    public Func<string, IncidentMark?> IncidentOf { get; init; } = _ => null;

    /// <summary>What is said of some.</summary>
    /// <param name="alerts">The alerts.</param>
    public GroupMarks Of(ImmutableArray<Alert> alerts)
    {
        var (had, starts, disagreeing, gone) = (0, 0, 0, 0);
        Acknowledgement? first = null;
        IncidentMark? incident = null;
        foreach (var alert in alerts)
        {
            if (acknowledged.Of(alert) is { } one)
            {
                had++;
                first ??= one;
            }

            incident ??= IncidentOf(alert.Fingerprint);
            starts = Math.Max(starts, past.StartsOf(alert.Fingerprint));
            disagreeing += alert.Views.IsEmpty ? 0 : 1;
            gone += SuppressionChain.IsCauseGoneFor(alert, isThere) ? 1 : 0;
        }

        var due = clocks.FirstDue(alerts, acknowledged)?.Clock;
        return had + starts + disagreeing + gone == 0 && due is null && incident is null ? GroupMarks.None : new GroupMarks(had, first, starts, disagreeing, gone) { Due = due, TellsUntil = TellsUntil, Incident = incident };
    }
}

/// <summary>An incident that goes on and that an alert belongs to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title: untrusted text.</param>
internal sealed record IncidentMark(string Id, string Title)
{
    /// <summary>By the alerts' fingerprints; of several incidents the newest.</summary>
    public static Dictionary<string, IncidentMark> ByAlert(IncidentBoard board)
    {
        var all = new Dictionary<string, IncidentMark>(StringComparer.Ordinal);
        foreach (var it in board.Open.Select(shown => shown.Incident).OrderByDescending(it => it.Id, StringComparer.Ordinal))
        {
            foreach (var link in it.Linked(LinkKind.Alert))
            {
                all.TryAdd(link.Id, new IncidentMark(it.Id, it.Title));
            }
        }

        return all;
    }
}
