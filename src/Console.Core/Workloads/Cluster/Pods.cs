using System.Collections.Immutable;

namespace OpsConsole.Workloads;

/// <summary>A pod.</summary>
public sealed record Pod : IClusterObject
{
    /// <inheritdoc/>
    public required ObjectIdentity Id { get; init; }

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>The node it runs on; null while it has none.</summary>
    public string? Node { get; init; }

    /// <summary>Its address; null while it has none.</summary>
    public string? Address { get; init; }

    /// <summary>Why it is in its phase, in the machine's word (<c>Evicted</c>); null when not given.</summary>
    public string? Reason { get; init; }

    /// <summary>The sentence to it; from outside: encode it.</summary>
    public string? Message { get; init; }

    /// <summary>When the node took it on.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>Its containers, init containers first.</summary>
    public ImmutableArray<PodContainer> Containers { get; init; } = [];

    /// <summary>Whether it serves: its condition Ready is True.</summary>
    public bool IsReady => Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    /// <summary>How often its containers were started anew.</summary>
    public int Restarts => Containers.Sum(container => container.Restarts);
}

/// <summary>A container of a pod.</summary>
public sealed record PodContainer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its image.</summary>
    public required string Image { get; init; }

    /// <summary>Whether it runs before the others and is meant to end.</summary>
    public bool IsInit { get; init; }

    /// <summary>Whether it was started before the others and stays on beside them (an init container whose own restartPolicy is Always).</summary>
    public bool IsSidecar { get; init; }

    /// <summary>Whether it has started: its startup probe, if it has one, has passed.</summary>
    public bool Started { get; init; }

    /// <summary>Whether it is ready.</summary>
    public bool Ready { get; init; }

    /// <summary>How often it was started anew.</summary>
    public int Restarts { get; init; }

    /// <summary>What it does now.</summary>
    public ContainerState State { get; init; } = new(ContainerPhase.Unknown);

    /// <summary>How it ended last; null when it never did.</summary>
    public ContainerState? Last { get; init; }
}

/// <summary>What a container does.</summary>
public enum ContainerPhase
{
    /// <summary>The cluster does not say.</summary>
    Unknown,

    /// <summary>It waits: its image is fetched, or it is held back after a crash.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Terminated,
}

/// <summary>A container's state.</summary>
/// <param name="Phase">What it does.</param>
public sealed record ContainerState(ContainerPhase Phase)
{
    /// <summary>The machine's word: <c>CrashLoopBackOff</c>, <c>OOMKilled</c>, <c>Error</c>; null when not given.</summary>
    public string? Reason { get; init; }

    /// <summary>The sentence to it; from outside: encode it.</summary>
    public string? Message { get; init; }

    /// <summary>The exit code of one that ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it; null for none.</summary>
    public int? Signal { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>What to read of a container's log.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="TailLines">How many of the last lines; null for all.</param>
/// <param name="Follow">Whether to go on as lines come.</param>
public sealed record LogQuery(string Namespace, string Pod, string Container, int? TailLines, bool Follow)
{
    /// <summary>Only lines of this last span; null for all.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>The log of the container's run before this one.</summary>
    public bool Previous { get; init; }

    /// <summary>The most bytes to read; null for no limit. Not for a log that is followed.</summary>
    public long? LimitBytes { get; init; }
}

/// <summary>One line of a log.</summary>
/// <param name="At">The node's time stamp; null when the line has none.</param>
/// <param name="Text">The line without its stamp and ending; from outside: encode it.</param>
public sealed record LogLine(DateTimeOffset? At, string Text);
