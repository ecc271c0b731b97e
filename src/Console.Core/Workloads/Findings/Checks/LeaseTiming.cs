namespace OpsConsole.Workloads;

/// <summary>Lease settings under which two can lead at once, or that are not those the profile tells.</summary>
internal sealed class LeaseTiming : ICheck
{
    /// <inheritdoc/>
    public string Id => "lease-timing";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        if (view.Profile.Leader is not { } election)
        {
            yield break;
        }

        var real = view.Leader?.Lease is { Holder: { Length: > 0 } } lease ? lease.Duration : null;
        if (election.RenewDeadline >= (real ?? election.LeaseDuration))
        {
            yield return new(
                FindingLevel.Warning, LeaseFacts.Title(election), "The renew deadline is not below the lease's duration",
                $"A holder tries to renew for {DurationText.Words(election.RenewDeadline)}, but the lease lasts {DurationText.Words(real ?? election.LeaseDuration)}: it may still act as leader while another already is.",
                "Keep the renew deadline well below the duration, for example 20 s of 30 s or 40 s of 60 s.");
        }
        else if (real is { } duration && duration != election.LeaseDuration)
        {
            yield return new(
                FindingLevel.Hint, LeaseFacts.Title(election), "The lease's duration is not the profile's",
                $"The holder wrote {DurationText.Words(duration)} into the lease; the profile says {DurationText.Words(election.LeaseDuration)}. The console judges by the lease.",
                "Correct the profile, or the electors' settings.");
        }
    }
}
