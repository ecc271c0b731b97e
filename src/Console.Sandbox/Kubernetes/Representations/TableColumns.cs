using System.Text.Json;
using OpsConsole.Sandbox.Kubernetes.Selectors;
using static OpsConsole.Sandbox.Kubernetes.Representations.Column;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>Which columns the server prints for each kind.</summary>
internal static class TableColumns
{
    private static readonly Column Name = Text("Name", it => it.Key.Name) with { Description = "Name must be unique within a namespace." };

    private static readonly Column Created = new("Age", (it, now) => Age.Since(it.Text("metadata", "creationTimestamp"), now))
    {
        Description = "CreationTimestamp is a timestamp representing the server time when this object was created.",
    };

    private static readonly Column[] Template =
    [
        Wide("Containers", it => string.Join(',', Containers(it, "name"))), Wide("Images", it => string.Join(',', Containers(it, "image"))),
    ];

    private static readonly Column Selector = Wide("Selector", it => LabelSelector.Of(it.At("spec", "selector"))?.ToString() is { Length: > 0 } text ? text : "<none>");

    private static readonly Dictionary<ResourceKind, Column[]> Known = new()
    {
        [Kinds.Lease] = [Name, Text("Holder", it => it.Text("spec", "holderIdentity")), Created],
        [Kinds.Namespace] = [Name, Text("Status", it => it.Text("status", "phase")), Created],
        [Kinds.Pod] =
        [
            Name, Text("Ready", PodCells.Ready), Text("Status", PodCells.Status), new("Restarts", PodCells.Restarts), Created,
            Wide("IP", it => OrNone(it.Text("status", "podIP"))), Wide("Node", it => OrNone(it.Text("spec", "nodeName"))),
            Wide("Nominated Node", it => OrNone(it.Text("status", "nominatedNodeName"))), Wide("Readiness Gates", _ => "<none>"),
        ],
        [Kinds.Deployment] =
        [
            Name, Text("Ready", it => $"{it.Number("status", "readyReplicas")}/{it.Number("spec", "replicas")}"),
            Count("Up-to-date", "status", "updatedReplicas") with { Type = "string" },
            Count("Available", "status", "availableReplicas") with { Type = "string" }, Created, .. Template, Selector,
        ],
        [Kinds.ReplicaSet] =
        [
            Name, Count("Desired", "spec", "replicas"), Count("Current", "status", "replicas"), Count("Ready", "status", "readyReplicas"), Created,
            .. Template, Selector,
        ],
        [Kinds.StatefulSet] = [Name, Text("Ready", it => $"{it.Number("status", "readyReplicas")}/{it.Number("spec", "replicas")}"), Created, .. Template],
        [Kinds.DaemonSet] =
        [
            Name, Count("Desired", "status", "desiredNumberScheduled"), Count("Current", "status", "currentNumberScheduled"),
            Count("Ready", "status", "numberReady"), Count("Up-to-date", "status", "updatedNumberScheduled"),
            Count("Available", "status", "numberAvailable"), Text("Node Selector", NodeSelector), Created, .. Template, Selector,
        ],
        [Kinds.ControllerRevision] = [Name, Text("Controller", Owner), Count("Revision", "revision"), Created],
        [Kinds.PodDisruptionBudget] =
        [
            Name, Text("Min Available", it => it.Text("spec", "minAvailable") ?? "N/A"), Text("Max Unavailable", it => it.Text("spec", "maxUnavailable") ?? "N/A"),
            Count("Allowed Disruptions", "status", "disruptionsAllowed"), Created,
        ],
        [Kinds.HorizontalPodAutoscaler] =
        [
            Name, Text("Reference", it => $"{it.Text("spec", "scaleTargetRef", "kind")}/{it.Text("spec", "scaleTargetRef", "name")}"),
            Text("Targets", AutoscalerCells.Targets), Text("MinPods", it => it.Text("spec", "minReplicas") ?? "<unset>"),
            Count("MaxPods", "spec", "maxReplicas") with { Type = "string" }, Count("Replicas", "status", "currentReplicas") with { Type = "string" }, Created,
        ],
        [Kinds.Node] =
        [
            Name, Text("Status", NodeCells.Status), Text("Roles", NodeCells.Roles), Created, Text("Version", it => it.Text("status", "nodeInfo", "kubeletVersion")),
            Wide("Internal-IP", it => NodeCells.Address(it, "InternalIP")), Wide("External-IP", it => NodeCells.Address(it, "ExternalIP")),
            Wide("OS-Image", it => OrUnknown(it.Text("status", "nodeInfo", "osImage"))), Wide("Kernel-Version", it => OrUnknown(it.Text("status", "nodeInfo", "kernelVersion"))),
            Wide("Container-Runtime", it => OrUnknown(it.Text("status", "nodeInfo", "containerRuntimeVersion"))),
        ],
        [Kinds.Event] =
        [
            new("Last Seen", EventCells.LastSeen), Text("Type", it => it.Text("type")), Text("Reason", it => it.Text("reason")), Text("Object", EventCells.Object),
            Wide("Subobject", it => it.Text("involvedObject", "fieldPath")), Wide("Source", EventCells.Source), Text("Message", it => it.Text("message")?.Trim()),
            new("First Seen", EventCells.FirstSeen) { Priority = 1 }, Wide("Count", it => EventCells.Count(it)), Name with { Priority = 1 },
        ],
    };

    public static IReadOnlyList<Column> Of(ResourceKind kind) => Known.GetValueOrDefault(kind.StoredAs ?? kind, [Name, Created]);

    internal static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;

    private static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? "<unknown>" : text;

    private static IEnumerable<string> Containers(StoredObject it, string field) =>
        PodCells.Items(it, "spec", "template", "spec", "containers").Select(c => c.TryGetProperty(field, out var value) ? value.ToString() : "");

    private static string Owner(StoredObject it) => PodCells.Items(it, "metadata", "ownerReferences").FirstOrDefault() is { ValueKind: JsonValueKind.Object } owner
        ? $"{owner.GetProperty("kind").GetString()!.ToLowerInvariant()}.apps/{owner.GetProperty("name").GetString()}" : "<none>";

    private static string NodeSelector(StoredObject it) => it.At("spec", "template", "spec", "nodeSelector") is { ValueKind: JsonValueKind.Object } labels
        ? OrNone(string.Join(',', labels.EnumerateObject().Select(l => $"{l.Name}={l.Value}"))) : "<none>";
}
