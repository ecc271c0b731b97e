using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>Asks for another number of replicas.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class Scale(RemedyPorts ports) : WorkloadRemedy(ports, "Deployment", "StatefulSet"), IRemedy
{
    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("scale", "Scale a workload", Actions.Scale, "scale")
    {
        Fields = [new(Replicas.Field, "Replicas", FieldForm.Number, "a whole number within the profile's bounds")],
        Cooldown = TimeSpan.FromMinutes(2),
        Undo = "scaling back to the number of before",
        Verifies = "as many replicas ready as wanted",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } =
    [
        new NoChangeGuard(), new AutoscalerGuard(), new ToZeroGuard(), new ScaleBudgetGuard(), new RolloutGuard(), new HalfGuard(), new ScaleContendersGuard(),
    ];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        var target = fields.Target(Target(request, system, allowed));
        var bounds = system.Workloads.FirstOrDefault(it => (it.Kind, it.Namespace, it.Name) == (target?.Kind, target?.Namespace, target?.Name));
        var (least, most) = (bounds?.Min ?? 0, bounds?.Max ?? int.MaxValue);
        var replicas = fields.Read(Replicas.Field, bounds is null ? "a whole number" : $"a whole number from {least} to {most}", text => Replicas.Read(text, least, most), Replicas.Write);
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(this, request, target!, $"Scale {target!.Title} to {replicas}")
        {
            Parameters = fields.Parameters,
            Allowed = allowed,
            Needs = Patching(target, "scale"),
        };
    }

    /// <inheritdoc/>
    public async Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var now = await FindAsync(scene, cancellation).ConfigureAwait(false);
        var wanted = Replicas.Of(scene.Call.Parameters);
        var answer = await Ports.Cluster(scene.Call.Target).ScaleAsync(now, wanted, new WriteHow(who, true), cancellation).ConfigureAwait(false);
        return new Rehearsal(Facts.Of(now), [new($"{now.Desired} replicas wanted, {now.Ready} ready", $"{wanted} replicas wanted")], TimeSpan.FromMinutes(5))
        {
            Warnings = answer.Warnings,
        };
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.TypedName, "it changes how much of the workload there is");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var now = await FindAsync(plan, cancellation).ConfigureAwait(false);
        return (await Ports.Cluster(plan.Target).ScaleAsync(now, Replicas.Of(plan.Parameters), new WriteHow(order.Who, false), cancellation).ConfigureAwait(false)).Says;
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var (wanted, before) = (Replicas.Of(plan.Parameters), plan.State.Number(Facts.Desired));
        var now = await FindAsync(plan.Target, cancellation).ConfigureAwait(false);
        var saw = $"{now.Desired} wanted, {now.Ready} ready";
        return now switch
        {
            _ when now.Id.Uid != plan.State.Uid => new(SightingState.NoEffect, $"it was made anew by somebody: {saw}"),
            _ when now.Generation == plan.State.Number(Facts.Generation) => new(SightingState.NotDone, $"nothing changed: {saw}"),
            _ when now.Desired != wanted => new(SightingState.NoEffect, $"{Overruler(plan.Target)} set it to {now.Desired}: {saw}"),
            _ when now.ObservedGeneration < now.Generation => new(SightingState.UnderWay, "its controller has not seen the change yet"),
            _ when now.Ready == wanted && now.Current == wanted => new(SightingState.Worked, $"{wanted} of {wanted} ready"),
            _ when IsOver(plan, order) && wanted > before && now.Ready < plan.State.Number(Facts.Ready) =>
                new(SightingState.Worse, $"{saw}: fewer than the {plan.State.Number(Facts.Ready)} of before"),
            _ => new(SightingState.UnderWay, saw),
        };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => new(About.Kind, plan.System, $"{plan.Target.Namespace}/{plan.Target.Name}")
    {
        Parameters = Facts.Of((Replicas.Field, plan.State.Facts[Facts.Desired])),
    };

    private string Overruler(ActionTarget target) => Ports.Live.Workloads.Current.Value?.Workloads.FirstOrDefault(it =>
        (it.Profile.Kind, it.Profile.Namespace, it.Profile.Name) == (target.Kind, target.Namespace, target.Name))?.Autoscaler is { } autoscaler
            ? $"somebody or the autoscaler {autoscaler.Id.Name}"
            : "somebody";
}
