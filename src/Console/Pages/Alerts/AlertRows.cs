using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Pages.Alerts;

/// <summary>One line of the board: exactly one of the three is set, but a group of one alert is its own member.</summary>
/// <param name="Key">Identity for drawing.</param>
/// <param name="Section">A system's heading.</param>
/// <param name="Group">A group's line.</param>
/// <param name="Member">An alert of an open group.</param>
/// <param name="IsOpen">Whether the group shows its members.</param>
public sealed record AlertRow(string Key, AlertSection? Section, AlertGroup? Group, Alert? Member, bool IsOpen)
{
    /// <summary>What tells the member from the others of its group.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Distinct { get; init; } = [];

    /// <summary>How many of its alerts are selected.</summary>
    public int Selected { get; init; }

    /// <summary>How many of its alerts are new since the person last looked.</summary>
    public int New { get; init; }

    /// <summary>What is said of it besides.</summary>
    internal GroupMarks Marks { get; init; } = GroupMarks.None;

    /// <summary>The alerts of the line; none for a heading.</summary>
    public ImmutableArray<Alert> Alerts => Group?.Alerts ?? (Member is null ? [] : [Member]);

    /// <summary>Whether all of its alerts are selected.</summary>
    public bool IsSelected => Selected > 0 && Selected == Alerts.Length;

    /// <summary>Whether it is drawn just like another.</summary>
    /// <param name="other">The other.</param>
    public bool IsDrawnAs(AlertRow other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsOpen == other.IsOpen && Selected == other.Selected && New == other.New && Marks == other.Marks
            && ReferenceEquals(Section, other.Section) && Distinct.AsSpan().SequenceEqual(other.Distinct.AsSpan())
            && Alerts.AsSpan().SequenceEqual(other.Alerts.AsSpan(), ReferenceEqualityComparer.Instance);
    }
}

/// <summary>Lays the board out as lines, so that only those in view need be drawn.</summary>
internal static class AlertRows
{
    private const int MostDistinct = 3;
    private static readonly string[] Told = ["alertname", "severity", "system"];

    /// <summary>All lines.</summary>
    /// <param name="layout">The grouped alerts.</param>
    /// <param name="open">Keys of the groups that show their members.</param>
    /// <param name="selection">What is selected.</param>
    /// <param name="lookedAt">When the person last looked; null: nothing is new.</param>
    /// <param name="before">The lines before: one that is drawn the same is the same, so that nothing of it is compared again.</param>
    public static List<AlertRow> Of(AlertLayout layout, IReadOnlySet<string> open, AlertSelection selection, DateTimeOffset? lookedAt, List<AlertRow> before)
    {
        var known = before.ToDictionary(row => row.Key, StringComparer.Ordinal);
        var rows = new List<AlertRow>(before.Count);
        foreach (var section in layout.Sections)
        {
            rows.Add(Same(known, new AlertRow($"s:{section.Value}", section, null, null, false)));
            foreach (var group in section.Groups)
            {
                var isOpen = group.Alerts.Length > 1 && open.Contains(group.Key);
                rows.Add(Same(known, new AlertRow($"g:{group.Key}", null, group, null, isOpen)
                {
                    Marks = layout.MarksOf(group),
                    Selected = selection.CountOf(group.Alerts),
                    New = lookedAt is { } at && group.Newest > at ? group.Alerts.Count(alert => IsNew(alert, at)) : 0,
                }));
                if (isOpen)
                {
                    rows.AddRange(Members(group).Select(row => Same(known, row with
                    {
                        Marks = layout.MarksOf(row.Member!),
                        Selected = selection.Contains(row.Member!) ? 1 : 0,
                        New = lookedAt is { } at && IsNew(row.Member!, at) ? 1 : 0,
                    })));
                }
            }
        }

        return rows;
    }

    /// <summary>Whether an alert began after the person last looked.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="lookedAt">When they did.</param>
    public static bool IsNew(Alert alert, DateTimeOffset lookedAt) => alert.State is not AlertState.Pending && alert.StartsAt > lookedAt;

    private static AlertRow Same(Dictionary<string, AlertRow> known, AlertRow row) => known.TryGetValue(row.Key, out var was) && row.IsDrawnAs(was) ? was : row;

    private static IEnumerable<AlertRow> Members(AlertGroup group)
    {
        var first = group.Alerts[0];
        var shared = first.Labels.Where(label => group.Alerts.All(alert => alert.Labels[label.Key] == label.Value))
            .Select(label => label.Key).ToHashSet(StringComparer.Ordinal);
        return group.Alerts.Select(alert => new AlertRow($"a:{alert.Fingerprint}", null, null, alert, false)
        {
            Distinct = [.. alert.Labels.Where(label => !shared.Contains(label.Key) && !Told.Contains(label.Key)).Take(MostDistinct)],
        });
    }
}
