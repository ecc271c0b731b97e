using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Controllers;

/// <summary>HorizontalPodAutoscalers on CPU: each 15 seconds the target's replicas are what its use asks for, within bounds.</summary>
internal sealed class AutoscalerController(ObjectStore store, WorkloadSet workloads, Func<Pod, double?> cpu)
{
    private const double Every = 15;
    private const double Tolerance = 0.1;
    private readonly Dictionary<ObjectKey, Scaler> known = [];
    private double next;

    /// <summary>Looks at all of them when it is time; the first time without scaling, so that a quiet fleet has its status at once.</summary>
    public void Step(double t, bool onlyLook = false)
    {
        if (t < next) return;
        next = t + Every;
        foreach (var it in store.List(Kinds.HorizontalPodAutoscaler, null).Items)
        {
            if (!known.TryGetValue(it.Key, out var scaler)) known[it.Key] = scaler = new();
            Sync(it, scaler, t, onlyLook);
        }
    }

    private void Sync(StoredObject it, Scaler scaler, double t, bool onlyLook)
    {
        var bounds = (Min: it.At("spec", "minReplicas") is null ? 1 : (int)it.Number("spec", "minReplicas"), Max: (int)it.Number("spec", "maxReplicas"));
        var kind = WorkloadController.KindOf(it.Text("spec", "scaleTargetRef", "kind") ?? "");
        var key = new ObjectKey(it.Key.Namespace, it.Text("spec", "scaleTargetRef", "name") ?? "");
        if (workloads.Find(kind, key)?.Workload is not { Deleted: false } target)
        {
            Write(it, scaler, null, [new("AbleToScale", false, "FailedGetScale",
                $"the HPA controller was unable to get the target's current scale: {kind.Resource} \"{key.Name}\" not found")], t);
            return;
        }
        var verdict = Weigh(it, scaler, target, bounds, t);
        if (onlyLook) verdict = verdict with { Wanted = target.Desired };
        if (verdict.Wanted != target.Desired) Scale(it, kind, key, target, verdict, t);
        if (verdict.Wanted != target.Desired) scaler.ScaledAt = t;
        target.Autoscaling = new(bounds.Min, bounds.Max, target.Desired, verdict.Wanted);
        Write(it, scaler, (target.Desired, verdict), Conditions(verdict, target), t);
    }

    private Verdict Weigh(StoredObject it, Scaler scaler, Workload target, (int Min, int Max) bounds, double t)
    {
        var now = target.Desired;
        if (now == 0) return new(0, null, 0, 0) { Disabled = true };
        var used = target.Staying.Where(p => p.Ready).Select(cpu).OfType<double>().ToList();
        if (used.Count == 0) return new(now, null, 0, now);
        var share = used.Average() / target.Description.Requests;
        var asked = Target(it);
        var ratio = share * 100 / asked;
        // Pods that are not ready yet count as idle when it grows, and hold it where it is when it shrinks.
        if (ratio > 1 && used.Count < now) ratio = Math.Max(1, ratio * used.Count / now);
        else if (ratio < 1 && used.Count < now) ratio = 1;
        var raw = Math.Abs(ratio - 1) <= Tolerance ? now : (int)Math.Ceiling(Math.Round(ratio * now, 6));
        var held = scaler.Hold(raw, t, it.At("spec", "behavior", "scaleDown", "stabilizationWindowSeconds") is null
            ? 300 : it.Number("spec", "behavior", "scaleDown", "stabilizationWindowSeconds"));
        var wanted = raw >= now ? raw : Math.Min(now, Math.Max(raw, held));
        var step = Math.Max(2 * now, now + 4);
        return new(Math.Clamp(Math.Min(wanted, step), bounds.Min, bounds.Max), (int)Math.Round(share * 100), used.Average(), wanted) { Bounds = bounds };
    }

    private void Scale(StoredObject it, ResourceKind kind, ObjectKey key, Workload target, Verdict verdict, double t)
    {
        store.Patch(kind, key, whole =>
        {
            whole["spec"]!["replicas"] = verdict.Wanted;
            return whole;
        }, dryRun: false);
        var why = verdict.Wanted > target.Desired && verdict.Unbounded > target.Desired ? "cpu resource utilization (percentage of request) above target"
            : verdict.Wanted > target.Desired ? "Current number of replicas below Spec.MinReplicas"
            : target.Desired > verdict.Bounds.Max ? "Current number of replicas above Spec.MaxReplicas" : "All metrics below target";
        workloads.Events.Normal(new(it.Kind, it.Key, it.Uid), "SuccessfulRescale", $"New size: {verdict.Wanted}; reason: {why}",
            "horizontal-pod-autoscaler", t);
    }

    private void Write(StoredObject it, Scaler scaler, (int Current, Verdict Verdict)? of, IEnumerable<Condition> conditions, double t)
    {
        var status = new JsonObject();
        if (scaler.ScaledAt is { } at) status["lastScaleTime"] = Manifests.Time(at);
        if (of is { Current: > 0 } replicas) status["currentReplicas"] = replicas.Current;
        status["desiredReplicas"] = of?.Verdict.Wanted ?? 0;
        if (of?.Verdict is { Percent: { } percent } verdict)
            status["currentMetrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject
                {
                    ["name"] = "cpu",
                    ["current"] = new JsonObject { ["averageUtilization"] = percent, ["averageValue"] = $"{(int)(verdict.Cores * 1000)}m" },
                },
            });
        status["conditions"] = scaler.Conditions.Write(t, conditions);
        store.Patch(it.Kind, it.Key, whole =>
        {
            whole["status"] = status;
            return whole;
        }, dryRun: false, Part.Status);
    }

    private static IEnumerable<Condition> Conditions(Verdict verdict, Workload target)
    {
        if (verdict.Disabled)
            return
            [
                new("AbleToScale", true, "SucceededGetScale", "the HPA controller was able to get the target's current scale"),
                new("ScalingActive", false, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero"),
            ];
        if (verdict.Percent is null)
            return
            [
                new("AbleToScale", true, "SucceededGetScale", "the HPA controller was able to get the target's current scale"),
                new("ScalingActive", false, "FailedGetResourceMetric",
                    "the HPA was unable to compute the replica count: failed to get cpu utilization: no metrics returned from resource metrics API"),
            ];
        return
        [
            verdict.Wanted != target.Desired
                ? new("AbleToScale", true, "SucceededRescale", $"the HPA controller was able to update the target scale to {verdict.Wanted}")
                : new("AbleToScale", true, "ReadyForNewScale", "recommended size matches current size"),
            new("ScalingActive", true, "ValidMetricFound",
                "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)"),
            verdict.Unbounded > verdict.Bounds.Max
                ? new("ScalingLimited", true, "TooManyReplicas", "the desired replica count is more than the maximum replica count")
                : verdict.Unbounded < verdict.Bounds.Min
                    ? new("ScalingLimited", true, "TooFewReplicas", "the desired replica count is less than the minimum replica count")
                    : new("ScalingLimited", false, "DesiredWithinRange", "the desired count is within the acceptable range"),
        ];
    }

    private static double Target(StoredObject it)
    {
        if (it.At("spec", "metrics") is { ValueKind: JsonValueKind.Array } metrics)
            foreach (var metric in metrics.EnumerateArray())
                if (metric.TryGetProperty("resource", out var resource) && resource.TryGetProperty("target", out var target)
                    && target.TryGetProperty("averageUtilization", out var percent)) return percent.GetDouble();
        return 80;
    }

    /// <summary>What it comes to: bounded, and what it would be without bounds.</summary>
    private sealed record Verdict(int Wanted, int? Percent, double Cores, int Unbounded)
    {
        public bool Disabled { get; init; }

        public (int Min, int Max) Bounds { get; init; } = (1, int.MaxValue);
    }

    private sealed class Scaler
    {
        private readonly Queue<(double At, int Replicas)> recommended = new();

        public Conditions Conditions { get; } = new();

        public double? ScaledAt { get; set; }

        /// <summary>The most that was recommended within the window.</summary>
        public int Hold(int replicas, double t, double window)
        {
            recommended.Enqueue((t, replicas));
            while (recommended.Peek().At <= t - window && recommended.Count > 1) recommended.Dequeue();
            return recommended.Max(r => r.Replicas);
        }
    }
}
