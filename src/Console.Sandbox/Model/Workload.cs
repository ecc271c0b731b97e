using System.Text.Json.Nodes;
using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>What a scenario does to the first pods of a workload.</summary>
internal sealed record PodFault(string State, int? Count, double EverySeconds, double Since)
{
    public string Image { get; init; } = "";

    public bool Hits(int rank) => Count is not { } count || rank < count;
}

internal sealed record Autoscaling(int Min, int Max, int Current, int Desired);

internal sealed record Disruptions(int Healthy, int DesiredHealthy, int Expected, int Allowed);

/// <summary>A Deployment, StatefulSet or DaemonSet: keeps as many pods as it should, with the delays a cluster has.</summary>
internal sealed class Workload
{
    private const double ReplacedAfter = 3;
    private const double ReadyAfter = 5;
    private const int RememberedRevisions = 10;
    private readonly Scheduler scheduler;
    private readonly Replication replication;
    private readonly List<Pod> pods = [];
    private readonly List<double> owed = [];
    private readonly Dictionary<int, int> generations = [];
    private readonly List<Revision> revisions = [];

    public Workload(WorkloadDescription description, Scheduler scheduler, JsonObject template, double began, bool alreadyRuns = true)
    {
        (Description, this.scheduler, Desired) = (description, scheduler, description.Replicas);
        replication = Replication.Of(description.Kind);
        revisions.Add(Current = new(Pod.Text(description.Name, 10), template, began) { Replicas = description.Replicas });
        if (description.Election is { } election) Plan = new LeadershipPlan(election, description.Replicas);
        for (var slot = 0; alreadyRuns && slot < description.Replicas; slot++)
            pods.Add(new(this, new(slot, 0, scheduler.Place(description, slot)), Current, began, began) { Running = true });
    }

    public WorkloadDescription Description { get; }

    public LeadershipPlan? Plan { get; }

    public IReadOnlyList<Pod> Pods => pods;

    public bool Holds(Pod pod) => pods.Contains(pod);

    /// <summary>Those that are to stay.</summary>
    public IEnumerable<Pod> Staying => pods.Where(p => !p.Ending);

    /// <summary>What its spec asks for, as far as its controller has seen.</summary>
    public int Desired { get; set; }

    public IReadOnlyList<Revision> Revisions => revisions;

    public Revision Current { get; private set; }

    public IReadOnlyList<PodFault> Faults { get; set; } = [];

    /// <summary>The generation of the spec as written, and as its controller has taken it up.</summary>
    public long Generation { get; set; } = 1;

    public long ObservedGeneration { get; set; } = 1;

    /// <summary>Its controller does not take up what is written.</summary>
    public bool Stalled => Faults.Any(f => f.State == "stalled");

    /// <summary>What its autoscaler and its disruption budget last worked out.</summary>
    public Autoscaling? Autoscaling { get; set; }

    public Disruptions? Disruptions { get; set; }

    /// <summary>Its object was deleted: it only still has the pods that are ending.</summary>
    public bool Deleted { get; set; }

    /// <summary>How much of its usual load each pod bears: the more there should be, the less.</summary>
    public double Load => Desired == 0 ? 1 : (double)Description.Replicas / Desired;

    public Scheduler Scheduler => scheduler;

    /// <summary>Moves on by one step; says whether pods came, went or began to run.</summary>
    public bool Step(double t, Action<Pod> restarted)
    {
        owed.RemoveAll(at => at <= t);
        var before = pods.Count;
        pods.RemoveAll(p => p.EndsAt <= t);
        var changed = pods.Count != before;
        foreach (var pod in pods.Where(p => FaultOf(p)?.State == "gone" || (p.Running && FaultOf(p)?.State == "pending")).ToList())
            changed |= Kill(pod, t);
        CloseRanks();
        before = pods.Count;
        replication.Step(this, t);
        changed |= pods.Count != before;
        foreach (var pod in pods)
        {
            changed |= Begin(pod, t);
            if (!pod.Ending) Suffer(pod, FaultOf(pod), t, restarted);
        }
        return changed;
    }

    /// <summary>Gone at once, without a farewell.</summary>
    public bool Kill(Pod pod, double t)
    {
        if (!pods.Remove(pod)) return false;
        if (!pod.Ending) owed.Add(t + ReplacedAfter);
        return true;
    }

    /// <summary>Takes up a template: a new one, or one it had before.</summary>
    public void Roll(JsonObject template, double t)
    {
        var text = Revision.Ordered(template);
        if (text == Current.Text) return;
        var number = revisions.Max(r => r.Number) + 1;
        if (revisions.Find(r => r.Text == text) is { } former) Current = former;
        else revisions.Add(Current = new(Pod.Text($"{Description.Name}/{text}", 10), (JsonObject)template.DeepClone(), t));
        Current.Number = number;
        while (revisions.Count > RememberedRevisions
            && revisions.Where(r => r != Current && r.Replicas == 0 && pods.TrueForAll(p => p.Revision != r)).MinBy(r => r.Number) is { } oldest)
            revisions.Remove(oldest);
    }

    /// <summary>How many more pods there may be now: those just lost come back after a moment, those a fault took do not.</summary>
    public int Room(int wanted) =>
        wanted - Enumerable.Range(0, wanted).Count(rank => Faults.Any(f => f.State == "gone" && f.Hits(rank))) - owed.Count - Staying.Count();

    public void Create(Revision revision, int slot, double t)
    {
        generations[slot] = generations.GetValueOrDefault(slot) + 1;
        var pod = new Pod(this, new(slot, generations[slot], null), revision, t, double.MaxValue) { Rank = FreeRank() };
        pods.Add(pod);
    }

    public int FreeSlot() => Enumerable.Range(0, int.MaxValue).First(slot => pods.TrueForAll(p => p.Slot != slot));

    private int FreeRank() => Enumerable.Range(0, int.MaxValue).First(rank =>
        !Faults.Any(f => f.State == "gone" && f.Count is not null && f.Hits(rank)) && Staying.All(p => p.Rank != rank));

    // "The first pod" stays a pod that there is, also when a rollout has used other ranks.
    private void CloseRanks()
    {
        foreach (var pod in Staying.Where(p => p.Rank >= Math.Max(1, Desired) && Revisions.Count(r => r.Replicas > 0) < 2).ToList())
            if (FreeRank() is var rank && rank < pod.Rank) pod.Rank = rank;
    }

    private PodFault? FaultOf(Pod pod) => pod.Ending ? null
        : Faults.LastOrDefault(f => f.State is not ("scaled" or "imagePull" or "stalled") && f.Hits(pod.Rank));

    private bool Begin(Pod pod, double t)
    {
        if (pod.Running || pod.Ending) return false;
        if (pod.Node.Length == 0 && FaultOf(pod)?.State != "pending") pod.Node = scheduler.Place(Description, pod.Slot) ?? "";
        pod.Hold = pod.Node.Length == 0 && scheduler.Nodes.Count > 0 ? PodHold.Unschedulable
            : Faults.Any(f => f.State == "imagePull" && f.Image == pod.Revision.Image) ? PodHold.ImagePull : PodHold.None;
        if (pod.Hold != PodHold.None)
        {
            pod.ReadyAt = double.MaxValue;
            return false;
        }
        if (pod.ReadyAt == double.MaxValue) pod.ReadyAt = pod.StartedAt = pod.RunSince = t + ReadyAfter;
        return t >= pod.ReadyAt && (pod.Running = true);
    }

    private static void Suffer(Pod pod, PodFault? fault, double t, Action<Pod> restarted)
    {
        var waited = pod.Waiting;
        var inCycle = fault is null ? 0 : (t - fault.Since) % fault.EverySeconds;
        pod.Failing = fault?.State == "failing";
        pod.Unready = fault?.State == "unready";
        pod.Waiting = fault?.State == "crashing" && pod.Running && inCycle < 0.6 * fault.EverySeconds;
        if (pod.Waiting) pod.Failing = true;
        if (waited && !pod.Waiting) pod.RunSince = t;
        pod.Trouble("failing", fault?.State == "failing", t);
        pod.Trouble("unready", fault?.State == "unready", t);
        if (fault?.State is not ("crashing" or "restarting") || !pod.Running || t - pod.StartedAt < fault.EverySeconds) return;
        pod.RunEnded(fault.State == "crashing" ? "Error" : "OOMKilled", fault.State == "crashing" ? 1 : 137, t);
        pod.Restarts++;
        pod.StartedAt = t;
        restarted(pod);
    }
}
