using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>autoscaling/v1 shows an autoscaler with one metric: the share of the processor.</summary>
internal static class AutoscalerForms
{
    public static JsonObject Old(JsonObject it)
    {
        var old = new JsonObject { ["metadata"] = it["metadata"]?.DeepClone() };
        var spec = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["scaleTargetRef", "minReplicas", "maxReplicas"])
            if (it["spec"]?[field] is { } value) spec[field] = value.DeepClone();
        if (Processor(it["spec"]?["metrics"])?["target"]?["averageUtilization"] is { } wanted) spec["targetCPUUtilizationPercentage"] = wanted.DeepClone();
        old["spec"] = spec;
        var status = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["observedGeneration", "lastScaleTime", "currentReplicas", "desiredReplicas"])
            if (it["status"]?[field] is { } value) status[field] = value.DeepClone();
        if (Processor(it["status"]?["currentMetrics"])?["current"]?["averageUtilization"] is { } seen) status["currentCPUUtilizationPercentage"] = seen.DeepClone();
        old["status"] = status;
        return old;
    }

    private static JsonNode? Processor(JsonNode? metrics) =>
        (metrics as JsonArray)?.Select(m => m?["resource"]).FirstOrDefault(r => r?["name"]?.ToString() == "cpu");
}
