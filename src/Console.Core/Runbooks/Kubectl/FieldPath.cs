using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>A simple path into an object, to sort by: <c>.status.containerStatuses[0].restartCount</c>.</summary>
/// <param name="Steps">Names, and numbers for places in a list.</param>
internal sealed partial record FieldPath(ImmutableArray<string> Steps)
{
    /// <summary>Reads one; null when it is none.</summary>
    /// <param name="text">The text, in braces or not, with a dot before it or not.</param>
    public static FieldPath? Read(string text)
    {
        var path = text is ['{', .. var inner, '}'] ? inner : text;
        return path.Length <= 200 && Whole().IsMatch(path) ? new([.. Step().Matches(path).Select(step => step.Value)]) : null;
    }

    /// <summary>What stands there; null for nothing.</summary>
    /// <param name="node">The object.</param>
    public JsonNode? In(JsonNode? node)
    {
        foreach (var step in Steps)
        {
            node = node switch
            {
                JsonObject @object when @object.TryGetPropertyValue(step, out var value) => value,
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Count => list[at],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Orders what stands there: nothing first, numbers by size, else as text, as times are written.</summary>
    /// <param name="one">One value.</param>
    /// <param name="other">Another.</param>
    public static int Compare(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (JsonValue a, JsonValue b) when a.TryGetValue<double>(out var x) && b.TryGetValue<double>(out var y) => x.CompareTo(y),
        _ => string.CompareOrdinal(one.ToString(), other.ToString()),
    };

    [GeneratedRegex(@"\A\.?[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*|\[[0-9]{1,3}\])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Step();
}
