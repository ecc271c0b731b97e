using System.Collections.Immutable;
using OpsConsole.Alerts;

namespace OpsConsole.Silences;

/// <summary>The label names and values of the alerts of now, the most frequent first, for who types a matcher.</summary>
/// <param name="board">The alerts.</param>
public sealed class LabelWords(AlertBoard board)
{
    private const int MostNames = 200;
    private const int MostValues = 60;
    private const int LongestValue = 300;
    private readonly Dictionary<string, ImmutableArray<string>> values = new(StringComparer.Ordinal);
    private ImmutableArray<string> names;

    /// <summary>The board that they are of.</summary>
    public AlertBoard Board => board;

    /// <summary>The names.</summary>
    public ImmutableArray<string> Names
    {
        get
        {
            if (names.IsDefault)
            {
                names = [.. board.Alerts.SelectMany(alert => alert.Labels.Select(label => label.Key)).CountBy(name => name)
                    .OrderByDescending(name => name.Value).ThenBy(name => name.Key, StringComparer.Ordinal).Take(MostNames).Select(name => name.Key)];
            }

            return names;
        }
    }

    /// <summary>The values of a label.</summary>
    /// <param name="label">Its name.</param>
    public ImmutableArray<string> Values(string label)
    {
        if (!values.TryGetValue(label, out var known))
        {
            known = [.. board.Alerts.Select(alert => alert.Labels[label]).Where(value => value.Length is > 0 and <= LongestValue).CountBy(value => value)
                .OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal).Take(MostValues).Select(value => value.Key)];
            values[label] = known;
        }

        return known;
    }
}
