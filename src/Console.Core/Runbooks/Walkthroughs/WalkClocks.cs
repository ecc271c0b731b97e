using OpsConsole.Systems;

namespace OpsConsole.Runbooks;

/// <summary>The times that run while a walkthrough goes on.</summary>
/// <param name="Respond">Until when somebody answers; it stands still from the start of the walkthrough on. Null when nothing is asked for.</param>
/// <param name="Escalate">From when on it goes further; it stands still from the end on. Null when nothing is asked for.</param>
/// <param name="EscalateTo">To whom; empty when nobody is named.</param>
public sealed record WalkClocks(WalkClock? Respond, WalkClock? Escalate, string EscalateTo)
{
    /// <summary>The clocks of a walkthrough. What the runbook says goes before what the profile says of its severity.</summary>
    /// <param name="walkthrough">The walkthrough.</param>
    /// <param name="runbook">The runbook; null when it is not there any more.</param>
    /// <param name="severity">What the profile says of the alert's severity; null when nothing.</param>
    /// <param name="now">The time.</param>
    public static WalkClocks Of(Walkthrough walkthrough, Runbook? runbook, SeverityClass? severity, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(walkthrough);
        var respond = runbook?.RespondWithin ?? severity?.RespondWithinFor(walkthrough.AlertName ?? string.Empty);
        return new WalkClocks(
            Clock(respond, walkthrough.ClockFrom, walkthrough.StartedAt),
            Clock(runbook?.EscalateAfter ?? severity?.EscalateAfter, walkthrough.ClockFrom, walkthrough.EndedAt ?? now),
            runbook?.EscalateTo is { Length: > 0 } to ? to : severity?.EscalateTo ?? string.Empty);
    }

    private static WalkClock? Clock(TimeSpan? span, DateTimeOffset from, DateTimeOffset at) => span is { } length ? new WalkClock(from + length, from + length - at) : null;
}

/// <summary>A time that runs.</summary>
/// <param name="Until">When it is over.</param>
/// <param name="Left">How much is left, or was when it stood still; below zero: by how much it is over.</param>
public sealed record WalkClock(DateTimeOffset Until, TimeSpan Left)
{
    /// <summary>Whether it is over: at the very instant, too.</summary>
    public bool IsOver => Left <= TimeSpan.Zero;
}
