using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>
/// A pod's state in the word that kubectl prints in its STATUS column: people compare the two. The order of the cases is kubectl's
/// (printPod of pkg/printers/internalversion), also where it surprises.
/// </summary>
internal static class PodWords
{
    /// <summary>The word.</summary>
    /// <param name="pod">The pod.</param>
    public static string Of(Pod pod)
    {
        var words = pod.Conditions.Any(condition => condition is { Type: "PodScheduled", Reason: "SchedulingGated" }) ? "SchedulingGated"
            : pod.Reason is { Length: > 0 } reason ? reason
            : pod.Phase;
        if (Initializing(pod.Containers) is { } initializing)
        {
            words = initializing;
        }

        if (Initializing(pod.Containers) is null || pod.Conditions.Any(condition => condition is { Type: "Initialized", Status: "True" }))
        {
            words = OfContainers(pod, words);
        }

        return pod.Id.DeletedAt is null ? words
            : pod.Reason == "NodeLost" ? "Unknown"
            : pod.Phase is "Succeeded" or "Failed" ? words
            : "Terminating";
    }

    /// <summary>How a container ended, in a word: its reason, else the signal, else the exit code.</summary>
    /// <param name="ended">The state of a container that ended.</param>
    public static string Ended(ContainerState ended) => ended switch
    {
        { Reason: { Length: > 0 } reason } => reason,
        { Signal: { } signal and not 0 } => string.Create(CultureInfo.InvariantCulture, $"Signal:{signal}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ExitCode:{ended.ExitCode ?? 0}"),
    };

    // Null once all init containers have ended well, or stay on beside the others.
    private static string? Initializing(ImmutableArray<PodContainer> containers)
    {
        var inits = containers.Where(container => container.IsInit || container.IsSidecar).ToArray();
        for (var i = 0; i < inits.Length; i++)
        {
            switch (inits[i].State)
            {
                case { Phase: ContainerPhase.Unknown }:
                    // No status yet: kubectl walks the statuses, and there are none.
                    return null;
                case { Phase: ContainerPhase.Terminated, ExitCode: null or 0 }:
                    break;
                case var _ when inits[i] is { IsSidecar: true, Started: true }:
                    break;
                case { Phase: ContainerPhase.Terminated } ended:
                    return $"Init:{Ended(ended)}";
                case { Phase: ContainerPhase.Waiting, Reason: { Length: > 0 } reason } when reason != "PodInitializing":
                    return $"Init:{reason}";
                default:
                    return string.Create(CultureInfo.InvariantCulture, $"Init:{i}/{inits.Length}");
            }
        }

        return null;
    }

    private static string OfContainers(Pod pod, string words)
    {
        var running = false;
        foreach (var container in pod.Containers.Where(container => container is { IsInit: false, IsSidecar: false }).Reverse())
        {
            switch (container.State)
            {
                case { Phase: ContainerPhase.Waiting, Reason: { Length: > 0 } reason }:
                    words = reason;
                    break;
                case { Phase: ContainerPhase.Terminated } ended:
                    words = Ended(ended);
                    break;
                case { Phase: ContainerPhase.Running }:
                    running |= container.Ready;
                    break;
            }
        }

        // One container that did its work and went does not end a pod whose others run.
        return words == "Completed" && running ? pod.IsReady ? "Running" : "NotReady" : words;
    }
}
