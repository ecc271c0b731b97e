using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes.Representations;
using OpsConsole.Sandbox.Kubernetes.Selectors;

namespace OpsConsole.Sandbox.Kubernetes.Requests;

/// <summary>Eviction: a delete of a pod that asks the disruption budgets first.</summary>
internal sealed class EvictionRequests(ObjectStore store, TimeProvider clock)
{
    private const int ComeBackIn = 10;

    public async Task CreateAsync(HttpContext http, ObjectKey key)
    {
        var (eviction, refusal) = await RequestBody.ReadObjectAsync(http.Request, "Eviction", "v1", http.RequestAborted);
        if (refusal is null && eviction!["metadata"]?["name"]?.ToString() is { Length: > 0 } name && name != key.Name)
            refusal = ApiStatus.BadRequest("name in URL does not match name in Eviction object");
        var (options, wrong) = DeleteRequests.Read(eviction?["deleteOptions"] as JsonObject ?? [], http.Request.Query);
        var (dryRun, unsupported) = RequestBody.ReadDryRun(http.Request.Query["dryRun"], "CreateOptions");
        refusal ??= wrong ?? unsupported ?? Evict(key, options!.Deletion, dryRun || options.DryRun);
        if (refusal is not null) await ApiResponse.RefuseAsync(http, refusal);
        else await ApiResponse.JsonAsync(http, StatusCodes.Status201Created, ApiStatus.Success(code: StatusCodes.Status201Created));
    }

    private ApiStatus? Evict(ObjectKey key, Deletion deletion, bool dryRun)
    {
        if (store.Look(Kinds.Pod, key) is not { } pod) return ApiStatus.NotFound(Kinds.Pod, key.Name);
        if (deletion.Refuse(pod) is { } stale) return stale;
        if (!MayGoUnasked(pod) && AskBudgets(pod, dryRun) is { } refusal) return refusal;
        if (!dryRun && pod.At("metadata", "deletionTimestamp") is null) store.Patch(Kinds.Pod, key, Targeted, dryRun: false, Part.Status);
        return store.Delete(Kinds.Pod, key, deletion with { ResourceVersion = null }, dryRun).Refusal;
    }

    // A pod that serves nobody (not yet, no more, or on its way out) takes nothing from anybody's budget.
    private static bool MayGoUnasked(StoredObject pod) =>
        pod.Text("status", "phase") is "Succeeded" or "Failed" or "Pending" || pod.At("metadata", "deletionTimestamp") is not null;

    private ApiStatus? AskBudgets(StoredObject pod, bool dryRun)
    {
        var budgets = store.List(Kinds.PodDisruptionBudget, pod.Key.Namespace).Items
            .Where(b => LabelSelector.Of(b.At("spec", "selector"))?.Fits(pod) == true).ToList();
        if (budgets.Count > 1)
            return new(500, null, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (budgets is not [var budget] || SparesUnready(budget, pod)) return null;
        if (Judge(budget) is { } refusal) return refusal;
        if (dryRun) return null;
        // Judged once more on what is stored by now: two evictions at once must not share one allowed disruption.
        return store.Patch(Kinds.PodDisruptionBudget, budget.Key, it => Judge(new StoredObject(budget.Kind, budget.Key, it)) is { } late
            ? late : Taken(it, pod), dryRun: false, Part.Status).Refusal;
    }

    private static ApiStatus? Judge(StoredObject budget)
    {
        if (budget.Number("status", "observedGeneration") < budget.Number("metadata", "generation"))
            return ApiStatus.DisruptionRefused($"The disruption budget {budget.Key.Name} is still being processed by the server.", ComeBackIn);
        return budget.Number("status", "disruptionsAllowed") > 0 ? null : ApiStatus.DisruptionRefused(
            $"The disruption budget {budget.Key.Name} needs {budget.Number("status", "desiredHealthy")} healthy pods and has "
            + $"{budget.Number("status", "currentHealthy")} currently");
    }

    // A pod that is not ready does not count as healthy; while the others suffice, or always when the budget says so, it may go.
    private static bool SparesUnready(StoredObject budget, StoredObject pod)
    {
        var ready = PodCells.Items(pod, "status", "conditions").Any(c => c.TryGetProperty("type", out var type) && type.ValueEquals("Ready")
            && c.TryGetProperty("status", out var status) && status.ValueEquals("True"));
        if (ready) return false;
        var healthy = budget.Number("status", "currentHealthy");
        var desired = budget.Number("status", "desiredHealthy");
        return budget.Text("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow" || (healthy >= desired && desired > 0);
    }

    private StoreAnswer Taken(JsonObject budget, StoredObject pod)
    {
        var status = (JsonObject)budget["status"]!;
        status["disruptionsAllowed"] = (status["disruptionsAllowed"]?.GetValue<JsonElement>().GetInt64() ?? 0) - 1;
        var disrupted = status["disruptedPods"] as JsonObject ?? [];
        disrupted[pod.Key.Name] = MicroTime.FormatSeconds(clock.GetUtcNow());
        status["disruptedPods"] = disrupted.DeepClone();
        return budget;
    }

    private StoreAnswer Targeted(JsonObject pod)
    {
        var status = pod["status"] as JsonObject ?? [];
        var conditions = status["conditions"]?.DeepClone() as JsonArray ?? [];
        conditions.Add(new JsonObject
        {
            ["type"] = "DisruptionTarget",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = MicroTime.FormatSeconds(clock.GetUtcNow()),
            ["reason"] = "EvictionByEvictionAPI",
            ["message"] = "Eviction API: evicting",
        });
        status["conditions"] = conditions;
        pod["status"] = status.DeepClone();
        return pod;
    }
}
