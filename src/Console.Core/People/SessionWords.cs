namespace OpsConsole.People;

/// <summary>What ended a session, in words for the person.</summary>
public static class SessionWords
{
    /// <summary>A sentence or two.</summary>
    /// <param name="session">The session.</param>
    /// <param name="why">What ended it.</param>
    public static string Of(Session session, SessionEnd why)
    {
        ArgumentNullException.ThrowIfNull(session);
        return why switch
        {
            SessionEnd.SignedOut => "You signed out.",
            SessionEnd.Idle => $"Nothing was done for {DurationText.Words(session.IdleLimit)}, so the session ended.",
            SessionEnd.Longest => $"The session lasted {DurationText.Words(session.EndsAt - session.CreatedAt)}, which is as long as one may.",
            SessionEnd.EndedElsewhere => "You ended this session from another one.",
            SessionEnd.EndedByAdmin => "An admin ended this session.",
            SessionEnd.NoGrant => $"You may no longer see the console: {session.EndedWords ?? "no grant lets you"}.",
            SessionEnd.Gone => session.EndedWords ?? "Whoever vouched for you no longer does.",
            _ => "The session is over.",
        };
    }
}
