namespace OpsConsole.People;

/// <summary>How a session stands now.</summary>
public abstract record Standing
{
    private Standing()
    {
    }

    /// <summary>It goes on.</summary>
    /// <param name="Session">The session, its person as last confirmed.</param>
    /// <param name="Doubt">What could not be confirmed just now, for the person; null when all was.</param>
    public sealed record Valid(Session Session, string? Doubt) : Standing;

    /// <summary>It is over.</summary>
    /// <param name="Why">What ended it; null when there is no such session.</param>
    /// <param name="Words">A sentence for the person.</param>
    public sealed record Over(SessionEnd? Why, string Words) : Standing;

    /// <summary>The database does not answer, and this replica does not know the session: nobody is let in on a guess.</summary>
    /// <param name="Why">A sentence for the person.</param>
    public sealed record CannotTell(string Why) : Standing;
}
