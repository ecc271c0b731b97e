using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Replaces all pods of a workload by new ones, as its rollout settings say.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class RolloutRestart(RemedyPorts ports) : WorkloadRemedy(ports, "Deployment", "StatefulSet", "DaemonSet"), IRemedy
{
    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("rollout-restart", "Restart a workload", Actions.RolloutRestart, "rollout-restart")
    {
        Cooldown = TimeSpan.FromMinutes(10),
        NoUndoBecause = "the old pods are gone; the new ones are made by the same template",
        Verifies = "every pod new and available",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } = [new PausedGuard(), new RolloutGuard(), new RestartGapGuard(), new RestartLeaderGuard()];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Target(request, system, allowed));
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(this, request, target!, $"Restart {target!.Title}")
        {
            Allowed = allowed,
            Needs = Patching(target, null),
        };
    }

    /// <inheritdoc/>
    public async Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var now = await FindAsync(scene, cancellation).ConfigureAwait(false);
        var answer = await Ports.Cluster(scene.Call.Target).RestartAsync(now, new WriteHow(who, true), cancellation).ConfigureAwait(false);
        var pods = Words.Count(now.Desired, "pod");
        return new Rehearsal(Facts.Of(now), [new($"{pods}, {now.Ready} ready", $"{pods}, each made anew of the same images, one after the other")], TimeSpan.FromMinutes(10))
        {
            Warnings = answer.Warnings,
        };
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => scene.Workload?.Controller is { Desired: >= 2 and var desired, Ready: var ready } && ready >= desired
        ? (RiskTier.Click, $"all of {desired} are ready, and they are replaced one after the other")
        : (RiskTier.TypedName, "not enough of them are ready for a restart without a gap");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var now = await FindAsync(plan, cancellation).ConfigureAwait(false);
        return (await Ports.Cluster(plan.Target).RestartAsync(now, new WriteHow(order.Who, false), cancellation).ConfigureAwait(false)).Says;
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var now = await FindAsync(plan.Target, cancellation).ConfigureAwait(false);
        if (now.Id.Uid != plan.State.Uid)
        {
            return new(SightingState.NoEffect, "it was made anew by somebody");
        }

        if (!IsOurs(now, order))
        {
            return new(SightingState.NotDone, $"its template asks for no restart since; {now.Ready} of {now.Desired} ready");
        }

        var (rollout, words) = RolloutJudge.Judge(now, []);
        return rollout is RolloutState.Complete ? new(SightingState.Worked, $"{now.Available} of {now.Desired} are new and available")
            : (rollout is RolloutState.Stuck || IsOver(plan, order)) && now.Ready < plan.State.Number(Facts.Ready)
                ? new(SightingState.Worse, $"{words}; {now.Ready} ready, {plan.State.Number(Facts.Ready)} before")
            : new(SightingState.UnderWay, words ?? "it gets on");
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => null;

    // The template says when it was asked to restart, by our clock and in whole seconds: that tells our wish from a change by somebody else.
    private static bool IsOurs(PodController now, ActionOrder order) => now.RestartedAt >= order.IntentAt.AddSeconds(-1);
}
