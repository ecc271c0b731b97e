using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Describes one object: who it is, what it should be, what it is, what happened to it.</summary>
internal static class ObjectDescription
{
    private static readonly ImmutableArray<string> ShownApart = ["conditions", "template", "containers", "initContainers", "volumes", "containerStatuses", "initContainerStatuses", "images"];

    /// <summary>The lines.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="it">The object.</param>
    /// <param name="events">What happened to it, oldest first.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<string> Of(KubectlKind kind, JsonObject it, IReadOnlyList<JsonObject> events, DateTimeOffset now)
    {
        var pen = new DescriptionPen();
        Head(pen, kind, it);
        if (kind == KubectlKind.Pods)
        {
            Pod(pen, it);
        }
        else if (kind.HasPods)
        {
            Workload(pen, kind, it);
        }
        else
        {
            Whole(pen, it);
        }

        Conditions(pen, it);
        if (kind == KubectlKind.Nodes)
        {
            // Said rather than left out: who looks for it must not take its absence for an empty node.
            pen.Field(0, "Allocated resources", "not added up here; kubectl describe node does");
        }

        Events(pen, events, now);
        return pen.Lines;
    }

    private static void Head(DescriptionPen pen, KubectlKind kind, JsonObject it)
    {
        pen.Field(0, "Name", it.Text("metadata", "name"));
        if (kind.IsNamespaced)
        {
            pen.Field(0, "Namespace", it.Text("metadata", "namespace"));
        }

        pen.Labels("Labels", it.Fields("metadata", "labels"), "=");
        pen.Labels("Annotations", it.Fields("metadata", "annotations").Where(note => note.Value?.ToString() != ObjectCleaning.NotShown), ": ");
        if (kind != KubectlKind.Pods)
        {
            pen.Field(0, "CreationTimestamp", DescriptionPen.Time(it.Time("metadata", "creationTimestamp")));
        }

        if (it.Time("metadata", "deletionTimestamp") is { } going)
        {
            pen.Field(0, "Terminating since", DescriptionPen.Time(going));
        }

        if (it.Items("metadata", "ownerReferences").FirstOrDefault(owner => owner.Text("controller") == "true") is { } controller)
        {
            pen.Field(0, "Controlled By", $"{controller.Text("kind")}/{controller.Text("name")}");
        }
    }

    private static void Pod(DescriptionPen pen, JsonObject it)
    {
        var (spec, status) = (it.At("spec"), it.At("status"));
        pen.Field(0, "Priority", spec.Number("priority").ToString(CultureInfo.InvariantCulture));
        pen.Field(0, "Service Account", spec.Text("serviceAccountName"));
        pen.Field(0, "Node", spec.Text("nodeName") is { } node ? $"{node}/{status.Text("hostIP")}" : null);
        pen.Field(0, "Start Time", DescriptionPen.Time(status.Time("startTime")));
        pen.Field(0, "Status", it.At("metadata", "deletionTimestamp") is null ? status.Text("phase") : "Terminating");
        foreach (var (name, field) in new[] { ("Reason", "reason"), ("Message", "message") })
        {
            if (status.Text(field) is { Length: > 0 } says)
            {
                pen.Field(0, name, says);
            }
        }

        pen.Field(0, "IP", status.Text("podIP"));
        ContainerDescription.Write(pen, spec, status ?? new JsonObject());
        pen.Field(0, "QoS Class", status.Text("qosClass"));
        pen.Labels("Node-Selectors", spec.Fields("nodeSelector"), "=");
    }

    private static void Workload(DescriptionPen pen, KubectlKind kind, JsonObject it)
    {
        var (spec, status) = (it.At("spec"), it.At("status"));
        var wanted = spec.At("replicas") is null ? 1 : spec.Number("replicas");
        pen.Field(0, "Selector", ObjectFields.SelectorText(spec.At("selector")));
        if (kind == KubectlKind.Deployments)
        {
            pen.Field(0, "Replicas", string.Create(CultureInfo.InvariantCulture,
                $"{wanted} desired | {status.Number("updatedReplicas")} updated | {status.Number("replicas")} total | {status.Number("availableReplicas")} available | {status.Number("unavailableReplicas")} unavailable"));
            pen.Field(0, "StrategyType", spec.Text("strategy", "type"));
            pen.Field(0, "MinReadySeconds", spec.Number("minReadySeconds").ToString(CultureInfo.InvariantCulture));
            if (spec.At("strategy", "rollingUpdate") is { } rolling)
            {
                pen.Field(0, "RollingUpdateStrategy", $"{rolling.Text("maxUnavailable")} max unavailable, {rolling.Text("maxSurge")} max surge");
            }
        }
        else if (kind == KubectlKind.DaemonSets)
        {
            pen.Field(0, "Desired Number of Nodes Scheduled", status.Number("desiredNumberScheduled").ToString(CultureInfo.InvariantCulture));
            pen.Field(0, "Current Number of Nodes Scheduled", status.Number("currentNumberScheduled").ToString(CultureInfo.InvariantCulture));
            pen.Field(0, "Number of Nodes Scheduled with Up-to-date Pods", status.Number("updatedNumberScheduled").ToString(CultureInfo.InvariantCulture));
            pen.Field(0, "Number of Nodes Scheduled with Available Pods", status.Number("numberAvailable").ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            pen.Field(0, "Replicas", string.Create(CultureInfo.InvariantCulture, $"{wanted} desired | {status.Number("replicas")} total | {status.Number("readyReplicas")} ready"));
            if (kind == KubectlKind.StatefulSets)
            {
                pen.Field(0, "Update Strategy", spec.Text("updateStrategy", "type"));
            }
        }

        pen.Heading(0, "Pod Template");
        pen.Labels("  Labels", spec.Fields("template", "metadata", "labels"), "=");
        ContainerDescription.Write(pen, spec.At("template", "spec"), null);
    }

    private static void Whole(DescriptionPen pen, JsonObject it)
    {
        pen.Field(0, "API Version", it.Text("apiVersion"));
        pen.Field(0, "Kind", it.Text("kind"));
        foreach (var (field, value) in it.Where(field => field.Key is not ("apiVersion" or "kind" or "metadata")).OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            // Conditions have a table of their own; what else is left out here would fill the page.
            var shown = value is JsonObject part ? new JsonObject(part.Where(inner => !ShownApart.Contains(inner.Key)).Select(inner => KeyValuePair.Create(inner.Key, inner.Value?.DeepClone()))) : value;
            if (shown is not JsonObject { Count: 0 })
            {
                pen.Tree(0, field, shown);
            }
        }
    }

    private static void Conditions(DescriptionPen pen, JsonObject it)
    {
        var conditions = it.Items("status", "conditions").ToList();
        if (conditions.Count > 0)
        {
            pen.Heading(0, "Conditions");
            pen.Table(1, ["Type", "Status", "Reason", "Message"], conditions.Select(condition => ImmutableArray.Create(
                condition.Text("type") ?? string.Empty, condition.Text("status") ?? string.Empty, condition.Text("reason") ?? string.Empty, OneLine(condition.Text("message")))));
        }
    }

    private static void Events(DescriptionPen pen, IReadOnlyList<JsonObject> events, DateTimeOffset now)
    {
        if (events.Count == 0)
        {
            pen.Field(0, "Events", null);
            return;
        }

        pen.Heading(0, "Events");
        pen.Table(1, ["Type", "Reason", "Age", "From", "Message"], events.Select(it => ImmutableArray.Create(
            it.Text("type") ?? string.Empty, it.Text("reason") ?? string.Empty, Age(it, now), it.Text("source", "component") ?? it.Text("reportingComponent") ?? string.Empty,
            OneLine(it.Text("message")))));
    }

    /// <summary>When an event was last seen.</summary>
    /// <param name="it">The event.</param>
    public static DateTimeOffset? LastSeen(JsonObject it) =>
        it.Time("series", "lastObservedTime") ?? it.Time("lastTimestamp") ?? it.Time("eventTime") ?? it.Time("metadata", "creationTimestamp");

    private static string Age(JsonObject it, DateTimeOffset now)
    {
        string Since(DateTimeOffset? at) => at is { } known ? ObjectFields.Age(now - known) : "<unknown>";
        var count = Math.Max(it.Number("count"), it.Number("series", "count"));
        return count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Since(LastSeen(it))} (x{count} over {Since(it.Time("firstTimestamp") ?? it.Time("eventTime"))})") : Since(LastSeen(it));
    }

    private static string OneLine(string? text) => text?.ReplaceLineEndings(" ").Trim() ?? string.Empty;
}
