namespace OpsConsole.Sandbox.Model;

/// <summary>How a kind of workload comes to the pods it should have.</summary>
internal abstract class Replication
{
    /// <summary>The grace that a controller gives to the pods it ends.</summary>
    protected const long Grace = 30;

    public static Replication Of(string kind) => kind switch
    {
        "StatefulSet" => new OrdinalReplication(),
        "DaemonSet" => new NodeReplication(),
        _ => new RollingReplication(),
    };

    public abstract void Step(Workload workload, double t);
}

/// <summary>A Deployment: a ReplicaSet for each template, and a rolling update with 25 percent of surge and of unavailability.</summary>
internal sealed class RollingReplication : Replication
{
    public static int MaxSurge(int wanted) => (int)Math.Ceiling(0.25 * wanted);

    public static int MaxUnavailable(int wanted) => (int)Math.Floor(0.25 * wanted);

    public override void Step(Workload workload, double t)
    {
        Share(workload);
        foreach (var revision in workload.Revisions) Trim(workload, revision, t);
        // Those that are on their way up come last: the room is for the pods that others have lost.
        foreach (var revision in workload.Revisions.OrderBy(r => r == workload.Current)) Fill(workload, revision, t);
    }

    private static void Share(Workload workload)
    {
        var (wanted, current) = (workload.Desired, workload.Current);
        var others = workload.Revisions.Where(r => r != current && r.Replicas > 0).ToList();
        if (others.Count == 0)
        {
            current.Replicas = wanted;
            return;
        }
        var total = current.Replicas + others.Sum(r => r.Replicas);
        var surge = Math.Max(0, wanted + MaxSurge(wanted) - total);
        current.Replicas = Math.Min(wanted, current.Replicas + surge);
        Shrink(workload, others, wanted - MaxUnavailable(wanted));
    }

    // As the deployment controller does it: first what is not ready anyway, then as many as the ready ones allow.
    private static void Shrink(Workload workload, IReadOnlyList<Revision> others, int atLeast)
    {
        int Ready(Revision revision) => workload.Staying.Count(p => p.Revision == revision && p.Ready);
        var current = workload.Current;
        var notYet = current.Replicas - Ready(current);
        var spare = current.Replicas + others.Sum(r => r.Replicas) - atLeast - notYet;
        foreach (var revision in others)
        {
            var idle = Math.Min(spare, revision.Replicas - Ready(revision));
            if (idle <= 0) continue;
            revision.Replicas -= idle;
            spare -= idle;
        }
        var allowed = Ready(current) + others.Sum(Ready) - atLeast;
        foreach (var revision in others)
        {
            var fewer = Math.Min(allowed, revision.Replicas);
            if (fewer <= 0) continue;
            revision.Replicas -= fewer;
            allowed -= fewer;
        }
    }

    private static void Trim(Workload workload, Revision revision, double t)
    {
        var its = workload.Staying.Where(p => p.Revision == revision).ToList();
        // The ones that do least go first: not ready, then the youngest.
        foreach (var pod in its.OrderBy(p => p.Ready).ThenByDescending(p => p.CreatedAt).ThenByDescending(p => p.Slot).Take(its.Count - revision.Replicas))
            pod.End(t, Grace);
    }

    private static void Fill(Workload workload, Revision revision, double t)
    {
        var missing = revision.Replicas - workload.Staying.Count(p => p.Revision == revision);
        var room = workload.Room(workload.Revisions.Sum(r => r.Replicas));
        for (var i = 0; i < Math.Min(missing, room); i++) workload.Create(revision, workload.FreeSlot(), t);
    }
}

/// <summary>A StatefulSet: pods by number, one after the other; an update begins with the last.</summary>
internal sealed class OrdinalReplication : Replication
{
    public override void Step(Workload workload, double t)
    {
        workload.Current.Replicas = workload.Desired;
        foreach (var pod in workload.Staying.Where(p => p.Slot >= workload.Desired).OrderByDescending(p => p.Slot).Take(1).ToList())
            pod.End(t, Grace);
        for (var ordinal = 0; ordinal < workload.Desired; ordinal++)
        {
            if (workload.Pods.FirstOrDefault(p => p.Slot == ordinal) is { } pod)
            {
                if (pod is { Ending: false, Running: true }) continue;
                return;
            }
            if (workload.Room(workload.Desired) > 0) workload.Create(workload.Current, ordinal, t);
            return;
        }
        if (workload.Staying.All(p => p.Ready) && workload.Staying.Where(p => p.Revision != workload.Current).MaxBy(p => p.Slot) is { } old)
            old.End(t, Grace);
    }
}

/// <summary>A DaemonSet: a pod on each node.</summary>
internal sealed class NodeReplication : Replication
{
    public override void Step(Workload workload, double t)
    {
        workload.Current.Replicas = workload.Desired = workload.Scheduler.Nodes.Count;
        for (var node = 0; node < workload.Desired; node++)
            if (workload.Pods.All(p => p.Slot != node) && workload.Room(workload.Desired) > 0) workload.Create(workload.Current, node, t);
        if (workload.Pods.All(p => p.Ready && !p.Ending) && workload.Pods.FirstOrDefault(p => p.Revision != workload.Current) is { } old)
            old.End(t, Grace);
    }
}
