using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>The disruption controller: how many pods of each budget may be evicted now.</summary>
internal sealed class BudgetController(ObjectStore store, WorkloadSet workloads)
{
    private readonly Dictionary<ObjectKey, (Conditions Conditions, Disruptions? Last, long Generation)> known = [];

    /// <summary>Works out the budgets of the namespaces in which something changed.</summary>
    public void Step(HashSet<string> touched, double t)
    {
        foreach (var name in touched)
        {
            var budgets = store.List(Kinds.PodDisruptionBudget, name).Items;
            if (budgets.Count == 0) continue;
            var pods = store.List(Kinds.Pod, name).Items;
            foreach (var budget in budgets) Count(budget, pods, t);
        }
        touched.Clear();
    }

    private void Count(StoredObject budget, IReadOnlyList<StoredObject> all, double t)
    {
        var pods = all.Where(p => Selects(budget, p) && p.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        var healthy = pods.Count(p => p.At("metadata", "deletionTimestamp") is null && IsReady(p));
        var owners = pods.Select(p => workloads.PodOf(p.Key)?.Workload).ToList();
        var scale = owners.OfType<Workload>().Distinct().Sum(w => w.Desired) + owners.Count(o => o is null);
        var (expected, wanted) = Wanted(budget, pods.Count, scale);
        var now = new Disruptions(healthy, wanted, expected, expected <= 0 ? 0 : Math.Max(0, healthy - wanted));
        foreach (var workload in owners.OfType<Workload>().Distinct()) workload.Disruptions = now;
        var was = known.GetValueOrDefault(budget.Key);
        var generation = budget.Number("metadata", "generation");
        if (was.Last == now && was.Generation == generation && budget.Number("status", "disruptionsAllowed") == now.Allowed) return;
        var conditions = was.Conditions ?? new();
        known[budget.Key] = (conditions, now, generation);
        Write(budget, now, conditions, t);
    }

    private void Write(StoredObject budget, Disruptions now, Conditions conditions, double t) => store.Patch(budget.Kind, budget.Key, whole =>
    {
        var generation = budget.Number("metadata", "generation");
        whole["status"] = new JsonObject
        {
            ["observedGeneration"] = generation,
            ["disruptionsAllowed"] = now.Allowed,
            ["currentHealthy"] = now.Healthy,
            ["desiredHealthy"] = now.DesiredHealthy,
            ["expectedPods"] = now.Expected,
            ["conditions"] = conditions.Write(t,
                [new("DisruptionAllowed", now.Allowed > 0, now.Allowed > 0 ? "SufficientPods" : "InsufficientPods")],
                (it, _) => it["observedGeneration"] = generation),
        };
        foreach (var condition in whole["status"]!["conditions"]!.AsArray()) condition!["message"] = "";
        return whole;
    }, dryRun: false, Part.Status);

    // As the disruption controller counts: a plain number is of the pods that there are, anything else of those there should be.
    private static (int Expected, int Wanted) Wanted(StoredObject budget, int pods, int scale)
    {
        if (budget.At("spec", "maxUnavailable") is { } most) return (scale, Math.Max(0, scale - Amount(most, scale)));
        if (budget.At("spec", "minAvailable") is not { } least) return (pods, 0);
        return least.ValueKind == JsonValueKind.String ? (scale, Amount(least, scale)) : (pods, Amount(least, pods));
    }

    private static int Amount(JsonElement given, int of)
    {
        if (given.ValueKind == JsonValueKind.Number) return given.GetInt32();
        return int.TryParse((given.GetString() ?? "").TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? (int)Math.Ceiling(percent * of / 100.0) : 0;
    }

    // An empty selector takes every pod of the namespace.
    private static bool Selects(StoredObject budget, StoredObject pod)
    {
        if (budget.At("spec", "selector") is not { ValueKind: JsonValueKind.Object } selector) return false;
        return !selector.TryGetProperty("matchLabels", out var labels)
            || labels.EnumerateObject().All(l => pod.Text("metadata", "labels", l.Name) == l.Value.GetString());
    }

    private static bool IsReady(StoredObject pod) => pod.At("status", "conditions") is { ValueKind: JsonValueKind.Array } conditions
        && conditions.EnumerateArray().Any(c => c.GetProperty("type").GetString() == "Ready" && c.GetProperty("status").GetString() == "True");
}
