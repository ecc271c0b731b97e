using System.Collections.Immutable;
using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>Asks who vouches for a person whether they still do: one for each way to sign in.</summary>
public interface IGroupCheck
{
    /// <summary>The way to sign in that it answers for.</summary>
    SignInMethod Method { get; }

    /// <summary>How often one session is asked about, by all replicas together. Zero: each time, for what costs nothing.</summary>
    TimeSpan Every { get; }

    /// <summary>Asks. It does not throw for known reasons; it has the time of a request.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<GroupCheck> CheckAsync(Session session, CancellationToken cancellation);
}

/// <summary>Whether somebody still vouches for a person.</summary>
public abstract record GroupCheck
{
    private GroupCheck()
    {
    }

    /// <summary>Yes, with these groups now.</summary>
    /// <param name="Groups">The groups.</param>
    /// <param name="Name">The name now; null when it is not told.</param>
    public sealed record Still(ImmutableArray<string> Groups, string? Name = null) : GroupCheck;

    /// <summary>No: the session ends.</summary>
    /// <param name="Why">A sentence for the person.</param>
    public sealed record Gone(string Why) : GroupCheck;

    /// <summary>It can't be told now: the session goes on with what was last confirmed, until its own limits.</summary>
    /// <param name="Why">A sentence for the person.</param>
    public sealed record CannotTell(string Why) : GroupCheck;
}
