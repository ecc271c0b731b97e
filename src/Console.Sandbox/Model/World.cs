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
    private readonly Elections elections;
    private readonly TargetBuilder builder;
    private readonly Faults faults;
    private IReadOnlyList<SimTarget> targets = [];
    private List<Series> stepping = [];
    private double now;

    public World(IReadOnlyList<SystemDescription> fleet, ObjectStore store, TimeProvider clock)
    {
        this.clock = clock;
        now = UnixTime.Of(clock.GetUtcNow());
        var began = UnixTime.FleetBegan(now);
        string[] nodes = [.. fleet.SelectMany(s => s.Nodes)];
        workloads = fleet.SelectMany(s => s.Workloads).ToDictionary(w => w.Name, w => new Workload(w, nodes, began));
        elections = new(workloads.Values, store);
        elections.Begin(now);
        builder = new(fleet, workloads, elections.Of, began, now);
        faults = new(workloads, elections, KillUnlocked);
        Rebuild();
    }

    public IReadOnlyList<SimTarget> Targets => Locked(() => targets);

    public IReadOnlyList<Workload> Workloads => [.. workloads.Values];

    /// <summary>Brings the model up to the clock.</summary>
    public void Advance() => Locked(() => true);

    /// <summary>Looks at one target up to date, under the lock.</summary>
    public T? Look<T>(string job, string id, Func<SimTarget, double, bool, T?> look) where T : class => Locked(() =>
        targets.FirstOrDefault(t => t.Job == job && t.Id == id) is { } target ? look(target, now, faults.Fails(target)) : null);

    public void Disturb(IReadOnlyList<RunningScenario> running) => Locked(() =>
    {
        faults.Replace(running, now);
        Disturb();
        return true;
    });

    public bool Kill(string inNamespace, string name) => Locked(() =>
        workloads.Values.Where(w => w.Description.Namespace == inNamespace).SelectMany(w => w.Pods).FirstOrDefault(p => p.Name == name) is { } pod
        && KillUnlocked(pod));

    public MoveOutcome Move(ObjectKey lease, string to) => Locked(() => elections.Move(lease, to, now));

    private bool KillUnlocked(Pod pod)
    {
        var killed = pod.Workload.Kill(pod, now);
        if (killed) Rebuild();
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
        var changed = false;
        foreach (var workload in workloads.Values) changed |= workload.Step(now, Restarted);
        if (changed) Rebuild();
        faults.Step(now);
        elections.Step(now);
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
}
