using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OpsConsole.Metrics;

/// <summary>
/// Labels of an alert or a series: names to values, sorted by name, compared by content. Kept as one sorted array because
/// tens of thousands of alerts are held at a time.
/// </summary>
public sealed class LabelSet : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<LabelSet>
{
    private readonly KeyValuePair<string, string>[] pairs;
    private readonly int hash;

    private LabelSet(KeyValuePair<string, string>[] sorted)
    {
        pairs = sorted;
        var code = default(HashCode);
        foreach (var (name, value) in sorted)
        {
            code.Add(name, StringComparer.Ordinal);
            code.Add(value, StringComparer.Ordinal);
        }

        hash = code.ToHashCode();
    }

    /// <summary>No labels.</summary>
    public static LabelSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => pairs.Length;

    /// <summary>The labels by name, to walk through without an allocation.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>The value of a label; the empty string when it is missing, as in PromQL and in Alertmanager's matchers.</summary>
    /// <param name="name">The label's name.</param>
    public string this[string name] => TryGet(name, out var value) ? value : string.Empty;

    /// <summary>Makes a set; of two labels with one name the later wins.</summary>
    /// <param name="labels">Names and values, in any order.</param>
    public static LabelSet Of(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in labels)
        {
            byName[name] = value;
        }

        return byName.Count == 0 ? Empty : new([.. byName]);
    }

    /// <summary>Makes a set of pairs.</summary>
    /// <param name="labels">Names and values.</param>
    public static LabelSet Of(params (string Name, string Value)[] labels) =>
        Of(labels.Select(label => KeyValuePair.Create(label.Name, label.Value)));

    /// <summary>Makes a set of labels as servers send them: mostly sorted already, which spares the sorting.</summary>
    /// <param name="labels">Names and values; of two labels with one name the later wins.</param>
    internal static LabelSet FromPairs(ReadOnlySpan<KeyValuePair<string, string>> labels)
    {
        for (var i = 1; i < labels.Length; i++)
        {
            if (string.CompareOrdinal(labels[i - 1].Key, labels[i].Key) >= 0)
            {
                return Of(labels.ToArray().AsEnumerable());
            }
        }

        return labels.IsEmpty ? Empty : new(labels.ToArray());
    }

    /// <summary>Looks a label up.</summary>
    /// <param name="name">The label's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether the label is there.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        // Ten labels are usual: a walk beats a hash table in time and memory.
        foreach (var pair in pairs)
        {
            if (pair.Key == name)
            {
                value = pair.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The same labels without some.</summary>
    /// <param name="names">Names to leave out.</param>
    public LabelSet Without(params string[] names) => Of(pairs.Where(pair => !names.Contains(pair.Key)));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)pairs).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => pairs.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && hash == other.hash && pairs.AsSpan().SequenceEqual(other.pairs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>As PromQL writes it: <c>{a="1", b="2"}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in pairs)
        {
            text.Append(text.Length > 1 ? ", " : string.Empty).Append(name).Append("=\"")
                .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }

        return text.Append('}').ToString();
    }
}
