using System.Collections.Immutable;

namespace OpsConsole.Alerts;

/// <summary>A label that alerts carry now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">How many different values it has.</param>
/// <param name="Alerts">How many alerts carry it.</param>
public sealed record LabelUse(string Name, int Values, int Alerts);

/// <summary>A value that alerts carry now.</summary>
/// <param name="Value">The value: untrusted text.</param>
/// <param name="Alerts">How many alerts carry it.</param>
public sealed record ValueUse(string Value, int Alerts);

/// <summary>
/// Which labels and values the alerts of a board carry, for who chooses among them. Made once for a board and asked at every keystroke of
/// everybody: looking through all alerts again would cost each of them what making it costs once.
/// </summary>
public sealed class AlertVocabulary
{
    private readonly Dictionary<string, Dictionary<string, int>> counted;
    private readonly Dictionary<string, ImmutableArray<ValueUse>> sorted = new(StringComparer.Ordinal);

    private AlertVocabulary(Dictionary<string, Dictionary<string, int>> counted)
    {
        this.counted = counted;
        Labels = [.. counted.Select(label => new LabelUse(label.Key, label.Value.Count, label.Value.Values.Sum()))
            .OrderByDescending(label => label.Alerts).ThenBy(label => label.Name, StringComparer.Ordinal)];
    }

    /// <summary>No alert.</summary>
    public static AlertVocabulary Empty { get; } = new([]);

    /// <summary>The labels, those that most alerts carry first.</summary>
    public ImmutableArray<LabelUse> Labels { get; }

    /// <summary>Looks through alerts.</summary>
    /// <param name="alerts">The alerts.</param>
    public static AlertVocabulary Of(ImmutableArray<Alert> alerts)
    {
        var counted = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var alert in alerts)
        {
            var hasSystem = false;
            foreach (var (name, value) in alert.Labels.Pairs)
            {
                hasSystem |= name == "system" && value.Length > 0;
                Count(counted, name, value);
            }

            // An alert may be claimed by other labels: a filter finds it by its system all the same.
            if (!hasSystem && alert.System is { } system)
            {
                Count(counted, "system", system);
            }
        }

        return new AlertVocabulary(counted);
    }

    /// <summary>A label; null when no alert carries it.</summary>
    /// <param name="label">Its name.</param>
    public LabelUse? Find(string label) => Labels.FirstOrDefault(use => use.Name == label);

    /// <summary>The values of a label, those that most alerts carry first.</summary>
    /// <param name="label">The label; an unknown one has none.</param>
    public ImmutableArray<ValueUse> ValuesOf(string label)
    {
        if (!counted.TryGetValue(label, out var values))
        {
            return [];
        }

        lock (sorted)
        {
            if (!sorted.TryGetValue(label, out var made))
            {
                sorted[label] = made = [.. values.Select(value => new ValueUse(value.Key, value.Value))
                    .OrderByDescending(use => use.Alerts).ThenBy(use => use.Value, StringComparer.Ordinal)];
            }

            return made;
        }
    }

    private static void Count(Dictionary<string, Dictionary<string, int>> counted, string label, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        if (!counted.TryGetValue(label, out var values))
        {
            counted[label] = values = new Dictionary<string, int>(StringComparer.Ordinal);
        }

        values[value] = values.GetValueOrDefault(value) + 1;
    }
}
