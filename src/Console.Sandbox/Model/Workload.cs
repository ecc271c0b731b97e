using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;

namespace OpsConsole.Sandbox.Model;

/// <summary>What a scenario does to the first pods of a workload.</summary>
internal sealed record PodFault(string State, int? Count, double EverySeconds, double Since)
{
    public bool Hits(int slot) => Count is not { } count || slot < count;
}

/// <summary>A Deployment or StatefulSet: keeps as many pods as it should, with the delays a cluster has.</summary>
internal sealed class Workload
{
    private const double ReplacedAfter = 3;
    private const double ReadyAfter = 5;
    private readonly IReadOnlyList<string> nodes;
    private readonly Pod?[] pods;
    private readonly double[] emptySince;
    private readonly int[] generations;

    public Workload(WorkloadDescription description, IReadOnlyList<string> nodes, double began)
    {
        (Description, this.nodes) = (description, nodes);
        pods = new Pod?[description.Replicas];
        emptySince = new double[description.Replicas];
        generations = new int[description.Replicas];
        for (var slot = 0; slot < pods.Length; slot++) pods[slot] = new Pod(this, slot, 0, began, began) { Running = true };
        if (description.Election is { } election) Plan = new LeadershipPlan(election, description.Replicas);
    }

    public WorkloadDescription Description { get; }

    public LeadershipPlan? Plan { get; }

    public IEnumerable<Pod> Pods => pods.OfType<Pod>();

    /// <summary>What its spec asks for; a fault of the state "scaled" takes it to zero.</summary>
    public int Desired => Faults.Any(f => f.State == "scaled") ? 0 : pods.Length;

    public IReadOnlyList<PodFault> Faults { get; set; } = [];

    public string NodeOf(int slot) => nodes.Count == 0 ? "" : nodes[(int)((Signal.Hash(Description.Name) + (uint)slot) % (uint)nodes.Count)];

    /// <summary>Moves on by one step; says whether pods came, went or began to run.</summary>
    public bool Step(double t, Action<Pod> restarted)
    {
        var changed = false;
        for (var slot = 0; slot < pods.Length; slot++)
        {
            var fault = Faults.LastOrDefault(f => f.Hits(slot));
            changed |= fault?.State is "gone" or "scaled" ? Kill(slot, t) : Keep(slot, t, fault);
            if (pods[slot] is { } pod) Suffer(pod, fault, t, restarted);
        }
        return changed;
    }

    public bool Kill(Pod pod, double t) => pods[pod.Slot] == pod && Kill(pod.Slot, t);

    private bool Kill(int slot, double t)
    {
        var there = pods[slot] is not null;
        if (there) emptySince[slot] = t;
        pods[slot] = null;
        return there;
    }

    private bool Keep(int slot, double t, PodFault? fault)
    {
        var stuck = fault?.State == "pending";
        if (pods[slot] is { Running: true } && stuck) return Kill(slot, t);
        if (pods[slot] is null)
        {
            if (t - emptySince[slot] < ReplacedAfter) return false;
            pods[slot] = new Pod(this, slot, ++generations[slot], t, stuck ? double.MaxValue : t + ReadyAfter);
            return true;
        }
        var pod = pods[slot]!;
        if (stuck) return false;
        if (pod.ReadyAt == double.MaxValue) pod.ReadyAt = pod.StartedAt = t + ReadyAfter;
        if (pod.Running || t < pod.ReadyAt) return false;
        return pod.Running = true;
    }

    private static void Suffer(Pod pod, PodFault? fault, double t, Action<Pod> restarted)
    {
        var inCycle = fault is null ? 0 : (t - fault.Since) % fault.EverySeconds;
        pod.Failing = fault?.State == "failing";
        pod.Unready = fault?.State == "unready";
        pod.Waiting = fault?.State == "crashing" && inCycle < 0.6 * fault.EverySeconds;
        if (pod.Waiting) pod.Failing = true;
        if (fault?.State is not ("crashing" or "restarting") || !pod.Running || t - pod.StartedAt < fault.EverySeconds) return;
        pod.Restarts++;
        pod.StartedAt = t;
        restarted(pod);
    }
}
