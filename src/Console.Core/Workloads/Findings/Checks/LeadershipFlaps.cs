using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>The lease changes hands again and again.</summary>
internal sealed class LeadershipFlaps : ICheck
{
    private const int Normal = 3;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Id => "lease-flaps";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        if (view is not { Leader: { } leader, Profile.Leader: { } election })
        {
            yield break;
        }

        // A term after a gap in what is known is no hand-over that anybody saw.
        var taken = leader.History.Zip(leader.History.Skip(1)).Count(it =>
            it.First.Known && it.Second is { Known: true, Holder: not null } next && next.From > view.Now - Span);
        if (taken > Normal)
        {
            yield return new(
                FindingLevel.Warning, LeaseFacts.Title(election), "The lease keeps changing hands",
                string.Create(CultureInfo.InvariantCulture,
                    $"It was taken {taken} times in the last {DurationText.Words(Span)}; up to 1 is normal, 2 while a rollout is under way. {election.MeansWithoutLeader}"),
                "Look for leaders that crash (restarts, OOM), for timeouts towards the cluster's API, and for too many contenders; while the API is slow, a lease of 60 s with a renew deadline of 40 s helps.");
        }
    }
}
