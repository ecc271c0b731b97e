using OpsConsole.Sandbox.Electors;

namespace OpsConsole.Sandbox.Model;

/// <summary>The names a metric's `from` may use, and where their values come from, now and in the undisturbed past.</summary>
internal static class Sources
{
    public static readonly IReadOnlyList<string> Names =
    [
        "pod.restarts", "pod.phase:PHASE", "pod.waiting", "pod.imagePull", "pod.ready", "pod.created", "pod.limit:RESOURCE", "workload.desired",
        "workload.available", "workload.generation", "workload.observed", "autoscaler.min", "autoscaler.max", "autoscaler.current",
        "autoscaler.desired", "budget.healthy", "budget.desired", "budget.expected", "budget.allowed", "elector.leads", "elector.acquired", "elector.lost", "elector.failures:REASON",
    ];

    public static bool Knows(string name) => Names.Any(n => n == name || (n.Contains(':') && name.StartsWith(n[..(n.IndexOf(':') + 1)], StringComparison.Ordinal)));

    public static SourcedSeries Make(LabelSet labels, string from, Workload workload, Pod? pod, Elector? elector)
    {
        var (now, past) = from.StartsWith("elector.", StringComparison.Ordinal) ? OfElector(from, pod!, elector!)
            : from.StartsWith("pod.", StringComparison.Ordinal) ? OfPod(from, pod!) : OfWorkload(from, workload);
        return new(labels, pod, now, past);
    }

    private static (Func<double, double> Now, Func<double, double> Past) OfPod(string from, Pod pod) => from switch
    {
        "pod.restarts" => (_ => pod.Restarts, _ => 0),
        "pod.waiting" => (_ => pod.Waiting ? 1 : 0, _ => 0),
        "pod.imagePull" => (_ => pod.Hold == PodHold.ImagePull ? 1 : 0, _ => 0),
        "pod.ready" => (_ => pod.Ready ? 1 : 0, _ => 1),
        "pod.created" => (_ => pod.CreatedAt, _ => pod.CreatedAt),
        _ when Argument(from, "pod.phase:") is { } phase => (_ => pod.Phase == phase ? 1 : 0, _ => phase == "Running" ? 1 : 0),
        _ when Argument(from, "pod.limit:") is { } resource => (_ => Limits.Of(pod, resource), _ => Limits.Of(pod, resource)),
        _ => throw new InvalidOperationException($"no source {from}"),
    };

    private static (Func<double, double> Now, Func<double, double> Past) OfWorkload(string from, Workload workload) => from switch
    {
        "workload.generation" => Always(() => workload.Generation),
        "workload.observed" => Always(() => workload.ObservedGeneration),
        "autoscaler.min" => Always(() => workload.Autoscaling?.Min ?? workload.Description.Autoscaler!.Min),
        "autoscaler.max" => Always(() => workload.Autoscaling?.Max ?? workload.Description.Autoscaler!.Max),
        "autoscaler.current" => Always(() => workload.Autoscaling?.Current ?? workload.Desired),
        "autoscaler.desired" => Always(() => workload.Autoscaling?.Desired ?? workload.Desired),
        "budget.healthy" => Always(() => workload.Disruptions?.Healthy ?? 0),
        "budget.desired" => Always(() => workload.Disruptions?.DesiredHealthy ?? 0),
        "budget.expected" => Always(() => workload.Disruptions?.Expected ?? 0),
        "budget.allowed" => Always(() => workload.Disruptions?.Allowed ?? 0),
        "workload.desired" => (_ => workload.Desired, _ => workload.Description.Replicas),
        "workload.available" => (_ => workload.Pods.Count(p => p.Ready), _ => workload.Description.Replicas),
        _ => throw new InvalidOperationException($"no source {from}"),
    };

    private static (Func<double, double> Now, Func<double, double> Past) OfElector(string from, Pod pod, Elector elector)
    {
        var plan = pod.Workload.Plan!;
        return from switch
        {
            "elector.leads" => (_ => elector.Leads ? 1 : 0, t => plan.LeaderAt(t) == pod.Slot ? 1 : 0),
            "elector.acquired" => (_ => elector.Acquired, t => plan.TimesAcquired(pod.Slot, pod.CreatedAt, t)),
            "elector.lost" => (_ => elector.Lost, t => plan.TimesLost(pod.Slot, pod.CreatedAt, t)),
            _ when Argument(from, "elector.failures:") is { } reason => (_ => elector.Failures.GetValueOrDefault(reason), _ => 0),
            _ => throw new InvalidOperationException($"no source {from}"),
        };
    }

    // Of these no history is kept.
    private static (Func<double, double> Now, Func<double, double> Past) Always(Func<double> value) => (_ => value(), _ => value());

    private static string? Argument(string from, string prefix) =>
        from.StartsWith(prefix, StringComparison.Ordinal) ? from[prefix.Length..] : null;
}
