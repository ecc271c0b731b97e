using System.Collections.Immutable;
using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>Why a pod is not as it should be.</summary>
/// <param name="Reason">The machine's word: <c>Unschedulable</c>, <c>ImagePullBackOff</c>.</param>
/// <param name="Message">The sentence to it, without what only concerns this one pod; null when there is none.</param>
/// <param name="Waits">Whether the pod, or a container, waits to be started; false when it runs badly or has failed.</param>
internal sealed record PodTrouble(string Reason, string? Message, bool Waits)
{
    private const int LongestMessage = 300;
    private static readonly ImmutableArray<string> Ordinary = ["PodInitializing", "ContainerCreating"];
    private static readonly ImmutableHashSet<string> Hopeless =
    [
        "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError",
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PreStartHookError", "PostStartHookError",
    ];

    /// <summary>How many times it was started anew, for a pod that keeps failing; null when that does not matter.</summary>
    public int? Restarts { get; init; }

    /// <summary>Whether waiting alone will not mend it.</summary>
    public bool IsHopeless => Hopeless.Contains(Reason);

    /// <summary>Without the figures of one pod, so that the same trouble of two pods reads the same.</summary>
    public string Summary => Message is null ? Reason : $"{Reason}: {Message}";

    /// <summary>The whole sentence.</summary>
    public string Sentence => Restarts switch
    {
        null or 0 => Summary,
        1 => $"{Summary}; restarted once",
        { } many => string.Create(CultureInfo.InvariantCulture, $"{Summary}; restarted {many} times"),
    };

    /// <summary>The trouble of a pod; null when it is well, on its way, or ended well.</summary>
    /// <param name="pod">The pod.</param>
    public static PodTrouble? Of(Pod pod) => pod.Phase switch
    {
        "Succeeded" => null,
        "Failed" => Failed(pod),
        "Unknown" => new("Unknown", pod.Message is { Length: > 0 } words ? Short(words) : "its node does not report", Waits: false),
        _ => Unscheduled(pod) ?? pod.Containers.Select(OfContainer).FirstOrDefault(trouble => trouble is not null) ?? NotReady(pod),
    };

    /// <summary>How a container ended, as part of a sentence: <c>exit code 137 (OOMKilled)</c>.</summary>
    /// <param name="ended">The state of a container that ended.</param>
    public static string Ended(ContainerState ended)
    {
        var how = ended is { ExitCode: null or 0, Signal: { } signal and not 0 } ? $"signal {signal}" : $"exit code {ended.ExitCode ?? 0}";
        return ended.Reason is { Length: > 0 } reason ? $"{how} ({reason})" : how;
    }

    private static PodTrouble Failed(Pod pod) => pod.Reason is { Length: > 0 } reason
        ? new(reason, pod.Message is { Length: > 0 } words ? Short(words) : null, Waits: false)
        : pod.Containers.FirstOrDefault(container => container.State is { Phase: ContainerPhase.Terminated, ExitCode: not (null or 0) }) is { } ended
            ? new("Failed", $"{ended.Name} ended with {Ended(ended.State)}", Waits: false)
            : new("Failed", pod.Message is { Length: > 0 } why ? Short(why) : null, Waits: false);

    private static PodTrouble? Unscheduled(Pod pod) =>
        pod.Conditions.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" }) is { } condition
            ? new(condition.Reason ?? "Unschedulable", condition.Message is { Length: > 0 } words ? Short(words) : null, Waits: true)
            : null;

    private static PodTrouble? OfContainer(PodContainer container) => container.State switch
    {
        { Phase: ContainerPhase.Waiting, Reason: "CrashLoopBackOff" } => new(
            "CrashLoopBackOff", container.Last is { } last ? $"{container.Name} ended with {Ended(last)}" : $"{container.Name} keeps ending", Waits: true)
        {
            Restarts = container.Restarts,
        },
        { Phase: ContainerPhase.Waiting, Reason: { Length: > 0 } reason } state when !Ordinary.Contains(reason) =>
            new(reason, state.Message is { Length: > 0 } words ? Short(words) : container.Name, Waits: true),
        { Phase: ContainerPhase.Terminated, ExitCode: not (null or 0) } ended => new(
            ended.Reason ?? "Error", $"{container.Name} ended with {Ended(ended)}", Waits: false)
        { Restarts = container.Restarts },
        _ => null,
    };

    private static PodTrouble? NotReady(Pod pod) =>
        pod.Id.DeletedAt is null && pod.Phase == "Running" && !pod.IsReady
        && pod.Conditions.FirstOrDefault(condition => condition.Type == "Ready") is { } condition
            ? new("NotReady", condition.Message is { Length: > 0 } words ? Short(words) : null, Waits: false)
            : null;

    private static string Short(string words) => words.Length <= LongestMessage ? words : $"{words[..LongestMessage]}...";
}
