using OpsConsole.Leadership;
using OpsConsole.Systems;

namespace OpsConsole.Remediation;

/// <summary>Whether a lease is still renewed.</summary>
internal static class Renewal
{
    /// <summary>Whether it is; null when that can't be told.</summary>
    /// <param name="leader">Who leads.</param>
    /// <param name="election">How the system elects.</param>
    /// <param name="now">The time.</param>
    public static bool? Holds(LeaderStatus? leader, LeaderElectionProfile? election, DateTimeOffset now) => leader switch
    {
        null or { Lease: null } or { State: LeaderState.Unknown } => null,
        { State: LeaderState.Nobody or LeaderState.LeaseMissing } => false,
        { State: LeaderState.Led } => true,
        { Lease: { } lease } => Candidate.Of(lease.Holder) is not null && RenewedAt(leader) is { } at && now < at + Lasts(lease, election),
    };

    /// <summary>When it was last renewed, by our clock as far as the holder's is known.</summary>
    /// <param name="leader">Who leads.</param>
    public static DateTimeOffset? RenewedAt(LeaderStatus leader) => leader.Lease?.RenewedAt + (leader.HolderClockBehind ?? TimeSpan.Zero);

    /// <summary>How long it lasts after a renewal.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="election">How the system elects.</param>
    public static TimeSpan Lasts(Lease lease, LeaderElectionProfile? election) => lease.Duration ?? election?.LeaseDuration ?? TimeSpan.FromSeconds(30);

    /// <summary>In words: <c>renewed 6 min ago, the lease lasts 30 s</c>.</summary>
    /// <param name="scene">What is known now.</param>
    /// <param name="lease">The lease.</param>
    public static string Words(Scene scene, Lease lease)
    {
        var renewed = RenewedAt(scene.Leader!) is { } at ? $"renewed {DurationText.Words(scene.Now - at)} ago" : "never renewed";
        return $"{renewed}, the lease lasts {DurationText.Words(Lasts(lease, scene.Profile.Leader))}";
    }
}
