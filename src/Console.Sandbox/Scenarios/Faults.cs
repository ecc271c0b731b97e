using OpsConsole.Sandbox.Electors;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Model;

namespace OpsConsole.Sandbox.Scenarios;

/// <summary>The effects of all running scenarios, put to the parts of the model they concern.</summary>
internal sealed class Faults(IReadOnlyDictionary<string, Workload> workloads, Elections elections, SpecFaults specs, Func<Pod, bool> kill)
{
    private readonly List<(RunningScenario Run, double From, double To)> runs = [];
    private readonly HashSet<RunningScenario> over = [];
    private List<Effect> effects = [];

    /// <summary>Whether a run has ended by itself, because all that piled up is worked off.</summary>
    public bool IsOver(RunningScenario run) => over.Contains(run);

    /// <summary>Replaces what acts; effects that go on keep their own clock.</summary>
    public void Replace(IReadOnlyList<RunningScenario> wanted, double now)
    {
        var running = wanted.Where(r => !IsOver(r)).ToList();
        for (var i = 0; i < runs.Count; i++)
            if (runs[i].To == double.MaxValue && !running.Contains(runs[i].Run)) runs[i] = runs[i] with { To = now };
        runs.AddRange(running.Where(r => !runs.Exists(known => known.Run == r && known.To == double.MaxValue)).Select(r => (r, now, double.MaxValue)));
        var before = effects;
        effects = [.. running.SelectMany(r => r.Scenario.Description.Effects.Select(e =>
            before.Find(b => b.Source == r && b.Description == e) ?? Begin(r, e, now)))];
        foreach (var workload in workloads.Values)
            workload.Faults = [.. effects.Where(e => e.Description.Pods == workload.Description.Name)
                .Select(e => new PodFault(e.Description.State, e.Description.Count, e.Description.EverySeconds, e.Since)
                {
                    Image = e.Description.Image,
                })];
        foreach (var ended in before.Where(b => !effects.Contains(b))) specs.End(ended.Description);
        foreach (var started in effects.Where(e => !before.Contains(e))) specs.Begin(started.Description, now);
    }

    /// <summary>Whether a scenario ran at a time.</summary>
    public bool Ran(string system, string name, double t) =>
        runs.Exists(r => t >= r.From && t < r.To && r.Run.Scenario.System == system && r.Run.Scenario.Description.Name == name);

    public bool Fails(SimTarget target) =>
        target.Pod?.Failing == true || effects.Exists(e => e.Description.Target == target.Job && Fits(e.Description.Where, target, null));

    public Disturbance? Of(SimTarget target, string metric, Series series) =>
        effects.FindLast(e => e.Description.Metric == metric
            && (e.Description.Job.Length == 0 || e.Description.Job == target.Job)
            && (e.Description.Count is not { } count || series.Owner?.Slot < count)
            && Fits(e.Description.Where, target, series)) is { } it ? new(it.Description, it.Since) { Backlog = it.Backlog } : null;

    /// <summary>Moves on by one step; says whether a scenario ended by itself.</summary>
    public bool Step(double t)
    {
        Disturb(t);
        foreach (var effect in effects) effect.Backlog?.Step(t);
        var done = effects.Where(e => e.Backlog is not null).GroupBy(e => e.Source).Where(ofRun => ofRun.All(e => e.Backlog!.IsGone)).Select(ofRun => ofRun.Key).ToList();
        if (done.Count == 0) return false;
        over.UnionWith(done);
        Replace([.. effects.Select(e => e.Source).Distinct()], t);
        return true;
    }

    // What electors suffer changes with who holds the lease, so it is worked out at each step.
    private void Disturb(double t)
    {
        foreach (var workload in workloads.Values.Where(w => w.Plan is not null))
        {
            var all = elections.Among(workload.Description.Name).OrderBy(e => e.Pod.Slot).ToList();
            foreach (var (_, elector) in all) (elector.Fault, elector.Skew) = (ElectorFault.None, 0);
            foreach (var effect in effects.Where(e => e.Description.Electors == workload.Description.Name)) Put(effect, all, t);
        }
    }

    private void Put(Effect effect, List<(Pod Pod, Elector Elector)> all, double t)
    {
        switch (effect.Description.Behaviour)
        {
            case "denied":
                foreach (var (_, elector) in all) elector.Fault = ElectorFault.Denied;
                break;
            case "standbysDenied":
                foreach (var (_, elector) in all.Where(e => !e.Elector.Holds)) elector.Fault = ElectorFault.Denied;
                break;
            case "neverTakeOver":
                foreach (var (_, elector) in all) elector.Fault = ElectorFault.NeverTakesOver;
                break;
            case "trustsItself":
                if (all.Find(e => !e.Elector.Holds).Elector is { } deluded) deluded.Fault = ElectorFault.TrustsItself;
                break;
            case "clockSkewed":
                if (all.Find(e => e.Elector.Holds).Elector is { } skewed) skewed.Skew = effect.Description.Seconds;
                break;
            case "handOver" when effect.Due(t):
                elections.HandOver(effect.Description.Electors, t);
                break;
            case "killHolder" when effect.Due(t):
                if (all.Find(e => e.Elector.Holds).Pod is { } holder) kill(holder);
                break;
            default:
                break;
        }
    }

    private Effect Begin(RunningScenario run, EffectDescription it, double now) =>
        new(run, it, now, it.DrainedBy is { } drain ? new(it, workloads[drain.Workload], now) : null);

    private static bool Fits(Dictionary<string, string> where, SimTarget target, Series? series) => where.All(w =>
        (series?.Labels[w.Key] ?? target.Labels.GetValueOrDefault(w.Key)) is { } actual && w.Value.Split('|').Contains(actual));

    private sealed record Effect(RunningScenario Source, EffectDescription Description, double Since, Backlog? Backlog)
    {
        private double due = Since;

        /// <summary>Whether its turn has come; without a period it comes once.</summary>
        public bool Due(double t)
        {
            if (t < due) return false;
            due = Description.EverySeconds > 0 ? t + Description.EverySeconds : double.MaxValue;
            return true;
        }
    }
}
