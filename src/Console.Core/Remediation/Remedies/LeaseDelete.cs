using System.Collections.Immutable;
using System.Globalization;
using OpsConsole.Access;
using OpsConsole.Leadership;
using OpsConsole.Systems;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Deletes a lease that nobody dares to take over: the next leader makes it anew.</summary>
/// <param name="ports">What it reaches.</param>
internal sealed class LeaseDelete(RemedyPorts ports) : IRemedy
{
    private const string Version = "resourceVersion";

    /// <inheritdoc/>
    public RemedyDescription About { get; } = new("lease-delete", "Delete a lease", Actions.LeaseDelete, "lease-delete")
    {
        Cooldown = TimeSpan.FromMinutes(10),
        NoUndoBecause = "a deleted lease is made anew by the next leader, not restored",
        Verifies = "a new lease that somebody holds and renews",
    };

    /// <inheritdoc/>
    public ImmutableArray<IGuard> Guards { get; } =
        [new LeaseRenewedGuard(), new HolderGoneGuard(), new CandidateReadyGuard(), new MetricAgreesGuard(), new ContendersGuard()];

    /// <inheritdoc/>
    public Result<RemedyCall> Read(ActionRequest request, SystemProfile system, ActionProfile allowed)
    {
        var fields = new RequestFields(request, About);
        IEnumerable<(string, string, string)> known = system.Leader is { } leader ? [("Lease", leader.Namespace, leader.Lease)] : [];
        var target = fields.Target(TargetPick.Named(request, system, allowed, known));
        return fields.Problems is { IsEmpty: false } problems ? problems : new RemedyCall(this, request, target!, $"Delete {target!.Title}")
        {
            Allowed = allowed,
            Needs = new("delete", "coordination.k8s.io", "leases", null, target.Namespace, target.Name),
        };
    }

    /// <inheritdoc/>
    public async Task<Rehearsal> RehearseAsync(Scene scene, ActingAs who, CancellationToken cancellation)
    {
        var target = scene.Call.Target;
        var cluster = ports.Cluster(target);
        var (id, lease) = await cluster.FindAsync<LeaseObject>(target.Namespace, target.Name, cancellation).ConfigureAwait(false) ?? throw Targets.Gone(target);

        // The guards judged the lease that the watch told: when it was renewed since, they must judge again.
        if (scene.Leader?.Lease is { } judged && (judged.Uid, judged.ResourceVersion) != (id.Uid, id.ResourceVersion))
        {
            throw Targets.Changed(target, $"resourceVersion {id.ResourceVersion}, was {judged.ResourceVersion}");
        }

        var answer = await cluster.DeleteAsync<LeaseObject>(id, new WriteHow(who, true), cancellation).ConfigureAwait(false);
        var within = Within(Renewal.Lasts(lease, scene.Profile.Leader));
        var holder = Candidate.Of(lease.Holder);
        return new Rehearsal(new TargetState(id.Uid, Facts.Of((Version, id.ResourceVersion))) { Beside = Facts.Of(("holder", holder ?? string.Empty)) },
            [
                new($"Lease {target.Name}, {(holder is null ? "held by nobody" : $"holder {holder}")}, resourceVersion {id.ResourceVersion}", null),
                new(null, $"a new Lease, made by {Takers(scene, holder)} within {DurationText.Words(within)}"),
            ], within)
        { Warnings = answer.Warnings };
    }

    /// <inheritdoc/>
    public (RiskTier Tier, string Because) Risk(Scene scene) => (RiskTier.TypedName, "it decides who leads, and can't be undone");

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var id = new ObjectIdentity(plan.Target.Namespace, plan.Target.Name, plan.State.Uid!, plan.State.Facts[Version]);
        return (await ports.Cluster(plan.Target).DeleteAsync<LeaseObject>(id, new WriteHow(order.Who, false), cancellation).ConfigureAwait(false)).Says;
    }

    /// <inheritdoc/>
    public async Task<Sighting> LookAsync(ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        var since = ports.Now - order.IntentAt;
        var over = since >= plan.VerifyWithin;
        var found = await ports.Cluster(plan.Target).FindAsync<LeaseObject>(plan.Target.Namespace, plan.Target.Name, cancellation).ConfigureAwait(false);
        return found switch
        {
            null => over
                ? new(SightingState.NoEffect, $"the lease is gone, and nobody has taken it within {DurationText.Words(since)}")
                : new(SightingState.UnderWay, "the lease is gone, nobody has taken it yet"),
            { Id.Uid: var uid } when uid == plan.State.Uid => new(SightingState.NotDone, $"the lease is still there, resourceVersion {found.Id.ResourceVersion}"),
            { Lease: var lease } when Candidate.Of(lease.Holder) is { } holder => Held(lease, holder, since, over),
            _ => over
                ? new(SightingState.NoEffect, $"there is a new lease, and nobody has taken it within {DurationText.Words(since)}")
                : new(SightingState.UnderWay, "there is a new lease, nobody holds it yet"),
        };
    }

    /// <inheritdoc/>
    public ActionRequest? Undo(ActionPlan plan, Sighting seen) => null;

    // Taken once may be a pod's last deed: the first renewal tells that it lives.
    private static Sighting Held(Lease lease, string holder, TimeSpan since, bool over) => lease.RenewedAt > lease.AcquiredAt || over
        ? new(SightingState.Worked, string.Create(CultureInfo.InvariantCulture, $"{holder} holds the lease after {since.TotalSeconds:0} s"))
        : new(SightingState.UnderWay, $"{holder} took the lease and has not renewed it yet");

    private static TimeSpan Within(TimeSpan lasts) => lasts * 2 > TimeSpan.FromSeconds(30) ? lasts * 2 : TimeSpan.FromSeconds(30);

    private static string Takers(Scene scene, string? holder)
    {
        var ready = Electors.Of(scene).Ready().Select(pod => pod.Pod.Id.Name).Where(name => name != holder).ToList();
        return ready.Count is 0 or > 5 ? "the next leader" : Phrases.List(ready, "or");
    }
}
