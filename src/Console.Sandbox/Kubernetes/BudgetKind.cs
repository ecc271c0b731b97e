using System.Text.Json.Nodes;

namespace OpsConsole.Sandbox.Kubernetes;

/// <summary>policy/v1 PodDisruptionBudget: a new one allows nothing until its status has been computed.</summary>
internal static class BudgetKind
{
    public static ApiStatus? Admit(ObjectKey key, JsonObject next, StoredObject? current)
    {
        if (next["spec"] is JsonObject spec && spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
            return ApiStatus.Invalid(Kinds.PodDisruptionBudget, key.Name, [new("FieldValueInvalid",
                $"Invalid value: {spec.ToJsonString()}: minAvailable and maxUnavailable cannot be both set", "spec")]);
        if (current is null)
            next["status"] = new JsonObject { ["disruptionsAllowed"] = 0, ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["expectedPods"] = 0 };
        return null;
    }
}
