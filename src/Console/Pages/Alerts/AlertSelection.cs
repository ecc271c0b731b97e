using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Pages.Alerts;

/// <summary>The alerts that a person selected, by fingerprint: it stays while the board changes, and what is gone leaves it.</summary>
internal sealed class AlertSelection
{
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private string? anchor;

    /// <summary>How many are selected.</summary>
    public int Count => chosen.Count;

    /// <summary>How many left it because they are gone from the board, since something was last selected.</summary>
    public int Gone { get; private set; }

    /// <summary>Whether there is something to tell.</summary>
    public bool IsEmpty => Count == 0 && Gone == 0;

    /// <summary>Whether an alert is selected.</summary>
    /// <param name="alert">The alert.</param>
    public bool Contains(Alert alert) => chosen.Count > 0 && chosen.Contains(alert.Fingerprint);

    /// <summary>How many of some are selected.</summary>
    /// <param name="alerts">The alerts.</param>
    public int CountOf(ImmutableArray<Alert> alerts)
    {
        if (chosen.Count == 0)
        {
            return 0;
        }

        var count = 0;
        foreach (var alert in alerts)
        {
            count += chosen.Contains(alert.Fingerprint) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Those that are selected, in the board's order.</summary>
    /// <param name="board">The board.</param>
    public ImmutableArray<Alert> Among(AlertBoard board) => chosen.Count == 0 ? [] : [.. board.Alerts.Where(Contains)];

    /// <summary>Selects a line, or takes it out when all of it is selected; with the shift key all lines from the last one to it.</summary>
    /// <param name="row">The line.</param>
    /// <param name="rows">All lines.</param>
    /// <param name="isRange">Whether the shift key was held.</param>
    public void Press(AlertRow row, List<AlertRow> rows, bool isRange)
    {
        Gone = 0;
        var isWanted = !row.IsSelected;
        var from = isRange && anchor is not null ? rows.FindIndex(other => other.Key == anchor) : -1;
        var to = rows.FindIndex(other => other.Key == row.Key);
        var lines = from < 0 || to < 0 ? [row] : rows.Skip(Math.Min(from, to)).Take(Math.Abs(from - to) + 1);
        foreach (var alert in lines.SelectMany(line => line.Alerts))
        {
            _ = isWanted ? chosen.Add(alert.Fingerprint) : chosen.Remove(alert.Fingerprint);
        }

        anchor = row.Key;
    }

    /// <summary>Selects all of some, and nothing else.</summary>
    /// <param name="alerts">The alerts.</param>
    public void Take(ImmutableArray<Alert> alerts)
    {
        Clear();
        chosen.UnionWith(alerts.Select(alert => alert.Fingerprint));
    }

    /// <summary>Selects nothing.</summary>
    public void Clear()
    {
        chosen.Clear();
        (anchor, Gone) = (null, 0);
    }

    /// <summary>There is a newer board: what it does not have leaves.</summary>
    /// <param name="board">The board.</param>
    public void Keep(AlertBoard board)
    {
        if (chosen.Count > 0)
        {
            var there = board.Alerts.Where(Contains).Select(alert => alert.Fingerprint).ToHashSet(StringComparer.Ordinal);
            Gone += chosen.RemoveWhere(fingerprint => !there.Contains(fingerprint));
        }
    }
}
