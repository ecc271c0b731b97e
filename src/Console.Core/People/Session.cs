using OpsConsole.Access;

namespace OpsConsole.People;

/// <summary>What ended a session.</summary>
public enum SessionEnd
{
    /// <summary>The person signed out.</summary>
    SignedOut,

    /// <summary>Nothing was done for too long.</summary>
    Idle,

    /// <summary>It lasted as long as a session may.</summary>
    Longest,

    /// <summary>The person ended it from another session.</summary>
    EndedElsewhere,

    /// <summary>An admin ended it.</summary>
    EndedByAdmin,

    /// <summary>No grant lets the person see the console any more.</summary>
    NoGrant,

    /// <summary>Who vouched for the person no longer does: the user is removed or disabled, the provider refuses.</summary>
    Gone,
}

/// <summary>One sign-in of a person in one browser, kept in the store.</summary>
/// <param name="Id">The SHA-256 of the key that the browser holds: it names the session and opens nothing.</param>
/// <param name="Person">Who, with the groups as last confirmed.</param>
public sealed record Session(string Id, Person Person)
{
    /// <summary>The browser, as it names itself; null when it does not.</summary>
    public string? Agent { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the person last did something, to the minute.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>When person and groups were last confirmed by who vouches for them.</summary>
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>When it ends at the latest.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>How long nothing may be done.</summary>
    public required TimeSpan IdleLimit { get; init; }

    /// <summary>When it was ended; null while nobody ended it.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What ended it; null while nobody did.</summary>
    public SessionEnd? Ended { get; init; }

    /// <summary>More about the end, for the person; null for nothing.</summary>
    public string? EndedWords { get; init; }

    /// <summary>What ended it, by a record or by time; null while it goes on.</summary>
    /// <param name="now">The time.</param>
    public SessionEnd? OverAt(DateTimeOffset now) => Ended is { } ended ? ended
        : EndsAt <= now ? SessionEnd.Longest
        : ActiveAt + IdleLimit <= now ? SessionEnd.Idle
        : null;
}

/// <summary>A session that just began.</summary>
/// <param name="Key">The secret for the browser's cookie; kept nowhere else.</param>
/// <param name="Session">The session.</param>
public sealed record NewSession(string Key, Session Session);

/// <summary>What an OpenID provider gave for a session; stored encrypted.</summary>
/// <param name="RefreshToken">The refresh token.</param>
/// <param name="AccessToken">The access token.</param>
/// <param name="IdToken">The ID token, which signing out there asks for.</param>
public sealed record SessionSecrets(string? RefreshToken, string? AccessToken, string? IdToken);
