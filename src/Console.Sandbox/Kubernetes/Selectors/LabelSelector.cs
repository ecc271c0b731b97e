using System.Text.Json;

namespace OpsConsole.Sandbox.Kubernetes.Selectors;

internal enum LabelOperator
{
    Exists,
    Absent,
    In,
    NotIn,
}

/// <summary>One requirement on one label.</summary>
internal sealed record LabelTerm(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    public bool Fits(string? actual) => Operator switch
    {
        LabelOperator.Exists => actual is not null,
        LabelOperator.Absent => actual is null,
        LabelOperator.In => actual is not null && Values.Contains(actual),
        _ => actual is null || !Values.Contains(actual),
    };

    public override string ToString() => (Operator, Values) switch
    {
        (LabelOperator.Exists, _) => Key,
        (LabelOperator.Absent, _) => "!" + Key,
        (LabelOperator.In, [var one]) => $"{Key}={one}",
        (LabelOperator.In, _) => $"{Key} in ({string.Join(',', Values)})",
        _ => $"{Key} notin ({string.Join(',', Values)})",
    };
}

/// <summary>Requirements on labels, all of which must hold: from a query's text, or from a workload's or budget's selector.</summary>
internal sealed record LabelSelector(IReadOnlyList<LabelTerm> Terms)
{
    public static LabelSelector Everything { get; } = new([]);

    public bool Fits(StoredObject it)
    {
        foreach (var term in Terms)
            if (!term.Fits(it.Text("metadata", "labels", term.Key))) return false;
        return true;
    }

    /// <summary>The selector as a Scale's status and kubectl's wide tables show it.</summary>
    public override string ToString() => string.Join(',', Terms);

    /// <summary>A selector within an object; null, which fits nothing, when there is none.</summary>
    public static LabelSelector? Of(JsonElement? selector)
    {
        if (selector is not { ValueKind: JsonValueKind.Object } given) return null;
        var terms = new List<LabelTerm>();
        if (given.TryGetProperty("matchLabels", out var labels) && labels.ValueKind == JsonValueKind.Object)
            terms.AddRange(labels.EnumerateObject().Select(l => new LabelTerm(l.Name, LabelOperator.In, [l.Value.ToString()])));
        if (given.TryGetProperty("matchExpressions", out var expressions) && expressions.ValueKind == JsonValueKind.Array)
            terms.AddRange(expressions.EnumerateArray().Select(Expression));
        return new([.. terms.OrderBy(t => t.Key, StringComparer.Ordinal)]);
    }

    private static LabelTerm Expression(JsonElement given)
    {
        IReadOnlyList<string> values = given.TryGetProperty("values", out var all) && all.ValueKind == JsonValueKind.Array
            ? [.. all.EnumerateArray().Select(v => v.ToString())] : [];
        var key = given.TryGetProperty("key", out var name) ? name.ToString() : "";
        return new(key, (given.TryGetProperty("operator", out var word) ? word.ToString() : "") switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "DoesNotExist" => LabelOperator.Absent,
            _ => LabelOperator.Exists,
        }, values);
    }
}
