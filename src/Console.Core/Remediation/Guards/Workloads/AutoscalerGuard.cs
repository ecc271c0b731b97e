using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>An autoscaler sets the number again within its next look: what a person sets is gone 15 s later.</summary>
internal sealed class AutoscalerGuard() : WorkloadGuard(new(
    "autoscaler", "the HorizontalPodAutoscaler that owns the replicas", "it is scaled to 0, which switches the autoscaler off",
    "there is one, and it would undo the scale within 15 s (from 0 it only takes over)"))
{
    /// <inheritdoc/>
    protected override GuardAnswer Judge(Scene scene, WorkloadStatus workload, PodController controller)
    {
        if (workload.Autoscaler is not { } autoscaler)
        {
            return Pass(scene, "No autoscaler owns it", $"no HorizontalPodAutoscaler names {controller.Kind} {controller.Id.Name}");
        }

        var its = $"{autoscaler.Id.Name} keeps {autoscaler.Min} to {autoscaler.Max}";
        return controller.Desired == 0 ? Pass(scene, "An autoscaler takes over from 0", $"{its}; it is off while 0 are wanted, and sets the number once it is not")
            : Wanted(scene) == 0 ? Warn(scene, "Scaling to 0 switches its autoscaler off", $"{its}; it comes back when somebody scales up again")
            : Block(scene, "An autoscaler owns it and would undo this within 15 s", $"{its}, wants {autoscaler.Desired} now: change its bounds instead");
    }
}
