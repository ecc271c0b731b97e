using System.Collections.Immutable;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Queues;
using OpsConsole.Silences;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Remediation;

/// <summary>An action that can be asked for from where a person stands, filled in.</summary>
/// <param name="About">The action.</param>
/// <param name="Title">What it would do, in words: <c>Scale Deployment fleet/worker</c>.</param>
/// <param name="Request">What to ask, with the parameters that are known from here.</param>
/// <param name="Decision">Whether the person may, and why.</param>
public sealed record OfferedAction(RemedyDescription About, string Title, ActionRequest Request, Decision Decision);

/// <summary>Says what could be done from where a person stands. Cheap: the live state and the rights alone.</summary>
/// <param name="rules">The rights.</param>
/// <param name="book">The actions.</param>
/// <param name="live">The live state.</param>
public sealed class ActionOffers(IAccessRules rules, RemedyBook book, LiveState live)
{
    private static readonly TimeSpan UsualSilence = TimeSpan.FromHours(2);

    /// <summary>What can be done to a system.</summary>
    /// <param name="system">The system.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForSystem(SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(system);
        return
        [
            .. Lease(system, person), .. system.Workloads.SelectMany(workload => ForWorkload(workload, null, system, person)),
            .. Silence(system, person, [.. system.ClaimsAlerts.Select(claim => Matcher.Parse(claim)).Where(claim => claim.IsOk).Select(claim => claim.Value)]),
        ];
    }

    /// <summary>What can be done about an alert: to its system, to the pod that it names, and silences.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="system">The system that claims it.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForAlert(Alert alert, SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(alert);
        ArgumentNullException.ThrowIfNull(system);
        var pod = live.Pods.Current.Value?.Of(system.Id)
            .FirstOrDefault(it => (it.Pod.Id.Namespace, it.Pod.Id.Name) == (alert.Labels["namespace"], alert.Labels["pod"]));
        ImmutableArray<OfferedAction> offers =
        [
            .. Lease(system, person), .. system.Workloads.SelectMany(workload => ForWorkload(workload, null, system, person)),
            .. pod is null ? [] : ForPod(pod, system, person),

            // All labels: no more than this alert. Who wants more takes some away, and sees what that reaches.
            .. Silence(system, person, [.. alert.Labels.Select(label => Matcher.Create(label.Key, MatchKind.Equal, label.Value)).Where(it => it.IsOk).Select(it => it.Value)]),
            .. alert.SilencedBy.SelectMany(id => OfSilence(system, person, $"{alert.Origins.FirstOrDefault()}/{id}")),
        ];
        return [.. offers.Select(offer => offer with
        {
            Request = offer.Request with { Origin = new ActionOrigin(ActionDoor.Page) { Alert = alert.Fingerprint, AlertName = alert.Name } },
        })];
    }

    /// <summary>What can be done to a workload.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="system">Its system.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForWorkload(WorkloadStatus workload, SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return ForWorkload(workload.Profile, workload.Controller, system, person);
    }

    /// <summary>What makes a queue drain faster: more of the workload that works it off, with the number that would do, where that can be told.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="system">Its system.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForQueue(QueueStatus queue, SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(system);
        if (system.Workloads.FirstOrDefault(it => it.Target == queue.Profile.ServedBy) is not { } workload)
        {
            return [];
        }

        var controller = live.Workloads.Current.Value?.Of(system.Id).FirstOrDefault(it => it.Profile == workload)?.Controller;
        var wanted = controller is null ? null : QueueStaffing.Suggest(queue, workload, controller.Desired);
        return [.. ForWorkload(workload, controller, system, person).Where(offer => offer.About.Kind == "scale").Select(offer => wanted is not { } number ? offer : offer with
        {
            Request = offer.Request with { Parameters = offer.Request.Parameters.SetItem(Replicas.Field, Replicas.Write(number)) },
        })];
    }

    /// <summary>What can be done to a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="system">Its system.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForPod(PodStatus pod, SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(pod);
        ArgumentNullException.ThrowIfNull(system);
        var target = $"{pod.Pod.Id.Namespace}/{pod.Pod.Id.Name}";
        return
        [
            .. new[] { ("pod-delete", "Delete"), ("pod-evict", "Evict") }.Where(it => Allowed(system, it.Item1) is { } allowed && TargetPick.Allows(allowed, pod.Pod))
                .SelectMany(it => Offer(system, person, it.Item1, $"{it.Item2} Pod {target}", target)),
        ];
    }

    /// <summary>What can be done to a silence: given another end or ended while it is not over, made again once it is.</summary>
    /// <param name="seen">The silence.</param>
    /// <param name="place">The Alertmanager to do it at.</param>
    /// <param name="system">A system that it touches.</param>
    /// <param name="person">Who stands there.</param>
    public ImmutableArray<OfferedAction> ForSilence(SeenSilence seen, string place, SystemProfile system, Person person)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(system);
        return seen.Silence.State is not SilenceState.Expired
                ? [.. OfSilence(system, person, $"{place}/{seen.Silence.Id}"), .. Change(system, person, seen.Silence, $"{place}/{seen.Silence.Id}")]
            : !seen.Silence.Unjudged.IsEmpty ? []
            : [.. Silence(system, person, seen.Silence.Matchers).Select(offer => offer with { Title = "Silence again", Request = offer.Request with { Target = place } })];
    }

    private ImmutableArray<OfferedAction> ForWorkload(WorkloadProfile workload, PodController? controller, SystemProfile system, Person person)
    {
        var target = $"{workload.Namespace}/{workload.Name}";
        var offers = ImmutableArray.CreateBuilder<OfferedAction>();
        if (workload.Kind is "Deployment" or "StatefulSet" && IsOpen(system, "scale", target))
        {
            var now = controller is null ? [] : new[] { (Replicas.Field, Replicas.Write(controller.Desired)) };
            offers.AddRange(Offer(system, person, "scale", $"Scale {workload.Kind} {target}", target, now));
        }

        if (workload.Kind is "Deployment" or "StatefulSet" or "DaemonSet" && IsOpen(system, "rollout-restart", target))
        {
            offers.AddRange(Offer(system, person, "rollout-restart", $"Restart {workload.Kind} {target}", target));
        }

        return offers.ToImmutable();
    }

    private ImmutableArray<OfferedAction> Lease(SystemProfile system, Person person) =>
        system.Leader is { } leader && $"{leader.Namespace}/{leader.Lease}" is var target && IsOpen(system, "lease-delete", target)
            ? Offer(system, person, "lease-delete", $"Delete Lease {target}", target)
            : [];

    private ImmutableArray<OfferedAction> Silence(SystemProfile system, Person person, ImmutableArray<Matcher> matchers)
    {
        var longest = Allowed(system, "silence")?.LongestSilence ?? UsualSilence;
        return Allowed(system, "silence") is null ? [] : Offer(system, person, "silence-create", $"Silence alerts of {system.Title}", string.Empty,
            (MatcherList.Field, MatcherList.Write(matchers)),
            (SilenceDuration.Field, PromDuration.Format(longest < UsualSilence ? longest : UsualSilence)));
    }

    private ImmutableArray<OfferedAction> OfSilence(SystemProfile system, Person person, string target) => Allowed(system, "silence") is null ? [] :
    [
        .. Offer(system, person, "silence-extend", "Extend the silence", target, (SilenceDuration.Field, PromDuration.Format(UsualSilence))),
        .. Offer(system, person, "silence-expire", "End the silence", target),
    ];

    // What only Alertmanager reads can't be written anew.
    private ImmutableArray<OfferedAction> Change(SystemProfile system, Person person, Silence silence, string target) =>
        Allowed(system, "silence") is null || !silence.Unjudged.IsEmpty ? [] : Offer(system, person, "silence-edit", "Change the silence", target);

    private ImmutableArray<OfferedAction> Offer(
        SystemProfile system, Person person, string kind, string title, string target, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        book.Describe(kind) is not { } about ? [] :
        [
            new(about, title, new ActionRequest(kind, system.Id, target) { Parameters = Facts.Of(parameters) }, rules.Decide(person, about.Permission, system.Id)),
        ];

    private static bool IsOpen(SystemProfile system, string kind, string target) =>
        Allowed(system, kind) is { } allowed && (allowed.Targets.IsEmpty || allowed.Targets.Contains(target));

    private static ActionProfile? Allowed(SystemProfile system, string kind) => system.Actions.FirstOrDefault(action => action.Kind == kind);
}
