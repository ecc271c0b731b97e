using System.Collections.Immutable;

namespace OpsConsole.Leadership;

/// <summary>What is known of a lease, with the times at which we saw it: the holder's clock is not ours.</summary>
/// <param name="Lease">The lease as last seen; null when it does not exist or was never seen.</param>
/// <param name="Problem">Why the lease can't be seen now; null while the watch works.</param>
/// <param name="RenewalSeenAt">When we saw the last renewal, or the lease for the first time.</param>
/// <param name="Watched">Whether a renewal was seen to happen; false while all we know is what the first list told.</param>
/// <param name="HolderSeenAt">When we first saw this holder, or that there is none.</param>
/// <param name="ClockBehind">Our clock minus the holder's, measured when a renewal was seen; null before.</param>
internal sealed record LeaseReading(
    Lease? Lease, string? Problem, DateTimeOffset RenewalSeenAt, bool Watched, DateTimeOffset HolderSeenAt, TimeSpan? ClockBehind)
{
    /// <summary>When the cluster told anything last, if only that nothing changed.</summary>
    public DateTimeOffset HeardAt { get; init; } = RenewalSeenAt;

    /// <summary>No event yet.</summary>
    /// <param name="why">Why nothing was seen.</param>
    /// <param name="now">The time.</param>
    public static LeaseReading NotSeen(string why, DateTimeOffset now) => new(null, why, now, false, now, null);

    /// <summary>The cluster told its leases, this one among them or not.</summary>
    /// <param name="next">The lease; null when it does not exist.</param>
    /// <param name="at">When the cluster told it, by our clock.</param>
    public LeaseReading Seen(Lease? next, DateTimeOffset at)
    {
        var first = Lease is null || next is null || next.Uid != Lease.Uid;
        var renewed = first || next!.RenewedAt != Lease!.RenewedAt || next.Holder != Lease.Holder;
        return new(
            next,
            null,
            renewed ? at : RenewalSeenAt,
            !first && (renewed || Watched),
            Holder(next) == Holder(Lease) && (next is null) == (Lease is null) ? HolderSeenAt : at,
            !first && renewed && next!.RenewedAt is { } stamped ? at - stamped : ClockBehind)
        { HeardAt = at };
    }

    /// <summary>The watch broke: what was seen stays, but tells nothing of now.</summary>
    /// <param name="why">Why.</param>
    public LeaseReading Broken(string why) => this with { Problem = why };

    private static string Holder(Lease? lease) => lease?.Holder ?? string.Empty;
}

/// <summary>What the candidates' gauges say.</summary>
/// <param name="Leading">Candidates that say they lead, by name.</param>
/// <param name="Contenders">Candidates that report at all.</param>
/// <param name="Problem">Why the gauges can't be read now; null while they can.</param>
/// <param name="LeadingSince">Since when the same candidates say so.</param>
/// <param name="SeveralSince">Since when more than one says so; null when not.</param>
internal sealed record GaugeReading(
    ImmutableArray<string> Leading, ImmutableArray<string> Contenders, string? Problem, DateTimeOffset LeadingSince, DateTimeOffset? SeveralSince)
{
    /// <summary>No answer yet.</summary>
    /// <param name="why">Why.</param>
    /// <param name="now">The time.</param>
    public static GaugeReading NotSeen(string why, DateTimeOffset now) => new([], [], why, now, null);

    /// <summary>The source answered.</summary>
    /// <param name="gauges">Each candidate's gauge.</param>
    /// <param name="at">When.</param>
    public GaugeReading Seen(IReadOnlyCollection<(string Pod, double Value)> gauges, DateTimeOffset at)
    {
        // A pod that was scraped under two jobs is still one candidate.
        var leading = gauges.Where(it => it.Value > 0.5).Select(it => it.Pod).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var contenders = gauges.Select(it => it.Pod).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
        var same = leading.SequenceEqual(Leading);

        // Arrays are compared by identity: keeping the old one lets two equal readings be equal.
        return new(
            same ? Leading : leading, contenders.SequenceEqual(Contenders) ? Contenders : contenders, null,
            same ? LeadingSince : at, leading.Length > 1 ? SeveralSince ?? at : null);
    }

    /// <summary>The source did not answer.</summary>
    /// <param name="why">Why.</param>
    public GaugeReading Broken(string why) => this with { Problem = why };
}

/// <summary>How long lease and gauges may differ because they are not read at the same instant.</summary>
/// <param name="Scrape">The time between two scrapes: until the next one a deposed leader's gauge still reads 1.</param>
/// <param name="Grace">How long lease and gauge may contradict each other.</param>
internal sealed record LeaderTolerance(TimeSpan Scrape, TimeSpan Grace);
