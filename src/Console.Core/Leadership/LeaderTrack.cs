using System.Collections.Immutable;
using OpsConsole.Systems;
using OpsConsole.Workloads;

namespace OpsConsole.Leadership;

/// <summary>What was read and judged of one system's leader election. Not safe for threads: the desk holds the lock.</summary>
internal sealed class LeaderTrack
{
    private readonly LeaderJudge judge;
    private readonly LeaderTerms terms;
    private LeaseReading lease;
    private GaugeReading? gauges;
    private PodBoard? pods;
    private string? lived;
    private bool toldAnew;

    public LeaderTrack(SystemProfile profile, LeaderElectionProfile election, LeaderOptions options, DateTimeOffset now)
    {
        (Profile, Election) = (profile, election);
        judge = new LeaderJudge(election, new LeaderTolerance(options.Scrape, options.Grace));
        terms = new LeaderTerms(options.History);
        lease = LeaseReading.NotSeen("waiting for the cluster's first answer", now);
        gauges = election.StatusMetric is null ? null : GaugeReading.NotSeen("waiting for the first answer", now);
        Status = Judge(now);
    }

    public SystemProfile Profile { get; }

    public LeaderElectionProfile Election { get; }

    public LeaderStatus Status { get; private set; }

    /// <summary>Whether nothing can be read of it now.</summary>
    public bool Blind => lease.Problem is not null && gauges is null or { Problem: not null };

    public void Leases(LeaseList list) => lease = lease.Seen(
        list.Leases.FirstOrDefault(it => it.Name == Election.Lease && it.Namespace == Election.Namespace), list.At);

    public void LeasesBroken(string why) => lease = lease.Broken(why);

    public void Gauges(IReadOnlyCollection<(string Pod, double Value)> values, DateTimeOffset at) => gauges = gauges?.Seen(values, at);

    public void GaugesBroken(string why) => gauges = gauges?.Broken(why);

    /// <summary>Takes the pods; null while they are not known.</summary>
    public void Pods(PodBoard? board) => pods = board?.Problems.ContainsKey(Profile.Id) is false ? board : null;

    public void History(ImmutableArray<LeaderTerm> told)
    {
        terms.Told(told);
        toldAnew = true;
    }

    /// <summary>Judges anew. Returns whether anything but the passing of time changed.</summary>
    public bool Rejudge(DateTimeOffset now)
    {
        var before = Status;
        Status = Judge(now);

        // The last term grows with every look at the clock, and one that a new holder began shows at the next look: neither is news, or a
        // hand-over would be told twice and the second telling would hold up whatever comes after it.
        var isHistoryNew = toldAnew && Status.History.Length != before.History.Length;
        toldAnew = false;
        return isHistoryNew || Status with { History = before.History } != before;
    }

    private LeaderStatus Judge(DateTimeOffset now)
    {
        var verdict = judge.Judge(lease, gauges, now);
        terms.Judged(verdict, now);
        var goesOn = Status is { } before && before.State == verdict.State && before.Holder == verdict.Holder;
        var holderPod = pods is null ? null : HolderPods.Judge(Profile, Election, verdict.Holder, pods, lived);
        lived = pods is not null && HolderPods.Find(Profile, Election, verdict.Holder, pods) is not null ? verdict.Holder : lived;
        return new LeaderStatus
        {
            System = Profile.Id,
            State = verdict.State,
            Lease = lease.Problem is null ? lease.Lease : null,
            Holder = verdict.Holder,
            HolderPod = verdict.State is LeaderState.LeaseMissing ? null : holderPod,
            Since = verdict.Since ?? (goesOn ? Status!.Since : now),
            Leading = gauges is { Problem: null } ? gauges.Leading : [],
            Contenders = gauges is { Problem: null } ? gauges.Contenders : null,
            Because = verdict.Because,
            History = terms.Until(now),
            HolderClockBehind = lease.ClockBehind,
        };
    }
}
