using System.Globalization;

namespace OpsConsole.Workloads;

/// <summary>The holder stamps its renewals with a clock that is not ours.</summary>
internal sealed class HolderClockIsOff : ICheck
{
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Id => "lease-holder-clock";

    /// <inheritdoc/>
    public IEnumerable<Suspicion> Look(SystemView view)
    {
        if (view is not { Leader: { HolderClockBehind: { } behind, Lease: { } lease } leader, Profile.Leader: { } election } || behind.Duration() <= Notable)
        {
            yield break;
        }

        var duration = lease.Duration ?? election.LeaseDuration;
        var grave = behind.Duration() > duration / 2;

        // In whole seconds, so that each renewal's small difference is nothing new.
        var off = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(behind.Duration().TotalSeconds)} s {(behind > TimeSpan.Zero ? "behind" : "ahead of")} ours");
        yield return new(
            grave ? FindingLevel.Warning : FindingLevel.Hint, LeaseFacts.Title(election), "The holder's clock is off",
            $"{leader.Holder}'s clock is {off}; the lease lasts {DurationText.Words(duration)}. "
                + (grave ? "Whoever compares the stamps with a clock believes it expired, or valid, for far too long." : "Expiry that is judged by the stamps is off by as much."),
            "Look at time synchronisation on its node, and on this console's.");
    }
}
