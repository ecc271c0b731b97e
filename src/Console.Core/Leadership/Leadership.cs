using System.Collections.Immutable;

namespace OpsConsole.Leadership;

/// <summary>A Lease object of a cluster.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its identity; a lease that was deleted and made again has another.</param>
/// <param name="ResourceVersion">Its version, opaque.</param>
/// <param name="Holder">Who holds it; null or empty when it was released.</param>
/// <param name="Duration">How long it lasts after a renewal; null when absent.</param>
/// <param name="AcquiredAt">When the holder took it.</param>
/// <param name="RenewedAt">When the holder last renewed it, by the holder's clock.</param>
/// <param name="Transitions">How often it changed hands since it was made.</param>
public sealed record Lease(
    string Namespace, string Name, string Uid, string ResourceVersion, string? Holder, TimeSpan? Duration,
    DateTimeOffset? AcquiredAt, DateTimeOffset? RenewedAt, int Transitions);

/// <summary>All leases of a namespace as a watch has them, or a change of one.</summary>
/// <param name="Leases">The whole present content.</param>
/// <param name="At">When the cluster told it, by our clock.</param>
public sealed record LeaseList(ImmutableArray<Lease> Leases, DateTimeOffset At);

/// <summary>A cluster that tells its leases.</summary>
public interface ILeaseSource
{
    /// <summary>The cluster's name in the configuration.</summary>
    string Name { get; }

    /// <summary>
    /// Lists, then watches; gives the whole content after each change. Runs until cancelled: failures are reported through
    /// <paramref name="failed"/> and tried again with back-off.
    /// </summary>
    /// <param name="namespace">The namespace to watch.</param>
    /// <param name="failed">Told when the watch is broken, with a sentence for a person.</param>
    /// <param name="cancellation">Ends the watch.</param>
    IAsyncEnumerable<LeaseList> WatchAsync(string @namespace, Action<string> failed, CancellationToken cancellation);
}

/// <summary>Who leads.</summary>
public enum LeaderState
{
    /// <summary>One holder, renewed in time, and the metric agrees (or there is none).</summary>
    Led,

    /// <summary>Nobody: no holder, or a holder that stopped renewing longer ago than the lease lasts.</summary>
    Nobody,

    /// <summary>More than one candidate says it leads.</summary>
    SplitBrain,

    /// <summary>Lease and metric contradict each other.</summary>
    Disagreement,

    /// <summary>The lease named in the profile does not exist.</summary>
    LeaseMissing,

    /// <summary>It can't be told: the sources are silent.</summary>
    Unknown,
}

/// <summary>One span of time and who led in it.</summary>
/// <param name="From">Begin.</param>
/// <param name="To">End.</param>
/// <param name="Holder">Who led; null when nobody did.</param>
/// <param name="Known">False where there is no data: hatched, never "nobody".</param>
public sealed record LeaderTerm(DateTimeOffset From, DateTimeOffset To, string? Holder, bool Known);

/// <summary>Leader election of one system.</summary>
public sealed record LeaderStatus
{
    /// <summary>The system's id.</summary>
    public required string System { get; init; }

    /// <summary>The verdict.</summary>
    public required LeaderState State { get; init; }

    /// <summary>The lease; null when it is missing or not seen.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The holder's name, or the last one's.</summary>
    public string? Holder { get; init; }

    /// <summary>
    /// What became of the holder's pod, when it is no living one: <c>fleet has no pod of that name</c>, <c>its pod is being deleted</c>.
    /// Null when it lives, when pods are not known, or when the holder's name is none of a pod.
    /// </summary>
    public string? HolderPod { get; init; }

    /// <summary>Since when the state holds.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Candidates whose metric says they lead.</summary>
    public ImmutableArray<string> Leading { get; init; } = [];

    /// <summary>Candidates that report the metric at all; null when there is no metric or it is not known.</summary>
    public ImmutableArray<string>? Contenders { get; init; }

    /// <summary>Why the state is what it is, in a sentence.</summary>
    public required string Because { get; init; }

    /// <summary>Who led in the last hours, oldest first.</summary>
    public ImmutableArray<LeaderTerm> History { get; init; } = [];

    /// <summary>Our clock minus the clock the renewals are stamped with, as last seen on a renewal; null before one was seen.</summary>
    public TimeSpan? HolderClockBehind { get; init; }
}

/// <summary>Leader election of all systems that have one.</summary>
/// <param name="Systems">One entry a system.</param>
public sealed record LeadershipBoard(ImmutableArray<LeaderStatus> Systems)
{
    /// <summary>The entry of a system; null when it has no leader election.</summary>
    /// <param name="system">The system's id.</param>
    public LeaderStatus? Find(string system) => Systems.FirstOrDefault(status => status.System == system);
}
