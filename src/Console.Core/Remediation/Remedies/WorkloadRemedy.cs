using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>What the actions on workloads share: how the target is found, and that a write is bound to the version just read.</summary>
/// <param name="ports">What it reaches.</param>
/// <param name="kinds">The kinds that the action is for.</param>
internal abstract class WorkloadRemedy(RemedyPorts ports, params ImmutableArray<string> kinds)
{
    /// <summary>What it reaches.</summary>
    protected RemedyPorts Ports => ports;

    /// <summary>The target of a request.</summary>
    protected Result<ActionTarget> Target(ActionRequest request, SystemProfile system, ActionProfile allowed) => TargetPick.Named(
        request, system, allowed, system.Workloads.Where(it => kinds.Contains(it.Kind)).Select(it => (it.Kind, it.Namespace, it.Name)));

    /// <summary>The right that a patch of the target needs.</summary>
    protected static ClusterRightQuestion Patching(ActionTarget target, string? subresource) =>
        new("patch", "apps", $"{target.Kind.ToLowerInvariant()}s", subresource, target.Namespace, target.Name);

    /// <summary>The workload as it is now.</summary>
    /// <exception cref="Upstream.UpstreamException">It is not there, or the cluster does not answer.</exception>
    protected async Task<PodController> FindAsync(ActionTarget target, CancellationToken cancellation) =>
        await ports.Cluster(target).FindWorkloadAsync(target.Kind, target.Namespace, target.Name, cancellation).ConfigureAwait(false) ?? throw Targets.Gone(target);

    /// <summary>The workload for a rehearsal: the one that the guards judged.</summary>
    protected async Task<PodController> FindAsync(Scene scene, CancellationToken cancellation)
    {
        var now = await FindAsync(scene.Call.Target, cancellation).ConfigureAwait(false);
        return scene.Workload?.Controller is { } judged && Facts.Difference(Facts.Of(now), Facts.Of(judged)) is { } different
            ? throw Targets.Changed(scene.Call.Target, different)
            : now;
    }

    /// <summary>The workload for an execution: the one that the plan is bound to, in the version just read.</summary>
    protected async Task<PodController> FindAsync(ActionPlan plan, CancellationToken cancellation)
    {
        var now = await FindAsync(plan.Target, cancellation).ConfigureAwait(false);
        return Facts.Difference(Facts.Of(now), plan.State) is { } different ? throw Targets.Changed(plan.Target, different) : now;
    }

    /// <summary>Whether the time for the world to become as wanted is over.</summary>
    protected bool IsOver(ActionPlan plan, ActionOrder order) => ports.Now - order.IntentAt >= plan.VerifyWithin;
}
