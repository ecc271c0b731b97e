using System.Globalization;
using System.Text.Json;

namespace OpsConsole.Sandbox.Kubernetes.Representations;

/// <summary>A pod in one line: what its containers add up to, by the rules of kubectl get pods.</summary>
internal static class PodCells
{
    public static string Ready(StoredObject pod)
    {
        var ready = Statuses(pod, "containerStatuses").Count(c => Is(c, "ready") && c.TryGetProperty("state", out var s) && s.TryGetProperty("running", out _));
        return $"{ready}/{Items(pod, "spec", "containers").Count()}";
    }

    public static string Status(StoredObject pod)
    {
        var reason = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
        var initializing = Initializing(pod);
        if (initializing is not null && !HasCondition(pod, "Initialized")) reason = initializing;
        else
        {
            var running = false;
            foreach (var container in Statuses(pod, "containerStatuses").Reverse())
            {
                if (!container.TryGetProperty("state", out var state)) continue;
                if (Reason(state) is { } why) reason = why;
                else if (Is(container, "ready") && state.TryGetProperty("running", out _)) running = true;
            }
            if (reason == "Completed" && running) reason = HasCondition(pod, "Ready") ? "Running" : "NotReady";
        }
        if (pod.At("metadata", "deletionTimestamp") is null) return reason;
        if (pod.Text("status", "reason") == "NodeLost") return "Unknown";
        return pod.Text("status", "phase") is "Succeeded" or "Failed" ? reason : "Terminating";
    }

    public static string Restarts(StoredObject pod, DateTimeOffset now)
    {
        var containers = Statuses(pod, "containerStatuses").ToList();
        var count = containers.Sum(c => c.TryGetProperty("restartCount", out var n) && n.TryGetInt64(out var times) ? times : 0);
        var last = containers.Select(c => Last(c)).Where(at => at is not null).Max(StringComparer.Ordinal);
        return count == 0 || last is null ? count.ToString(CultureInfo.InvariantCulture) : $"{count} ({Age.Since(last, now)} ago)";
    }

    private static string? Initializing(StoredObject pod)
    {
        var index = 0;
        foreach (var container in Statuses(pod, "initContainerStatuses"))
        {
            var state = container.TryGetProperty("state", out var given) ? given : default;
            var done = state.ValueKind == JsonValueKind.Object && state.TryGetProperty("terminated", out var end)
                && end.TryGetProperty("exitCode", out var code) && code.GetInt32() == 0;
            if (!done)
                return state.ValueKind == JsonValueKind.Object && Reason(state) is { } why and not "PodInitializing"
                    ? $"Init:{why}" : $"Init:{index}/{Items(pod, "spec", "initContainers").Count()}";
            index++;
        }
        return null;
    }

    private static string? Reason(JsonElement state)
    {
        if (state.TryGetProperty("waiting", out var waiting) && waiting.TryGetProperty("reason", out var why) && why.GetString() is { Length: > 0 } text)
            return text;
        if (!state.TryGetProperty("terminated", out var ended)) return null;
        if (ended.TryGetProperty("reason", out var reason) && reason.GetString() is { Length: > 0 } said) return said;
        return ended.TryGetProperty("signal", out var signal) && signal.TryGetInt32(out var number) && number != 0 ? $"Signal:{number}"
            : $"ExitCode:{(ended.TryGetProperty("exitCode", out var code) ? code.GetRawText() : "0")}";
    }

    private static string? Last(JsonElement container) => container.TryGetProperty("lastState", out var state)
        && state.TryGetProperty("terminated", out var ended) && ended.TryGetProperty("finishedAt", out var at) ? at.GetString() : null;

    private static bool HasCondition(StoredObject pod, string type) => Items(pod, "status", "conditions").Any(c =>
        c.TryGetProperty("type", out var name) && name.GetString() == type && c.TryGetProperty("status", out var status) && status.GetString() == "True");

    private static bool Is(JsonElement it, string field) => it.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static IEnumerable<JsonElement> Statuses(StoredObject pod, string field) => Items(pod, "status", field);

    internal static IEnumerable<JsonElement> Items(StoredObject it, params ReadOnlySpan<string> path) =>
        it.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
