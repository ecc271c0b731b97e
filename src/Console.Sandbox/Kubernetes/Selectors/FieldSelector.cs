namespace OpsConsole.Sandbox.Kubernetes.Selectors;

/// <summary>Requirements on the few fields that a kind lets one select by.</summary>
internal sealed record FieldSelector(IReadOnlyList<FieldTerm> Terms)
{
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The one object that can fit, when the selector names it.</summary>
    public string? Name => Terms.FirstOrDefault(t => t is { Field: "metadata.name", Negated: false })?.Value;

    public bool Fits(StoredObject it)
    {
        foreach (var term in Terms)
            if (!term.Fits(it)) return false;
        return true;
    }

    public static (FieldSelector? Selector, ApiStatus? Refusal) Read(ResourceKind kind, string text)
    {
        var terms = new List<FieldTerm>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FieldTerm.Read(part) is not { } term)
                return (null, ApiStatus.BadRequest($"invalid selector: '{text}'; can't understand '{part}'"));
            if (SelectableFields.Of(kind, term.Field) is null) return (null, Unknown(kind, term.Field));
            terms.Add(term);
        }
        return (new(terms), null);
    }

    // Kinds with fields of their own name only the wrong one; the others tell all that they have.
    private static ApiStatus Unknown(ResourceKind kind, string field) => ApiStatus.BadRequest(kind.SelectableFields.Count > 0
        ? $"field label not supported: {field}"
        : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
}

internal sealed record FieldTerm(string Field, string Value, bool Negated)
{
    public bool Fits(StoredObject it) => (SelectableFields.Of(it.Kind, Field)?.Invoke(it) == Value) != Negated;

    public static FieldTerm? Read(string text)
    {
        if (text.Split("!=", 2) is [var unequal, var other]) return new(unequal.Trim(), other.Trim(), true);
        return text.Split('=', 2) is [var field, var value] ? new(field.Trim(), value.TrimStart('=').Trim(), false) : null;
    }
}

/// <summary>The fields that lists and watches can be narrowed by.</summary>
internal static class SelectableFields
{
    public static Func<StoredObject, string>? Of(ResourceKind kind, string field) => field switch
    {
        "metadata.name" => it => it.Key.Name,
        "metadata.namespace" when kind.Namespaced => it => it.Key.Namespace,
        _ => kind.SelectableFields.GetValueOrDefault(field),
    };

    public static IReadOnlyDictionary<string, Func<StoredObject, string>> Pod { get; } = Paths(
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP",
        "status.nominatedNodeName");

    public static IReadOnlyDictionary<string, Func<StoredObject, string>> Event { get; } = new Dictionary<string, Func<StoredObject, string>>(
        Paths("involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "type"))
    {
        ["source"] = it => it.Text("source", "component") ?? it.Text("reportingComponent") ?? "",
    };

    public static IReadOnlyDictionary<string, Func<StoredObject, string>> Node { get; } = new Dictionary<string, Func<StoredObject, string>>
    {
        ["spec.unschedulable"] = it => it.Text("spec", "unschedulable") ?? "false",
    };

    public static IReadOnlyDictionary<string, Func<StoredObject, string>> Paths(params string[] paths) =>
        paths.ToDictionary(path => path, path =>
        {
            var steps = path.Split('.');
            return new Func<StoredObject, string>(it => it.Text(steps) ?? "");
        });
}
