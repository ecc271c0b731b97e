using System.Text.Json;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>An event in one line; its times and counts may be in any of several fields.</summary>
internal static class EventCells
{
    public static string LastSeen(StoredObject it, DateTimeOffset now) =>
        Age.Since(it.Text("series", "lastObservedTime") ?? it.Text("lastTimestamp") ?? it.Text("firstTimestamp") ?? it.Text("eventTime"), now);

    public static string FirstSeen(StoredObject it, DateTimeOffset now) => Age.Since(it.Text("firstTimestamp") ?? it.Text("eventTime"), now);

    public static object Count(StoredObject it) =>
        it.At("series", "count") is { ValueKind: JsonValueKind.Number } ? it.Number("series", "count") : Math.Max(1, it.Number("count"));

    public static string Object(StoredObject it)
    {
        var kind = (it.Text("involvedObject", "kind") ?? "").ToLowerInvariant();
        return it.Text("involvedObject", "name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    public static string Source(StoredObject it)
    {
        var (component, host) = (it.Text("source", "component"), it.Text("source", "host"));
        if (string.IsNullOrEmpty(component)) (component, host) = (it.Text("reportingComponent"), it.Text("reportingInstance"));
        return string.IsNullOrEmpty(host) ? component ?? "" : $"{component}, {host}";
    }
}
