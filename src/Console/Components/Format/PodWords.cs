using OpsConsole.Alerts;
using OpsConsole.Workloads;

namespace OpsConsole.Components.Format;

/// <summary>Pods, rollouts and findings in words.</summary>
internal static class PodWords
{
    /// <summary>How many of its containers are ready: <c>1/2</c>; those that run before the others do not count.</summary>
    public static string ReadyContainers(Pod pod)
    {
        var lasting = pod.Containers.Where(container => !container.IsInit).ToList();
        return $"{lasting.Count(container => container.Ready)}/{lasting.Count}";
    }

    /// <summary>How a container ended last: <c>OOMKilled, exit code 137</c>; null when none ever did.</summary>
    public static string? LastEnd(Pod pod) => LastEnded(pod) is { Last: { } last } ? End(last) : null;

    /// <summary>When a container ended last.</summary>
    public static DateTimeOffset? LastEndedAt(Pod pod) => LastEnded(pod)?.Last?.FinishedAt;

    /// <summary>How it ended: reason, exit code, signal.</summary>
    public static string End(ContainerState state)
    {
        var code = state.Signal is { } signal and > 0 ? $"signal {signal}" : state.ExitCode is { } exit ? $"exit code {exit}" : null;
        return string.Join(", ", new[] { state.Reason, code }.OfType<string>()) is { Length: > 0 } words ? words : "ended";
    }

    /// <summary>What a container does: <c>running</c>, <c>waits: CrashLoopBackOff</c>.</summary>
    public static string Now(ContainerState state) => state.Phase switch
    {
        ContainerPhase.Running => "running",
        ContainerPhase.Waiting => state.Reason is { Length: > 0 } reason ? $"waits: {reason}" : "waits",
        ContainerPhase.Terminated => End(state),
        _ => "not known",
    };

    /// <summary>The part of an image's name that tells versions apart: the tag, else the start of the digest.</summary>
    public static string Tag(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return name.Split('@') switch
        {
            [var tagged, ..] when tagged.Contains(':', StringComparison.Ordinal) => tagged,
            [var bare, var digest] => $"{bare}@{(digest.Length > 19 ? digest[..19] : digest)}",
            _ => name,
        };
    }

    /// <summary>A rollout in one word.</summary>
    public static string Rollout(RolloutState state) => state switch
    {
        RolloutState.Complete => "complete",
        RolloutState.Progressing => "under way",
        RolloutState.Stuck => "stuck",
        RolloutState.Paused => "paused",
        _ => "not known",
    };

    /// <summary>The mark of a finding's level.</summary>
    public static Severity Mark(FindingLevel level) => level switch
    {
        FindingLevel.Problem => Severity.Critical,
        FindingLevel.Warning => Severity.Warning,
        _ => Severity.Info,
    };

    /// <summary>What is wrong with a node: <c>not ready, MemoryPressure</c>; empty when nothing is.</summary>
    public static string Trouble(Node node) => string.Join(", ", node.Conditions
        .Where(condition => condition.Type == "Ready" ? condition.Status != "True" : condition.Status == "True")
        .Select(condition => (condition.Type, condition.Status) switch
        {
            ("Ready", "False") => "not ready",
            ("Ready", _) => "not known to be ready",
            var (type, _) => type,
        })
        .Concat(node.Unschedulable ? ["cordoned"] : []));

    private static PodContainer? LastEnded(Pod pod) =>
        pod.Containers.Where(container => container.Last is not null).MaxBy(container => container.Last!.FinishedAt);
}
