using OpsConsole.Leadership;

namespace OpsConsole.Workloads;

/// <summary>The lease's holder is no living pod.</summary>
internal sealed class HolderHasNoPod : ICheck
{
    /// <inheritdoc/>
    public string Id => "lease-holder-no-pod";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        if (view is not { Leader: { HolderPod: { } words, Lease: { } lease } leader, Profile.Leader: { } election })
        {
            yield break;
        }

        var duration = lease.Duration ?? election.LeaseDuration;
        yield return new(
            leader.State is LeaderState.Led ? FindingLevel.Warning : FindingLevel.Problem, LeaseFacts.Title(election), "The lease's holder is no living pod",
            $"{leader.Holder} holds it, but {words}. {leader.Because}. {election.MeansWithoutLeader}",
            "Others take the lease once it has run out. When they don't, look into their logs; then delete the lease, but never while its holder renews it.")
        {
            // A holder that ended in good order is followed by the next within one duration.
            After = duration,
        };
    }
}
