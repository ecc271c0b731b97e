using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Judges a rollout as <c>kubectl rollout status</c> does, in its order: what the controller has not seen yet tells nothing.</summary>
internal static class RolloutJudge
{
    /// <summary>The state, and the sentence to it; no sentence when there is nothing to say.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="pods">Its pods, as far as they are known.</param>
    public static (RolloutState State, string? Words) Judge(PodController workload, IReadOnlyCollection<Pod> pods)
    {
        var lacking = Lacking(workload);
        if (workload.Paused)
        {
            return (RolloutState.Paused, lacking is null ? "paused by a person" : $"paused by a person: {lacking}");
        }

        if (lacking is null)
        {
            return (RolloutState.Complete, null);
        }

        if (workload.ObservedGeneration >= workload.Generation
            && workload.Conditions.FirstOrDefault(it => it is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" }) is { } late)
        {
            return (RolloutState.Stuck, $"{lacking}; its deadline for progress has passed{Because(late.Message)}");
        }

        var failing = pods.Where(pod => pod.Id.DeletedAt is null).Select(PodTrouble.Of).Where(trouble => trouble is { IsHopeless: true }).ToArray();
        return failing is [{ } first, ..]
            ? (RolloutState.Stuck, string.Create(CultureInfo.InvariantCulture, $"{lacking}; {failing.Length} can't start: {first.Summary}"))
            : (RolloutState.Progressing, lacking);
    }

    private static string? Lacking(PodController workload)
    {
        if (workload.ObservedGeneration < workload.Generation)
        {
            return "its controller has not seen the last change yet";
        }

        var text = CultureInfo.InvariantCulture;
        return workload switch
        {
            // Its own words come before the others' as in kubectl: a StatefulSet replaces one pod after the other.
            StatefulSet when workload.Ready < workload.Desired => string.Create(text, $"{workload.Ready} of {workload.Desired} ready"),
            _ when workload.Updated < workload.Desired => string.Create(text, $"{workload.Updated} of {workload.Desired} updated"),
            Deployment when workload.Current > workload.Updated => string.Create(text, $"{workload.Current - workload.Updated} of the old are still to go"),
            Deployment when workload.Available < workload.Updated => string.Create(text, $"{workload.Available} of {workload.Updated} updated are available"),
            DaemonSet when workload.Available < workload.Desired => string.Create(text, $"{workload.Available} of {workload.Desired} updated are available"),
            _ => null,
        };
    }

    private static string Because(string? message) => string.IsNullOrEmpty(message) ? string.Empty : $": {message}";
}
