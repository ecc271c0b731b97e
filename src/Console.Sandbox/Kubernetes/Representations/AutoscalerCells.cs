using System.Text.Json;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>An autoscaler's metrics in one cell: what is, and what is aimed at.</summary>
internal static class AutoscalerCells
{
    private const int Shown = 2;

    public static string Targets(StoredObject autoscaler)
    {
        var wanted = PodCells.Items(autoscaler, "spec", "metrics").ToList();
        if (wanted.Count == 0) return "<none>";
        var current = PodCells.Items(autoscaler, "status", "currentMetrics").ToList();
        var texts = wanted.Select((metric, i) => One(metric, i < current.Count ? current[i] : null)).ToList();
        return texts.Count <= Shown ? string.Join(", ", texts) : $"{string.Join(", ", texts.Take(Shown))} + {texts.Count - Shown} more...";
    }

    private static string One(JsonElement metric, JsonElement? current)
    {
        var source = Text(metric, "type") switch
        {
            "Resource" => "resource",
            "ContainerResource" => "containerResource",
            "Pods" => "pods",
            "External" => "external",
            "Object" => "object",
            _ => "",
        };
        if (!metric.TryGetProperty(source, out var wanted) || !wanted.TryGetProperty("target", out var target)) return "<unknown type>";
        var seen = current is { } now && now.TryGetProperty(source, out var state) && state.TryGetProperty("current", out var value) ? value : default;
        var (field, unit) = target.TryGetProperty("averageUtilization", out _) ? ("averageUtilization", "%")
            : target.TryGetProperty("averageValue", out _) ? ("averageValue", "") : ("value", "");
        var is_ = seen.ValueKind == JsonValueKind.Object && seen.TryGetProperty(field, out var number) ? $"{number}{unit}" : "<unknown>";
        var name = source is "resource" or "containerResource" ? $"{Text(wanted, "name")}: " : "";
        return $"{name}{is_}/{target.GetProperty(field)}{unit}{(field == "averageValue" && source == "external" ? " (avg)" : "")}";
    }

    private static string Text(JsonElement it, string field) => it.TryGetProperty(field, out var value) ? value.ToString() : "";
}
