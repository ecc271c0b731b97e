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
}

/// <summary>Lays the board out as lines, so that only those in view need be drawn.</summary>
internal static class AlertRows
{
    private const int MostDistinct = 3;
    private static readonly string[] Told = ["alertname", "severity", "system"];

    /// <summary>All lines.</summary>
    /// <param name="sections">The grouped alerts.</param>
    /// <param name="open">Keys of the groups that show their members.</param>
    public static List<AlertRow> Of(ImmutableArray<AlertSection> sections, IReadOnlySet<string> open)
    {
        var rows = new List<AlertRow>();
        foreach (var section in sections)
        {
            rows.Add(new AlertRow($"s:{section.SystemId}", section, null, null, false));
            foreach (var group in section.Groups)
            {
                var isOpen = group.Alerts.Length > 1 && open.Contains(group.Key);
                rows.Add(new AlertRow($"g:{group.Key}", null, group, null, isOpen));
                if (isOpen)
                {
                    rows.AddRange(Members(group));
                }
            }
        }

        return rows;
    }

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
