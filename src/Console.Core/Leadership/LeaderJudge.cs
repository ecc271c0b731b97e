using System.Collections.Immutable;
using OpsConsole.Systems;

namespace OpsConsole.Leadership;

/// <summary>What a judgement found: the state, since when where that follows from the readings, and why.</summary>
/// <param name="State">Who leads.</param>
/// <param name="Holder">The leader's name, or the last one's.</param>
/// <param name="Since">Since when; null when only the watcher can tell.</param>
/// <param name="Because">Why, in a sentence.</param>
internal sealed record LeaderVerdict(LeaderState State, string? Holder, DateTimeOffset? Since, string Because);

/// <summary>
/// Decides who leads from the lease and the candidates' gauges. Expiry counts from the moment we saw the last renewal, as candidates
/// count it themselves: a holder whose clock is off renews all the same.
/// </summary>
/// <param name="profile">How the system elects.</param>
/// <param name="tolerance">How far the two may lie apart in time.</param>
internal sealed class LeaderJudge(LeaderElectionProfile profile, LeaderTolerance tolerance)
{
    /// <summary>Judges.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="gauges">The gauges; null when the profile names none.</param>
    /// <param name="now">The time, by our clock.</param>
    public LeaderVerdict Judge(LeaseReading lease, GaugeReading? gauges, DateTimeOffset now)
    {
        var told = gauges is { Problem: null } ? gauges : null;
        var holder = Candidate.Of(lease.Lease?.Holder);
        if (told?.SeveralSince is { } several && now - several > tolerance.Scrape)
        {
            var held = lease.Problem is null && holder is not null ? $"the lease is held by {holder}" : "the lease does not tell which is right";
            return new(LeaderState.SplitBrain, holder, several, $"{Names(told.Leading)} each say that they lead; {held}");
        }

        return lease switch
        {
            { Problem: { } problem } => WithoutLease(problem, told, gauges?.Problem, now),
            { Lease: null } => new(LeaderState.LeaseMissing, null, lease.HolderSeenAt, $"there is no lease {profile.Namespace}/{profile.Lease}{Claimed(told)}"),
            _ when holder is null => Released(lease, told, now),
            _ when HasRunOutUnheard(lease, now) => WithoutLease($"the cluster has told nothing for {Ago(now - lease.HeardAt)}, and what it told last has run out", told, gauges?.Problem, now),
            _ => Held(lease, holder, told, now),
        };
    }

    // A lease runs out by our clock also while the cluster hangs and nobody can tell us that it was renewed: "nobody leads" takes a cluster that was heard
    // late in the lease's time. A quiet one is heard at least every fifteen seconds.
    private bool HasRunOutUnheard(LeaseReading lease, DateTimeOffset now) =>
        Duration(lease) is var duration && now - lease.RenewalSeenAt > duration && lease.HeardAt - lease.RenewalSeenAt < duration * 2 / 3;

    private TimeSpan Duration(LeaseReading lease) => lease.Lease!.Duration ?? profile.LeaseDuration;

    private LeaderVerdict Released(LeaseReading lease, GaugeReading? told, DateTimeOffset now) =>
        told is { Leading: [var one] } && Lasts(now, lease.HolderSeenAt, told.LeadingSince)
            ? new(LeaderState.Disagreement, one, null, $"nobody holds the lease, yet {one} says that it leads")
            : new(LeaderState.Nobody, null, lease.HolderSeenAt, "the lease was released and nobody has taken it");

    private LeaderVerdict Held(LeaseReading lease, string holder, GaugeReading? told, DateTimeOffset now)
    {
        var duration = Duration(lease);
        var renewedAt = RenewedByOurClock(lease);
        var expired = now - lease.RenewalSeenAt > duration;

        // A lease that looks old at first sight: its holder may be gone or its clock slow. One duration tells which; a gauge tells at once.
        var doubtful = !lease.Watched && !expired && lease.RenewalSeenAt - renewedAt > duration && told?.Leading.Contains(holder) is not true;
        return (expired, doubtful) switch
        {
            (false, false) => Renewed(lease, holder, told, now),
            (false, true) when told is not { Leading: [], Contenders: not [] } => new(LeaderState.Unknown, holder, null,
                $"{holder} last renewed {Ago(now - renewedAt)} ago by its own clock; waiting {DurationText.Words(duration)} to see whether it still does"),
            _ when expired && told?.Leading.Contains(holder) is true && Lasts(now, renewedAt + duration, told.LeadingSince) =>
                new(LeaderState.Disagreement, holder, renewedAt + duration,
                    $"{holder} says that it leads, yet it stopped renewing {Ago(now - renewedAt)} ago; the lease lasts {DurationText.Words(duration)}"),
            _ => new(LeaderState.Nobody, holder, renewedAt + duration,
                $"{holder} stopped renewing {Ago(now - renewedAt)} ago; the lease lasts {DurationText.Words(duration)}"),
        };
    }

    private LeaderVerdict Renewed(LeaseReading lease, string holder, GaugeReading? told, DateTimeOffset now)
    {
        if (told is { Contenders: not [] } && !told.Leading.Contains(holder) && Lasts(now, lease.HolderSeenAt, told.LeadingSince))
        {
            var says = told.Leading.IsEmpty ? $"none of {told.Contenders.Length} candidates says that it leads" : $"{Names(told.Leading)} says that it leads";
            return new(LeaderState.Disagreement, holder, null, $"{holder} holds and renews the lease, yet {says}");
        }

        var since = lease.Lease!.AcquiredAt + (lease.ClockBehind ?? TimeSpan.Zero);
        var silent = told is { Contenders: [] } ? "; no candidate reports whether it leads" : string.Empty;
        return new(LeaderState.Led, holder, since <= now ? since : lease.HolderSeenAt, $"{holder} holds the lease and renews it{silent}");
    }

    // When a whole cluster goes, its pods are missed one after the other: for some seconds only those are left that did not lead. Who leads in their stead says so within that
    // time; a cluster that is gone says nothing by then.
    private LeaderVerdict WithoutLease(string problem, GaugeReading? told, string? gaugeProblem, DateTimeOffset now) => told switch
    {
        { Leading: [var one] } => new(LeaderState.Led, one, told.LeadingSince, $"{one} says that it leads; the lease can't be seen: {problem}"),
        { Leading: [_, _, ..] } => new(LeaderState.Unknown, null, null,
            $"{Names(told.Leading)} each say that they lead, maybe while changing over; the lease can't be seen: {problem}"),
        { Contenders: not [] } when !Lasts(now, told.LeadingSince, told.LeadingSince) => new(LeaderState.Unknown, null, null,
            $"none of {told.Contenders.Length} candidates says that it leads, maybe while changing over; the lease can't be seen: {problem}"),
        { Contenders: not [] } => new(LeaderState.Nobody, null, told.LeadingSince,
            $"none of {told.Contenders.Length} candidates says that it leads; the lease can't be seen: {problem}"),
        { } => new(LeaderState.Unknown, null, null, $"no candidate reports whether it leads, and the lease can't be seen: {problem}"),
        _ => new(LeaderState.Unknown, null, null, $"the lease can't be seen: {problem}{(gaugeProblem is null ? string.Empty : $"; nor the metric: {gaugeProblem}")}"),
    };

    private bool Lasts(DateTimeOffset now, DateTimeOffset one, DateTimeOffset other) => now - (one > other ? one : other) > tolerance.Grace;

    private static string Claimed(GaugeReading? told) => told is { Leading: not [] } ? $", yet {Names(told.Leading)} says that it leads" : string.Empty;

    // Once a renewal was watched we know when it happened; before, the stamp is all there is, and it can't lie after what we saw.
    private static DateTimeOffset RenewedByOurClock(LeaseReading lease) =>
        !lease.Watched && lease.Lease!.RenewedAt is { } stamped && stamped < lease.RenewalSeenAt ? stamped : lease.RenewalSeenAt;

    // Under a minute in steps of five seconds, so that a waiting screen is not told something new each second.
    private static string Ago(TimeSpan span) =>
        DurationText.Words(span.TotalSeconds < 120 ? TimeSpan.FromSeconds(Math.Floor(span.TotalSeconds / 5) * 5) : span);

    private static string Names(ImmutableArray<string> names) => names switch
    {
        [var one] => one,
        [var one, var two] => $"{one} and {two}",
        [.. var some, var last] when some.Length < 4 => $"{string.Join(", ", some)} and {last}",
        _ => $"{string.Join(", ", names.Take(3))} and {names.Length - 3} more",
    };
}
