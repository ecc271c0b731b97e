using OpsConsole.Sandbox.Controllers;
using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Model;

/// <summary>
/// The simulated fleet at one moment, and how it moves on. Everything that reads or changes it goes through here, under one lock,
/// and is brought up to the clock first.
/// </summary>
internal sealed class World
{
    private const double Step = 1;
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Dictionary<string, Workload> workloads;
    private readonly Dictionary<Workload, string> systems;
    private readonly Elections elections;
    private readonly TargetBuilder builder;
    private readonly Faults faults;
    private readonly ClusterControllers controllers;
    private IReadOnlyList<SimTarget> targets = [];
    private List<Series> stepping = [];
    private double now;

    public World(IReadOnlyList<SystemDescription> fleet, ObjectStore store, TimeProvider clock)
    {
        this.clock = clock;
        now = UnixTime.Of(clock.GetUtcNow());
        var began = UnixTime.FleetBegan(now);
        var scheduler = new Scheduler([.. fleet.SelectMany(s => s.Nodes)]);
        workloads = fleet.SelectMany(s => s.Workloads).ToDictionary(w => w.Name, w => new Workload(w, scheduler, Manifests.Template(w), began));
        systems = fleet.SelectMany(s => s.Workloads, (s, w) => (workloads[w.Name], s.System)).ToDictionary();
        elections = new(workloads.Values, store);
        elections.Begin(now);
        builder = new(fleet, workloads, elections.Of, began, now);
        faults = new(workloads, elections, new SpecFaults(workloads, store), KillUnlocked);
        Rebuild();
        controllers = new(store, scheduler, new(CpuOf, NodeCondition), began);
        controllers.Begin(workloads.Values, now);
        elections.Changed = controllers.LeaderChanged;
    }

    public IReadOnlyList<SimTarget> Targets => Locked(() => targets);

    public IReadOnlyList<Workload> Workloads => [.. workloads.Values];

    /// <summary>Brings the model up to the clock.</summary>
    public void Advance() => Locked(() => true);

    /// <summary>Looks at one target up to date, under the lock.</summary>
    public T? Look<T>(string job, string id, Func<SimTarget, double, bool, T?> look) where T : class => Locked(() =>
        targets.FirstOrDefault(t => t.Job == job && t.Id == id) is { } target ? look(target, now, faults.Fails(target)) : null);

    /// <summary>Looks at one pod up to date, under the lock, with what is known of its past since a time.</summary>
    public T? LookAtPod<T>(string inNamespace, string name, double since, Func<Pod, PodPast, T> look) where T : class => Locked(() =>
        PodOf(inNamespace, name) is not { } pod ? null : look(pod, new(now, elections.TermsOf(pod, since),
            (scenario, t) => systems.TryGetValue(pod.Workload, out var system) && faults.Ran(system, scenario, t))));

    public void Disturb(IReadOnlyList<RunningScenario> running) => Locked(() =>
    {
        faults.Replace(running, now);
        Disturb();
        return true;
    });

    /// <summary>Whether a scenario that was started has ended by itself.</summary>
    public bool IsOver(RunningScenario run) => Locked(() => faults.IsOver(run));

    public bool Kill(string inNamespace, string name) => Locked(() => PodOf(inNamespace, name) is { } pod && KillUnlocked(pod));

    public MoveOutcome Move(ObjectKey lease, string to) => Locked(() => elections.Move(lease, to, now));

    private Pod? PodOf(string inNamespace, string name) => workloads.Values.Concat(controllers.Guests)
        .Where(w => w.Description.Namespace == inNamespace).SelectMany(w => w.Pods).FirstOrDefault(p => p.Name == name);

    private bool KillUnlocked(Pod pod)
    {
        var killed = pod.Workload.Kill(pod, now);
        if (killed)
        {
            Rebuild();
            controllers.PutBack(now);
        }
        return killed;
    }

    private T Locked<T>(Func<T> act)
    {
        lock (gate)
        {
            var until = UnixTime.Of(clock.GetUtcNow());
            while (now < until) StepTo(Math.Min(until, now + Step));
            return act();
        }
    }

    private void StepTo(double next)
    {
        foreach (var series in stepping) series.Advance(now, next);
        now = next;
        var load = workloads.Values.Sum(w => w.Load);
        controllers.TakeIn(now);
        // Another share of the work is told to the series as coming and going pods are.
        var changed = load != workloads.Values.Sum(w => w.Load);
        foreach (var workload in workloads.Values) changed |= workload.Step(now, Restarted);
        foreach (var guest in controllers.Guests) guest.Step(now, _ => { });
        if (changed) Rebuild();
        if (faults.Step(now)) Disturb();
        elections.Step(now);
        controllers.PutBack(now);
    }

    private void Restarted(Pod pod)
    {
        foreach (var family in targets.SelectMany(t => t.Families))
            foreach (var series in family.Series.Where(s => s.Owner == pod)) series.Restart(now);
        elections.Of(pod)?.Restart();
    }

    private void Rebuild()
    {
        elections.Follow();
        targets = builder.Build();
        Disturb();
    }

    private void Disturb()
    {
        stepping = [];
        foreach (var target in targets)
            foreach (var family in target.Families)
                foreach (var series in family.Series)
                {
                    series.Disturbance = faults.Of(target, family.Metric.Name, series);
                    if (series.NeedsSteps) stepping.Add(series);
                }
    }

    // As the metrics server has it: what cAdvisor counts for the pod's own container.
    private double? CpuOf(Pod pod) => Named("container_cpu_usage_seconds_total").OfType<GrowingSeries>()
        .FirstOrDefault(s => s.Owner == pod && s.Labels["container"] == pod.Workload.Description.Container)?.RateAt(now);

    private bool? NodeCondition(string node, string condition)
    {
        double Of(string status) => Named("kube_node_status_condition").FirstOrDefault(s => s.Labels["node"] == node
            && s.Labels["condition"] == condition && s.Labels["status"] == status)?.Lines[0].Now(now) ?? 0;
        return Of("unknown") == 1 ? null : Of("true") == 1;
    }

    private IEnumerable<Series> Named(string metric) =>
        targets.SelectMany(t => t.Families).Where(f => f.Metric.Name == metric).SelectMany(f => f.Series);
}
