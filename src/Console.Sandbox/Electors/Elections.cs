using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Electors;

/// <summary>All pods that compete for a lease. They come and go with their pods, and meet each other in the store only.</summary>
internal sealed class Elections(IEnumerable<Workload> workloads, ObjectStore store)
{
    private readonly IReadOnlyList<Workload> electing = [.. workloads.Where(w => w.Description.Election is not null)];
    private readonly Dictionary<Pod, Elector> electors = [];
    private readonly Dictionary<Pod, List<(double From, double To)>> terms = [];
    private double liveSince;

    /// <summary>Told when a pod comes to hold its lease, or holds it no longer.</summary>
    public Action<Pod, string, bool, double> Changed { get; set; } = (_, _, _, _) => { };

    public Elector? Of(Pod pod) => electors.GetValueOrDefault(pod);

    public IEnumerable<(Pod Pod, Elector Elector)> Among(string workload) =>
        electors.Where(e => e.Key.Workload.Description.Name == workload).Select(e => (e.Key, e.Value));

    /// <summary>Begins where the history ends: its last leader holds the lease.</summary>
    public void Begin(double t)
    {
        liveSince = t;
        Follow();
        foreach (var workload in electing)
        {
            var (plan, election) = (workload.Plan!, workload.Description.Election!);
            var number = plan.Number(t);
            var leader = plan.SlotAfter(number);
            foreach (var (pod, elector) in Among(workload.Description.Name))
                elector.Resume(plan.TimesAcquired(pod.Slot, pod.CreatedAt, t), plan.TimesLost(pod.Slot, pod.CreatedAt, t), pod.Slot == leader, t);
            store.Create(LeaseKind.Kind, new(workload.Description.Namespace, election.Lease), new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["holderIdentity"] = workload.Pods.First(p => p.Slot == leader).Name,
                    ["leaseDurationSeconds"] = (int)election.LeaseDurationSeconds,
                    ["acquireTime"] = MicroTime.Format(UnixTime.At(plan.Acquired(number))),
                    ["renewTime"] = MicroTime.Format(UnixTime.At(t)),
                    ["leaseTransitions"] = Math.Max(0, number),
                },
            }, dryRun: false);
            foreach (var (pod, elector) in Among(workload.Description.Name))
                if (elector.Holds) terms[pod] = [(t, double.MaxValue)];
        }
    }

    /// <summary>When a pod held its lease since a time, the history included; what goes on has no end.</summary>
    public IReadOnlyList<(double From, double To)> TermsOf(Pod pod, double since)
    {
        var all = new List<(double From, double To)>();
        if (pod.Workload.Plan is { } plan && pod.CreatedAt < liveSince) all.AddRange(plan.Terms(pod.Slot, Math.Max(since, pod.CreatedAt), liveSince));
        foreach (var term in terms.GetValueOrDefault(pod) ?? [])
        {
            if (all.Count > 0 && all[^1].To >= term.From) all[^1] = all[^1] with { To = term.To };
            else all.Add(term);
        }
        return all;
    }

    /// <summary>A pod that runs has an elector, a pod that is gone has none.</summary>
    public void Follow()
    {
        foreach (var pod in electors.Keys.Where(p => !p.Workload.Holds(p)).ToList())
        {
            electors.Remove(pod);
            terms.Remove(pod);
        }
        foreach (var workload in electing)
            foreach (var pod in workload.Pods.Where(p => p.Running && !electors.ContainsKey(p)))
                electors[pod] = new(pod.Name, workload.Description.Namespace, workload.Description.Election!, store);
    }

    public void Step(double t)
    {
        // A process that waits to be restarted elects nobody. The order is the pods' own; their turns differ by their jitter.
        foreach (var (pod, elector) in electors.ToList())
            if (!pod.Waiting) elector.Step(t);
        foreach (var (pod, elector) in electors) Note(pod, elector, t);
    }

    private void Note(Pod pod, Elector elector, double t)
    {
        if (!terms.TryGetValue(pod, out var its)) terms[pod] = its = [];
        var held = its.Count > 0 && its[^1].To == double.MaxValue;
        if (held == elector.Holds) return;
        if (held) its[^1] = its[^1] with { To = t };
        else its.Add((t, double.MaxValue));
        Changed(pod, elector.Lease.Name, elector.Holds, t);
    }

    public void HandOver(string workload, double t)
    {
        var all = Among(workload).OrderBy(e => e.Pod.Slot).ToList();
        var holder = all.FindIndex(e => e.Elector.Holds);
        if (holder < 0 || all.Count < 2) return;
        all[holder].Elector.Release(t);
        all[(holder + 1) % all.Count].Elector.TakeTurn(t);
    }

    /// <summary>Moves a lease in good order: its holder steps down and the named pod takes it at once.</summary>
    public MoveOutcome Move(ObjectKey lease, string to, double t)
    {
        var all = electors.Values.Where(e => e.Lease == lease).ToList();
        if (all.Count == 0) return MoveOutcome.NoSuchLease;
        if (all.Find(e => e.Identity == to) is not { } next) return MoveOutcome.NoSuchPod;
        if (next.Holds) return MoveOutcome.HoldsAlready;
        if (all.Find(e => e.Holds) is not { } holder) return MoveOutcome.NobodyHolds;
        holder.Release(t);
        next.TakeTurn(t);
        return MoveOutcome.Moved;
    }
}

internal enum MoveOutcome
{
    Moved,
    NoSuchLease,
    NoSuchPod,
    HoldsAlready,
    NobodyHolds,
}
