using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Upstream;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>Who asks what, and as whom the cluster is asked.</summary>
/// <param name="Call">The action with its target and parameters.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Who">As whom; null when the person has no name there.</param>
/// <param name="System">The system.</param>
internal sealed record SceneQuestion(RemedyCall Call, Person Person, Result<ActingAs> Who, SystemProfile System)
{
    /// <summary>Whether nothing remembered counts.</summary>
    public bool Anew { get; init; }

    /// <summary>The run that is planned anew: it does not stand in its own way; null for none.</summary>
    public string? Run { get; init; }
}

/// <summary>Puts together what the guards look at: the live state, what was done before, what the cluster says of rights.</summary>
/// <param name="live">The live state.</param>
/// <param name="history">What was done before.</param>
/// <param name="ports">Clusters and Alertmanagers.</param>
/// <param name="clock">The time.</param>
internal sealed class SceneReader(LiveState live, IActionHistory history, RemedyPorts ports, TimeProvider clock)
{
    private readonly ShortMemory<ClusterRight> rights = new(TimeSpan.FromSeconds(10), clock);
    private readonly ShortMemory<ImmutableArray<Silence>> silences = new(TimeSpan.FromSeconds(5), clock);

    /// <summary>The systems.</summary>
    public SystemCatalog Catalog => live.Systems.Current.Value ?? SystemCatalog.Empty;

    /// <summary>Looks.</summary>
    /// <param name="asked">What for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">The silences can't be read.</exception>
    /// <exception cref="Storage.StorageException">What was done before can't be read.</exception>
    public async Task<Scene> ReadAsync(SceneQuestion asked, CancellationToken cancellation)
    {
        var (call, system) = (asked.Call, asked.System);
        var (target, now) = (call.Target, clock.GetUtcNow());
        var done = await history.OfAsync(call.Remedy.About.Kind, system.Id, target, cancellation).ConfigureAwait(false);
        var seen = new LiveLook(live, system, now);
        var scene = new Scene
        {
            Call = call,
            Person = asked.Person,
            Profile = system,
            Now = now,
            SeenAt = now,
            History = asked.Run is null ? done : done with { Open = [.. done.Open.Where(run => run.Id != asked.Run)] },
        };
        scene = target.Kind switch
        {
            "Lease" => OfLease(scene, seen),
            "Pod" => OfPod(scene, seen),
            "Silence" => await OfSilenceAsync(scene, seen, asked.Anew, cancellation).ConfigureAwait(false),
            _ => OfWorkload(scene, seen),
        };
        scene = scene with { Stale = seen.Stale, SeenAt = seen.Oldest };
        return call.Needs is null ? scene : await WithRightAsync(scene, asked, cancellation).ConfigureAwait(false);
    }

    private static Scene OfLease(Scene scene, LiveLook seen) => scene with
    {
        Leader = seen.Leader(),
        Pods = [.. seen.Pods()],
        Nodes = seen.Nodes(),
    };

    private static Scene OfWorkload(Scene scene, LiveLook seen)
    {
        var target = scene.Call.Target;
        var workload = seen.Workload(target.Kind, target.Namespace, target.Name);
        return scene with
        {
            Workload = workload,
            Pods = [.. seen.Pods().Where(pod => IsOf(pod, target.Namespace, target.Kind, target.Name))],
            Budgets = workload?.Budgets ?? [],
            Leader = seen.LeaderIfKnown(),
        };
    }

    private static Scene OfPod(Scene scene, LiveLook seen)
    {
        var target = scene.Call.Target;
        var all = seen.Pods().ToImmutableArray();
        var pod = all.FirstOrDefault(it => (it.Pod.Id.Namespace, it.Pod.Id.Name) == (target.Namespace, target.Name));
        var workload = pod is { WorkloadKind: { } kind, Workload: { } name } ? seen.Workload(kind, target.Namespace, name) : null;
        return scene with
        {
            Pod = pod,
            Workload = workload,
            Pods = [.. all.Where(it => pod?.Workload is { } its ? IsOf(it, target.Namespace, pod.WorkloadKind, its) : it == pod)],
            Budgets = [.. (workload?.Budgets ?? []).Where(budget => pod is not null && budget.Selector.Fits(pod.Pod.Id.Labels))],
            Leader = seen.LeaderIfKnown(),
        };
    }

    private static bool IsOf(PodStatus pod, string @namespace, string? kind, string name) =>
        (pod.Pod.Id.Namespace, pod.WorkloadKind, pod.Workload) == (@namespace, kind, name);

    private async Task<Scene> OfSilenceAsync(Scene scene, LiveLook seen, bool anew, CancellationToken cancellation)
    {
        var target = scene.Call.Target;
        var all = await silences.GetAsync(target.Place, anew, () => ports.SilencesAsync(target, cancellation)).ConfigureAwait(false);

        // What is remembered lacks a silence that was made a moment ago, perhaps by the very action that is to be taken back.
        if (!anew && Guid.TryParseExact(target.Name, "D", out _) && all.All(silence => silence.Id != target.Name))
        {
            all = await silences.GetAsync(target.Place, true, () => ports.SilencesAsync(target, cancellation)).ConfigureAwait(false);
        }

        var own = all.FirstOrDefault(silence => silence.Id == target.Name);
        scene = scene with { Silences = all, Silence = own, Alerts = seen.Alerts(target.Place) };
        var members = ports.Clusters.Of(target.Place).Members;
        return scene with
        {
            Members = members,
            SilentMembers = [.. members.Where(member => !ports.Clusters.Answers(member))],
            ClockAhead = ports.Clusters.ClockAhead(target.Place),
            Limit = ports.Limits.Of(scene.Person, scene.Profile.Id),
            TicketPattern = ports.Limits.TicketPattern,
            SilencedAt = await history.SilencedAsync(scene.Profile.Id, MatcherList.Write(SilenceView.Of(scene).Matchers), scene.Now - RenewalGuard.Within, cancellation).ConfigureAwait(false),
        };
    }

    private async Task<Scene> WithRightAsync(Scene scene, SceneQuestion asked, CancellationToken cancellation)
    {
        if (!asked.Who.IsOk)
        {
            return scene with { RightUnknown = asked.Who.Problems[0].What };
        }

        var (question, who) = (scene.Call.Needs!, asked.Who.Value);
        try
        {
            var right = await rights.GetAsync($"{scene.Call.Target.Place}\n{question.Words}\n{who.Words}", asked.Anew,
                () => ports.Cluster(scene.Call.Target).MayAsync(question, who, cancellation)).ConfigureAwait(false);
            return scene with { Right = right };
        }
        catch (UpstreamException e)
        {
            return scene with { RightUnknown = e.Message };
        }
    }
}
