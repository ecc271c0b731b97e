using System.Collections.Concurrent;
using System.Collections.Immutable;
using OpsConsole.Alerts;
using OpsConsole.Systems;

namespace OpsConsole.Pages.Alerts;

/// <summary>What of a board fits a filter, in sections and groups.</summary>
/// <param name="Fitting">How many alerts fit, in any state.</param>
/// <param name="Counts">Those by kind.</param>
/// <param name="Sections">The ones in the states that are shown.</param>
internal sealed record AlertLayout(int Fitting, AlertCounts Counts, ImmutableArray<AlertSection> Sections);

/// <summary>
/// Lays boards out: once for everybody who looks at the same thing. With twenty thousand alerts it is most of the work of a first
/// page, and a change of the board would else cost it once for each circuit.
/// </summary>
/// <param name="clock">The time, by which ages are judged.</param>
internal sealed class AlertLayouts(TimeProvider clock)
{
    // Enough for what most people look at: everything, and the links of the frame. Further ones are laid out, but not kept.
    private const int Most = 8;

    private Kept kept = new(AlertBoard.Empty, SystemCatalog.Empty);

    /// <summary>Lays a board out.</summary>
    /// <param name="board">The board.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    /// <param name="filter">What must hold.</param>
    /// <param name="states">The states to show; all when the filter names states itself.</param>
    public AlertLayout Of(AlertBoard board, SystemCatalog catalog, AlertFilter filter, ImmutableHashSet<AlertState> states)
    {
        if (filter.NamesAges)
        {
            return Make(board, catalog, filter, states);
        }

        var here = Volatile.Read(ref kept);
        if (!ReferenceEquals(here.Board, board) || !ReferenceEquals(here.Catalog, catalog))
        {
            Volatile.Write(ref kept, here = new Kept(board, catalog));
        }

        var key = (filter, states.Aggregate(0, (mask, state) => mask | 1 << (int)state));
        if (!here.Layouts.TryGetValue(key, out var layout))
        {
            layout = Make(board, catalog, filter, states);
            if (here.Layouts.Count < Most)
            {
                here.Layouts[key] = layout;
            }
        }

        return layout;
    }

    private AlertLayout Make(AlertBoard board, SystemCatalog catalog, AlertFilter filter, ImmutableHashSet<AlertState> states)
    {
        var fitting = filter.Apply(board.Alerts, clock.GetUtcNow());
        if (filter.IsEmpty)
        {
            // A dead man's switch is found when it is looked for, and in nobody's way else.
            fitting = fitting.RemoveAll(alert => alert.AsksNobody);
        }

        var shown = filter.NamesStates ? fitting : [.. fitting.Where(alert => states.Contains(alert.State))];
        return new(fitting.Length, AlertCounts.Of(fitting), AlertGroups.Of(shown, AlertGroups.Usual, catalog));
    }

    /// <summary>The layouts of one board; a newer board takes its place whole.</summary>
    private sealed record Kept(AlertBoard Board, SystemCatalog Catalog)
    {
        public ConcurrentDictionary<(AlertFilter Filter, int States), AlertLayout> Layouts { get; } = new();
    }
}
