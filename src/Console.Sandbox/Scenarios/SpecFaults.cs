using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Controllers;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Scenarios;

/// <summary>
/// What scenarios change in the objects themselves, once, as a person would: whoever mends the object through the API has mended
/// it. The end of the scenario takes back only what is still as the scenario left it.
/// </summary>
internal sealed class SpecFaults(IReadOnlyDictionary<string, Workload> workloads, ObjectStore store)
{
    private readonly Dictionary<EffectDescription, JsonNode?> before = [];

    public void Begin(EffectDescription effect, double t)
    {
        if (effect.Budget.Length > 0) Change(effect, spec => Swap(spec, "minAvailable", effect.MinAvailable), remember: true);
        else if (effect.State == "scaled") Change(effect, spec => Swap(spec, "replicas", 0), remember: true);
        else if (effect.State == "imagePull") Change(effect, spec => Swap(Container(spec), "image", effect.Image), remember: true);
        else if (effect.State == "stalled")
            Change(effect, spec =>
            {
                // A restart is asked for, as kubectl does it.
                var metadata = (JsonObject)spec["template"]!["metadata"]!;
                if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
                return Swap(annotations, "kubectl.kubernetes.io/restartedAt", Manifests.Time(t));
            }, remember: false);
    }

    public void End(EffectDescription effect)
    {
        if (!before.Remove(effect, out var was)) return;
        Change(effect, spec =>
        {
            var (part, field, mine) = effect.Budget.Length > 0 ? (spec, "minAvailable", (JsonNode)effect.MinAvailable)
                : effect.State == "scaled" ? (spec, "replicas", 0) : (Container(spec), "image", effect.Image);
            if (part[field]?.ToJsonString() == mine.ToJsonString()) Swap(part, field, was?.DeepClone());
            return null;
        }, remember: false);
    }

    private void Change(EffectDescription effect, Func<JsonObject, JsonNode?> change, bool remember)
    {
        var workload = workloads[effect.Budget.Length > 0 ? effect.Budget : effect.Pods].Description;
        var kind = effect.Budget.Length > 0 ? Kinds.PodDisruptionBudget : WorkloadController.KindOf(workload.Kind);
        store.Patch(kind, new(workload.Namespace, workload.Name), whole =>
        {
            var was = change((JsonObject)whole["spec"]!);
            if (remember) before[effect] = was;
            return whole;
        }, dryRun: false);
    }

    private static JsonObject Container(JsonObject spec) => (JsonObject)spec["template"]!["spec"]!["containers"]![0]!;

    private static JsonNode? Swap(JsonObject part, string field, JsonNode? value)
    {
        var was = part[field]?.DeepClone();
        if (value is null) part.Remove(field);
        else part[field] = value;
        return was;
    }
}
