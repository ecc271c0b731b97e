using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Alerts;

/// <summary>The alerts that share a value.</summary>
/// <param name="Value">The value; empty: they carry none.</param>
/// <param name="Title">For people.</param>
/// <param name="Tally">What they are.</param>
public sealed record MatrixHead(string Value, string Title, MatrixTally Tally);

/// <summary>How many alerts there are in a place, and the one of them that a person should look at first.</summary>
/// <param name="Alerts">How many; not one is a place without a tally.</param>
/// <param name="Lead">Firing before held back before pending, then the worst, then the newest.</param>
public sealed record MatrixTally(int Alerts, Alert Lead);

/// <summary>A line of the matrix.</summary>
/// <param name="Head">What its alerts share.</param>
/// <param name="Cells">One for each column; null: no alert.</param>
public sealed record MatrixLine(MatrixHead Head, ImmutableArray<MatrixTally?> Cells);

/// <summary>One label against another: where the trouble is.</summary>
/// <param name="Across">The label of the columns.</param>
/// <param name="Down">The label of the lines.</param>
/// <param name="Columns">The columns that are shown, worst first.</param>
/// <param name="Lines">The lines that are shown, worst first.</param>
public sealed record AlertMatrix(string Across, string Down, ImmutableArray<MatrixHead> Columns, ImmutableArray<MatrixLine> Lines)
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 60;

    /// <summary>The most lines.</summary>
    public const int MostLines = 200;

    /// <summary>How many values of the columns' label are not shown.</summary>
    public int HiddenColumns { get; init; }

    /// <summary>How many values of the lines' label are not shown.</summary>
    public int HiddenLines { get; init; }

    /// <summary>Lays alerts out.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="across">The label of the columns.</param>
    /// <param name="down">The label of the lines.</param>
    /// <param name="catalog">Tells the systems' titles.</param>
    public static AlertMatrix Of(ImmutableArray<Alert> alerts, string across, string down, SystemCatalog catalog)
    {
        var cells = new Dictionary<(string Across, string Down), Count>();
        var columns = new Dictionary<string, Count>(StringComparer.Ordinal);
        var lines = new Dictionary<string, Count>(StringComparer.Ordinal);
        foreach (var alert in alerts)
        {
            var (x, y) = (AlertGroups.ValueOf(alert, across), AlertGroups.ValueOf(alert, down));
            Add(cells, (x, y), alert);
            Add(columns, x, alert);
            Add(lines, y, alert);
        }

        var shown = Heads(columns, across, catalog).Take(MostColumns).ToImmutableArray();
        var made = Heads(lines, down, catalog).Take(MostLines)
            .Select(head => new MatrixLine(head, [.. shown.Select(column => cells.GetValueOrDefault((column.Value, head.Value))?.Tally)])).ToImmutableArray();
        return new AlertMatrix(across, down, shown, made) { HiddenColumns = columns.Count - shown.Length, HiddenLines = lines.Count - made.Length };
    }

    private static IEnumerable<MatrixHead> Heads(Dictionary<string, Count> counts, string label, SystemCatalog catalog) => counts
        .Select(one => new MatrixHead(one.Key, AlertGroups.TitleOf(label, one.Key, catalog), one.Value.Tally))
        .OrderBy(head => AlertOrder.Rank(head.Tally.Lead.State)).ThenBy(head => head.Tally.Lead.Severity).ThenByDescending(head => head.Tally.Alerts)
        .ThenBy(head => head.Title, StringComparer.Ordinal).ThenBy(head => head.Value, StringComparer.Ordinal);

    private static void Add<TKey>(Dictionary<TKey, Count> counts, TKey key, Alert alert)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var count))
        {
            counts[key] = count = new Count(alert);
        }

        count.Add(alert);
    }

    private sealed class Count(Alert first)
    {
        private Alert lead = first;
        private int alerts;

        public MatrixTally Tally => new(alerts, lead);

        public void Add(Alert alert) => (alerts, lead) = (alerts + 1, AlertOrder.FiringFirst.Compare(alert, lead) < 0 ? alert : lead);
    }
}
