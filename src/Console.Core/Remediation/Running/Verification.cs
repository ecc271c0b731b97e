using OpsConsole.Upstream;

namespace OpsConsole.Remediation;

/// <summary>What the world showed in the end.</summary>
/// <param name="End">How the run ends.</param>
/// <param name="Last">What was last seen; null when nothing was.</param>
internal sealed record Verified(RunEnd End, Sighting? Last);

/// <summary>Stage 9: looks at the world, once a second, until it tells or the time is over.</summary>
/// <param name="clock">The time.</param>
internal sealed class Verification(TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(10);

    // Beyond the deadline, for a world that can't be looked at.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Looks.</summary>
    /// <param name="remedy">The action.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="order">The order it was done by.</param>
    /// <param name="doubt">Why it is not known whether it was carried out; null when it was.</param>
    /// <param name="deadline">Until when the world may become as wanted.</param>
    /// <param name="tell">Told what is seen, when it differs from what was seen before.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Verified> LookAsync(
        IRemedy remedy, ActionPlan plan, ActionOrder order, string? doubt, DateTimeOffset deadline, Func<StepMark, string, Task> tell, CancellationToken cancellation)
    {
        var begun = clock.GetUtcNow();
        var blindUntil = (deadline > begun ? deadline : begun) + Patience;
        Sighting? last = null;
        for (string? told = null; ; await Task.Delay(Every, clock, cancellation).ConfigureAwait(false))
        {
            var (seen, blind) = await OnceAsync(remedy, plan, order, cancellation).ConfigureAwait(false);
            last = seen ?? last;
            var now = clock.GetUtcNow();
            if (seen is not null && (IsTold(seen) || now >= deadline))
            {
                return new Verified(EndOf(seen, doubt, plan.VerifyWithin), seen);
            }

            if (now >= blindUntil)
            {
                return new Verified(Blind(blind ?? last!.Says, doubt), last);
            }

            if ((seen?.Says ?? blind) is { } says && says != told)
            {
                told = says;
                await tell(seen is null ? StepMark.Doubtful : StepMark.Note, seen is null ? $"Can't look: {says}" : says).ConfigureAwait(false);
            }
        }
    }

    private static bool IsTold(Sighting seen) => seen.State is SightingState.Worked or SightingState.NoEffect or SightingState.Worse;

    private static RunEnd EndOf(Sighting seen, string? doubt, TimeSpan within) => seen.State switch
    {
        SightingState.Worked => new RunEnd(RunState.Succeeded, ActionOutcome.Worked, seen.Says) { Stage = ActionStage.Verification },
        SightingState.Worse => Failed(ActionOutcome.MadeWorse, seen.Says),
        SightingState.NoEffect => Failed(ActionOutcome.NoEffect, seen.Says),
        SightingState.UnderWay => Failed(ActionOutcome.NoEffect, $"Not as wanted after {DurationText.Words(within)}: {seen.Says}"),
        _ when doubt is not null => Failed(ActionOutcome.NotBegun, $"It was not carried out: {seen.Says} ({doubt})"),
        _ => Failed(ActionOutcome.NoEffect, $"Nothing of it is to be seen after {DurationText.Words(within)}: {seen.Says}"),
    };

    private static RunEnd Failed(ActionOutcome outcome, string says) => new(RunState.Failed, outcome, says) { Stage = ActionStage.Verification };

    private static RunEnd Blind(string because, string? doubt) => new(RunState.Unknown, ActionOutcome.Unknown,
        $"{(doubt is null ? "It was carried out, and what came of it can't be seen" : $"Whether it was carried out can't be told ({doubt})")}: {because}")
    { Stage = ActionStage.Verification };

    private async Task<(Sighting? Seen, string? Blind)> OnceAsync(IRemedy remedy, ActionPlan plan, ActionOrder order, CancellationToken cancellation)
    {
        using var within = new CancellationTokenSource(LookWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancellation);
        try
        {
            return (await remedy.LookAsync(plan, order, either.Token).ConfigureAwait(false), null);
        }
        catch (UpstreamException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{plan.Target.Place} does not answer");
        }
    }
}
