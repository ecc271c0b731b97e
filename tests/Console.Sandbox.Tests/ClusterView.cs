using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;

namespace OpsConsole.Sandbox.Tests;

/// <summary>The fleet's objects as the API would give them, and changes as people make them.</summary>
internal static class ClusterView
{
    public static JsonObject Object(this SimulatedFleet fleet, ResourceKind kind, string inNamespace, string name) =>
        fleet.Store.Find(kind, new(inNamespace, name)) ?? throw new InvalidOperationException($"there is no {kind} {inNamespace}/{name}");

    public static IReadOnlyList<StoredObject> Pods(this SimulatedFleet fleet, string inNamespace, string workload) =>
        [.. fleet.Store.List(Kinds.Pod, inNamespace).Items.Where(p => p.Key.Name.StartsWith(workload + "-", StringComparison.Ordinal))];

    public static IReadOnlyList<StoredObject> ReadyPods(this SimulatedFleet fleet, string inNamespace, string workload) =>
        [.. fleet.Pods(inNamespace, workload).Where(p => Condition(p.ToJson(), "Ready") == "True" && p.At("metadata", "deletionTimestamp") is null)];

    public static string? Condition(JsonObject it, string type, string field = "status") =>
        it["status"]?["conditions"]?.AsArray().FirstOrDefault(c => c!["type"]!.GetValue<string>() == type)?[field]?.GetValue<string>();

    public static long Number(this JsonObject it, params ReadOnlySpan<string> path)
    {
        JsonNode? here = it;
        foreach (var step in path) here = here?[step];
        return here is null ? 0 : long.Parse(here.ToJsonString(), null);
    }

    public static void Patch(this SimulatedFleet fleet, ResourceKind kind, string inNamespace, string name, Action<JsonObject> change) =>
        Assert.Null(fleet.Store.Patch(kind, new(inNamespace, name), whole =>
        {
            change(whole);
            return whole;
        }, dryRun: false).Refusal);

    public static void Scale(this SimulatedFleet fleet, string inNamespace, string name, int replicas) =>
        fleet.Patch(Kinds.Deployment, inNamespace, name, it => it["spec"]!["replicas"] = replicas);

    /// <summary>What kubectl rollout restart does.</summary>
    public static void Restart(this SimulatedFleet fleet, ResourceKind kind, string inNamespace, string name) => fleet.Patch(kind, inNamespace, name,
        it => it["spec"]!["template"]!["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/restartedAt"] = "2026-05-12T10:30:00Z" });

    public static IReadOnlyList<string> Events(this SimulatedFleet fleet, string inNamespace, string about) =>
        [.. fleet.Store.List(Kinds.Event, inNamespace).Items.Where(e => e.Text("involvedObject", "name") == about)
            .Select(e => $"{e.Text("reason")}: {e.Text("message")}")];
}
