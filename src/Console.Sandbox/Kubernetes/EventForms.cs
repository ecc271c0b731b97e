using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>events.k8s.io/v1 shows the events of the core group under other field names.</summary>
internal static class EventForms
{
    private static readonly (string Core, string Grouped)[] Names =
    [
        ("eventTime", "eventTime"), ("series", "series"), ("reportingComponent", "reportingController"), ("reportingInstance", "reportingInstance"),
        ("action", "action"), ("reason", "reason"), ("involvedObject", "regarding"), ("related", "related"), ("message", "note"),
        ("type", "type"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ];

    public static IReadOnlyDictionary<string, Func<StoredObject, string>> GroupedFields { get; } = SelectableFields.Paths(
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion",
        "regarding.fieldPath", "reason", "reportingController", "type");

    public static JsonObject Grouped(JsonObject core)
    {
        var grouped = new JsonObject { ["metadata"] = core["metadata"]?.DeepClone() };
        foreach (var (from, to) in Names)
            if (core.TryGetPropertyValue(from, out var value)) grouped[to] = value?.DeepClone();
        if (!grouped.ContainsKey("eventTime")) grouped["eventTime"] = null;
        return grouped;
    }
}
