using System.Collections.Concurrent;
using OpsConsole.Alerts;
using OpsConsole.Incidents;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>All that a layout is made of: a newer part makes a newer layout.</summary>
/// <param name="Board">The alerts.</param>
/// <param name="Catalog">Tells the systems' titles.</param>
/// <param name="Acknowledged">Who has which alert.</param>
/// <param name="Past">What alerts did lately.</param>
internal sealed record BoardSight(AlertBoard Board, SystemCatalog Catalog, AckBoard Acknowledged, RecentPast Past)
{
    /// <summary>The incidents that alerts belong to.</summary>
    public IncidentBoard Incidents { get; init; } = IncidentBoard.Empty;

    /// <summary>Whether nothing of it is newer.</summary>
    /// <param name="other">The other.</param>
    public bool IsSame(BoardSight? other) => other is not null && ReferenceEquals(Board, other.Board) && ReferenceEquals(Catalog, other.Catalog)
        && ReferenceEquals(Acknowledged, other.Acknowledged) && ReferenceEquals(Past, other.Past) && ReferenceEquals(Incidents, other.Incidents);
}

/// <summary>
/// Lays boards out: once for everybody who looks at the same thing. With twenty thousand alerts it is most of the work of a first
/// page, and a change of the board would else cost it once for each circuit.
/// </summary>
/// <param name="clock">The time, by which ages are judged.</param>
internal sealed class AlertLayouts(TimeProvider clock)
{
    // Enough for what most people look at: everything, and the links of the frame. Further ones are laid out, but not kept.
    private const int Most = 16;

    private Kept kept = new(new(AlertBoard.Empty, SystemCatalog.Empty, AckBoard.Empty, RecentPast.Empty));

    /// <summary>Lays a board out.</summary>
    /// <param name="sight">What there is.</param>
    /// <param name="view">What of it a person wants to see, and how.</param>
    /// <param name="filter">What must hold: the view's filter with what is being typed.</param>
    public AlertLayout Of(BoardSight sight, BoardView view, AlertFilter filter)
    {
        var here = KeptOf(sight);
        if (filter.NamesAges)
        {
            return Make(here, view, filter);
        }

        var key = new Question(filter, view.StateBits, view.HidesAcknowledged, string.Join(',', view.By), view.Sort);
        if (!here.Layouts.TryGetValue(key, out var layout))
        {
            layout = Make(here, view, filter);
            if (here.Layouts.Count < Most)
            {
                here.Layouts[key] = layout;
            }
        }

        return layout;
    }

    /// <summary>The labels and values of the alerts of now.</summary>
    /// <param name="sight">What there is.</param>
    public AlertVocabulary WordsOf(BoardSight sight) => KeptOf(sight).Words.Value;

    private Kept KeptOf(BoardSight sight)
    {
        var here = Volatile.Read(ref kept);
        if (!here.Sight.IsSame(sight))
        {
            Volatile.Write(ref kept, here = new Kept(sight, here));
        }

        return here;
    }

    private AlertLayout Make(Kept here, BoardView view, AlertFilter filter)
    {
        var (board, catalog, acknowledged, past) = here.Sight;
        var fitting = filter.Apply(board.Alerts, clock.GetUtcNow(), acknowledged);
        if (filter.IsEmpty)
        {
            // A dead man's switch is found when it is looked for, and in nobody's way else.
            fitting = fitting.RemoveAll(alert => alert.AsksNobody);
        }

        var isAnyHad = !acknowledged.Acknowledgements.IsEmpty;
        var shown = filter.NamesStates ? fitting : [.. fitting.Where(alert => view.States.Contains(alert.State))];
        shown = isAnyHad && view.HidesAcknowledged && !filter.NamesStates ? shown.RemoveAll(alert => acknowledged.Of(alert) is not null) : shown;
        var counts = AlertCounts.Of(fitting) with { Acknowledged = isAnyHad ? fitting.Count(alert => acknowledged.Of(alert) is not null) : 0 };
        return new AlertLayout(fitting.Length, counts, shown, AlertGroups.Of(shown, view.By, catalog, view.Sort, acknowledged), catalog,
            new BoardMarks(acknowledged, past, here.IsThere, here.Clocks) { TellsUntil = view.Sort is AlertSort.Acknowledged, IncidentOf = here.IncidentOf });
    }

    private sealed record Question(AlertFilter Filter, int States, bool HidesAcknowledged, string By, AlertSort Sort);

    /// <summary>The layouts of one sight; a newer one takes its place whole, but what is made of the alerts alone goes on with them.</summary>
    private sealed class Kept
    {
        private readonly Lazy<HashSet<string>> fingerprints;
        private readonly Lazy<ResponseClocks> clocks;
        private readonly Lazy<Dictionary<string, IncidentMark>> incidents;

        public Kept(BoardSight sight)
        {
            Sight = sight;
            Words = new(() => AlertVocabulary.Of(sight.Board.Alerts));
            clocks = new(() => new ResponseClocks(sight.Catalog));
            incidents = new(() => IncidentMark.ByAlert(sight.Incidents));
            fingerprints = new(() => sight.Board.Alerts.Select(alert => alert.Fingerprint).ToHashSet(StringComparer.Ordinal));
        }

        public Kept(BoardSight sight, Kept before)
            : this(sight)
        {
            if (ReferenceEquals(before.Sight.Board, sight.Board))
            {
                (Words, fingerprints) = (before.Words, before.fingerprints);
            }
        }

        public BoardSight Sight { get; }

        public Lazy<AlertVocabulary> Words { get; }

        public ResponseClocks Clocks => clocks.Value;

        public ConcurrentDictionary<Question, AlertLayout> Layouts { get; } = new();

        public bool IsThere(string fingerprint) => fingerprints.Value.Contains(fingerprint);

        public IncidentMark? IncidentOf(string fingerprint) => incidents.Value.GetValueOrDefault(fingerprint);
    }
}
