using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Runbooks.Kubectl;

/// <summary>Describes containers, with what became of them.</summary>
internal static class ContainerDescription
{
    /// <summary>Writes the containers of a pod, or of what makes pods.</summary>
    /// <param name="pen">Writes.</param>
    /// <param name="spec">The pod's spec.</param>
    /// <param name="status">The pod's status; null for a template.</param>
    public static void Write(DescriptionPen pen, JsonNode? spec, JsonNode? status)
    {
        foreach (var (heading, field, states) in new[] { ("Init Containers", "initContainers", "initContainerStatuses"), ("Containers", "containers", "containerStatuses") })
        {
            var containers = spec.Items(field).ToList();
            if (containers.Count > 0)
            {
                pen.Heading(0, heading);
            }

            foreach (var container in containers)
            {
                var name = container.Text("name");
                Write(pen, container, status.Items(states).FirstOrDefault(state => state.Text("name") == name), status is not null);
            }
        }
    }

    private static void Write(DescriptionPen pen, JsonObject container, JsonObject? state, bool isOfPod)
    {
        pen.Heading(1, container.Text("name") ?? string.Empty);
        pen.Field(2, "Image", container.Text("image"));
        pen.Field(2, "Ports", string.Join(", ", container.Items("ports").Select(port => $"{port.Text("containerPort")}/{port.Text("protocol") ?? "TCP"}")));
        if (isOfPod)
        {
            WriteState(pen, "State", state.At("state"));
            WriteState(pen, "Last State", state.At("lastState"));
            pen.Field(2, "Ready", state.Text("ready") == "true" ? "True" : "False");
            pen.Field(2, "Restart Count", state.Number("restartCount").ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (name, field) in new[] { ("Limits", "limits"), ("Requests", "requests") })
        {
            var amounts = container.Fields("resources", field).ToList();
            if (amounts.Count > 0)
            {
                pen.Heading(2, name);
                amounts.ForEach(amount => pen.Field(3, amount.Key, amount.Value?.ToString()));
            }
        }

        foreach (var (name, field) in new[] { ("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe") })
        {
            if (container.At(field) is { } probe)
            {
                pen.Field(2, name, Probe(probe));
            }
        }

        // Their values may be passwords; their names are enough to see whether one is missing.
        pen.Field(2, "Environment", string.Join(", ", container.Items("env").Select(variable => variable.Text("name"))));
    }

    private static void WriteState(DescriptionPen pen, string name, JsonNode? state)
    {
        if (state.Fields().FirstOrDefault() is not { Key: { } kind, Value: { } now })
        {
            if (name == "State")
            {
                pen.Field(2, name, "Waiting");
            }

            return;
        }

        pen.Field(2, name, $"{char.ToUpperInvariant(kind[0])}{kind[1..]}");
        foreach (var (label, value) in new[]
        {
            ("Reason", now.Text("reason")), ("Message", now.Text("message")), ("Exit Code", now.Text("exitCode")), ("Signal", now.Text("signal")),
            ("Started", DescriptionPen.Time(now.Time("startedAt"))), ("Finished", DescriptionPen.Time(now.Time("finishedAt"))),
        })
        {
            if (value is not null)
            {
                pen.Field(3, label, value);
            }
        }
    }

    private static string Probe(JsonNode probe)
    {
        var asks = probe.At("httpGet") is { } http ? $"http-get {http.Text("scheme")?.ToLowerInvariant() ?? "http"}://{http.Text("host")}:{http.Text("port")}{http.Text("path")}"
            : probe.At("tcpSocket") is { } tcp ? $"tcp-socket {tcp.Text("host")}:{tcp.Text("port")}"
            : probe.At("grpc") is { } grpc ? $"grpc <pod>:{grpc.Text("port")}"
            : probe.At("exec", "command") is JsonArray command ? $"exec [{string.Join(' ', command)}]" : "unknown";
        return string.Create(CultureInfo.InvariantCulture,
            $"{asks} delay={probe.Number("initialDelaySeconds")}s timeout={probe.Number("timeoutSeconds")}s period={probe.Number("periodSeconds")}s #success={probe.Number("successThreshold")} #failure={probe.Number("failureThreshold")}");
    }
}
