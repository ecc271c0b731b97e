using OpsConsole.Alerts;

namespace OpsConsole.Incidents;

/// <summary>How old things may become.</summary>
/// <param name="MaxAge">An escalation older than this is not set going, and a step later than this is not told.</param>
/// <param name="Settle">How long no alert must fire until the matter is over, and how long it may be held back without its clock beginning anew.</param>
internal sealed record EscalationLimits(TimeSpan MaxAge, TimeSpan Settle);

/// <summary>What the alerts of a matter do.</summary>
internal enum Presence
{
    /// <summary>Nobody can tell: a source is silent.</summary>
    Unsure,

    /// <summary>None is there.</summary>
    Gone,

    /// <summary>All that fire are held back.</summary>
    Held,

    /// <summary>One fires at least.</summary>
    Firing,
}

/// <summary>What is seen of a matter.</summary>
/// <param name="Now">The time.</param>
/// <param name="Presence">What its alerts do.</param>
internal sealed record Sight(DateTimeOffset Now, Presence Presence)
{
    /// <summary>Who has all alerts of it that fire; null when one of them is nobody's.</summary>
    public EscalationAck? Taken { get; init; }

    /// <summary>How the acknowledgement that it went by ended; null while it goes on, or when nobody can tell.</summary>
    public AckEnd? Ended { get; init; }
}

/// <summary>What becomes of an escalation when one looks at it. Pure: the same sight makes the same of it.</summary>
internal static class EscalationCourse
{
    /// <summary>Follows what is seen.</summary>
    /// <param name="was">As it was.</param>
    /// <param name="sight">What is seen.</param>
    /// <param name="limits">How old things may become.</param>
    /// <returns>As it is now; its version is the same.</returns>
    public static Escalation Follow(Escalation was, Sight sight, EscalationLimits limits)
    {
        // A clock that was set back must not undo what is over, nor begin a wait anew.
        var now = sight.Now > was.SeenAt ? sight.Now : was.SeenAt;
        var it = was with { SeenAt = now };
        return (was.State, sight.Presence) switch
        {
            (EscalationState.Over, _) => was,
            (_, Presence.Unsure) => it,
            (_, Presence.Gone) => Gone(it, now, limits),
            _ => Here(it with { GoneSince = null }, sight, now, limits),
        };
    }

    private static Escalation Gone(Escalation it, DateTimeOffset now, EscalationLimits limits)
    {
        var since = it.GoneSince ?? now;
        return now - since >= limits.Settle
            ? it with { GoneSince = since, State = EscalationState.Over, Since = now, EndedAt = now }
            : it with { GoneSince = since };
    }

    private static Escalation Here(Escalation it, Sight sight, DateTimeOffset now, EscalationLimits limits)
    {
        if (sight.Taken is { } taken)
        {
            return it.State is EscalationState.Acknowledged
                ? it with { Ack = taken }
                : it with { State = EscalationState.Acknowledged, Since = now, Ack = taken };
        }

        // It ends with the firing it was for; when the alert comes back before the matter is over, they have it still.
        if (it is { State: EscalationState.Acknowledged, Ack: { } ack } && ack.Until > now && sight.Ended is not (AckEnd.Withdrawn or AckEnd.Expired))
        {
            return it;
        }

        if (sight.Presence is Presence.Held)
        {
            return it.State is EscalationState.Held or EscalationState.Left ? it : it with { State = EscalationState.Held, Since = now, Ack = null };
        }

        return it.State switch
        {
            EscalationState.Held when now - it.Since < limits.Settle => it with { State = EscalationState.Running, Since = now },
            EscalationState.Held or EscalationState.Acknowledged => Anew(it, now, limits),
            _ => it,
        };
    }

    /// <summary>What waited must not come all at once, and nobody is woken for what is old: the first step is due now, and the others after it.</summary>
    private static Escalation Anew(Escalation it, DateTimeOffset now, EscalationLimits limits) => now - it.BeganAt > limits.MaxAge
        ? it with { State = EscalationState.Left, Since = now, Ack = null }
        : it with { State = EscalationState.Running, Since = now, Ack = null, Leg = it.Leg + 1, LegAt = now };
}
