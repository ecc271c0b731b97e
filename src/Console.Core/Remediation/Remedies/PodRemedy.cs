using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>What the two ways to make a pod go share.</summary>
/// <param name="ports">What it reaches.</param>
internal abstract class PodRemedy(RemedyPorts ports) : IRemedy
{
    private const string Keeper = "workload";

    /// <inheritdoc/>
    public abstract RemedyDescription About { get; }

    /// <inheritdoc/>
    public abstract ImmutableArray<IGuard> Guards { get; }

    /// <summary>What it does, in one word for a title.</summary>
    protected abstract string Verb { get; }

    /// <summary>The right that it needs.</summary>
    protected abstract ClusterRightQuestion Needs(ActionTarget target);

    /// <summary>Makes it go, or rehearses that.</summary>
    protected abstract Task<ClusterAnswer> SendAsync(IClusterWriter cluster, ObjectIdentity pod, WriteHow how, CancellationToken cancellation);

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(TargetPick.OfPods(request, system, allowed, ports.Live.Pods.Current.Value));
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(this, request, target!, $"{Verb} {target!.Title}")
        {
            Allowed = allowed,
            Needs = Needs(target),
        };
    }

    /// <inheritdoc/>
    public async Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var target = scene.Call.Target;
        var cluster = ports.Cluster(target);
        var pod = await cluster.FindAsync<Pod>(target.Namespace, target.Name, cancellation).ConfigureAwait(false) ?? throw Targets.Gone(target);
        if (scene.Pod is { } judged && judged.Pod.Id.Uid != pod.Id.Uid)
        {
            throw Targets.Changed(target, $"uid {pod.Id.Uid}, was {judged.Pod.Id.Uid}");
        }

        var answer = await SendAsync(cluster, Bound(target, pod.Id.Uid), new WriteHow(who, true), cancellation).ConfigureAwait(false);
        var keeper = scene.Pod is { WorkloadKind: { } kind, Workload: { } name } ? $"{kind}/{name}" : string.Empty;
        return new Rehearsal(new TargetState(pod.Id.Uid, Facts.Of()) { Beside = Facts.Of((Keeper, keeper)) },
            [
                new($"Pod {target.Name}, {scene.Pod?.Words ?? pod.Phase}{(pod.Node is null ? string.Empty : $" on {pod.Node}")}, uid {pod.Id.Uid}", null),
                .. keeper.Length == 0 ? [] : (PlannedChange[])[new(null, $"a new Pod, made by {keeper.Replace('/', ' ')}")],
            ], TimeSpan.FromMinutes(5))
        { Warnings = answer.Warnings };
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) =>
        scene.Pods.Ready().Count(pod => pod.Pod.Id.Uid != scene.Pod?.Pod.Id.Uid) is > 0 and var others
            ? (RiskTier.Click, $"{Words.Count(others, "other")} of its workload serve meanwhile")
            : (RiskTier.TypedName, "no other of its workload is ready");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation) =>
        (await SendAsync(ports.Cluster(plan.Target), Bound(plan.Target, plan.State.Uid!), new WriteHow(order.Who, false), cancellation).ConfigureAwait(false)).Says;

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var (cluster, target) = (ports.Cluster(plan.Target), plan.Target);
        var pod = await cluster.FindAsync<Pod>(target.Namespace, target.Name, cancellation).ConfigureAwait(false);
        if (pod is not null && pod.Id.Uid == plan.State.Uid)
        {
            return pod.Id.DeletedAt is null ? new(SightingState.NotDone, "the pod is still there") : new(SightingState.UnderWay, "the pod is going");
        }

        if (plan.State.Beside.GetValueOrDefault(Keeper)?.Split('/') is not [var kind, var name])
        {
            return new(SightingState.Worked, "the pod is gone");
        }

        return await cluster.FindWorkloadAsync(kind, target.Namespace, name, cancellation).ConfigureAwait(false) switch
        {
            null => new(SightingState.Worked, $"the pod is gone; {kind} {name} is not looked at"),
            var it when it.Ready >= it.Desired && it.ObservedGeneration >= it.Generation =>
                new(SightingState.Worked, $"the pod is gone; {it.Ready} of {it.Desired} of {name} are ready"),
            var it => new(SightingState.UnderWay, $"the pod is gone; {it.Ready} of {it.Desired} of {name} are ready"),
        };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => null;

    // By its uid alone: each probe moves a pod's version.
    private static ObjectIdentity Bound(ActionTarget target, string uid) => new(target.Namespace, target.Name, uid, string.Empty);
}
