using System.Globalization;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>The object an event tells of.</summary>
internal sealed record Involved(ResourceKind Kind, ObjectKey Key, string Uid);

/// <summary>Writes events: what repeats is counted on the same event, and an hour after its last time it is gone.</summary>
internal sealed class EventRecorder(ObjectStore store)
{
    private const double Kept = 3600;
    private readonly Dictionary<(ResourceKind, ObjectKey, string Reason, string Message), Recorded> known = [];
    private readonly PriorityQueue<Recorded, double> expiring = new();
    private long number;

    public void Normal(Involved about, string reason, string message, string component, double t) =>
        Record(about, "Normal", reason, message, component, t);

    public void Warning(Involved about, string reason, string message, string component, double t) =>
        Record(about, "Warning", reason, message, component, t);

    /// <summary>Removes what has become too old.</summary>
    public void Expire(double t)
    {
        while (expiring.TryPeek(out var first, out var at) && at <= t)
        {
            expiring.Dequeue();
            if (first.Last + Kept > t)
            {
                expiring.Enqueue(first, first.Last + Kept);
                continue;
            }
            store.Remove(Kinds.Event, first.Key);
            known.Remove(first.Same);
        }
    }

    private void Record(Involved about, string type, string reason, string message, string component, double t)
    {
        var same = (about.Kind, about.Key, reason, message);
        if (!known.TryGetValue(same, out var it))
        {
            // As client-go names them: the object, and a time in hexadecimal.
            var name = string.Create(CultureInfo.InvariantCulture, $"{about.Key.Name}.{(long)(t * 1e6) + ++number:x16}");
            var inNamespace = about.Key.Namespace.Length > 0 ? about.Key.Namespace : "default";
            known[same] = it = new(new(inNamespace, name), same, t);
            expiring.Enqueue(it, t + Kept);
        }
        (it.Count, it.Last) = (it.Count + 1, t);
        store.Put(Kinds.Event, it.Key, Write(it, about, type, reason, message, component));
    }

    private static JsonObject Write(Recorded it, Involved about, string type, string reason, string message, string component)
    {
        var involved = new JsonObject { ["kind"] = about.Kind.Kind };
        if (about.Key.Namespace.Length > 0) involved["namespace"] = about.Key.Namespace;
        involved["name"] = about.Key.Name;
        involved["uid"] = about.Uid;
        involved["apiVersion"] = about.Kind.ApiVersion;
        return new()
        {
            ["metadata"] = new JsonObject { ["creationTimestamp"] = Manifests.Time(it.First) },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = Manifests.Time(it.First),
            ["lastTimestamp"] = Manifests.Time(it.Last),
            ["count"] = it.Count,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        };
    }

    private sealed class Recorded(ObjectKey key, (ResourceKind, ObjectKey, string, string) same, double first)
    {
        public ObjectKey Key => key;

        public (ResourceKind, ObjectKey, string, string) Same => same;

        public double First => first;

        public double Last { get; set; }

        public int Count { get; set; }
    }
}
