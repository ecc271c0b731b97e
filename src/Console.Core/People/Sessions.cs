using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>Begins sessions, ends them, and says how one stands. Every way to sign in goes through here.</summary>
public sealed class Sessions
{
    /// <summary>Said by <see cref="Told"/> when any session may have changed.</summary>
    public const string AnySession = StoreNews.Everything;

    private readonly SessionStore store;
    private readonly SessionCheck check;
    private readonly SessionEnds ends;
    private readonly SignInRecord record;
    private readonly SessionSurroundings around;

    internal Sessions(SessionStore store, SessionCheck check, SessionEnds ends, SignInRecord record, SessionSurroundings around) =>
        (this.store, this.check, this.ends, this.record, this.around) = (store, check, ends, record, around);

    /// <summary>Raised with a session's id when it changed, here or at another replica. Handlers must be quick.</summary>
    public event Action<string>? Told;

    /// <summary>The id of the session that a key opens.</summary>
    /// <param name="key">The key in the browser's cookie.</param>
    public static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Begins a session for a person who proved who they are, and records the sign-in; without the record there is no session.</summary>
    /// <param name="person">Who, with their groups and their address.</param>
    /// <param name="agent">The browser, as it names itself; null when it does not.</param>
    /// <param name="secrets">What the provider gave; null for nothing.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The session with its key, or why there is none.</returns>
    public async Task<Result<NewSession>> BeginAsync(Person person, string? agent, SessionSecrets? secrets, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (around.Rules.Decide(person, Actions.View) is { IsAllowed: false } refused)
        {
            await record.DeniedAsync(person, refused.Reason, cancellation);
            return new Problem("grants", $"You are {person.Name}, but {refused.Reason}. Ask whoever keeps access.yaml.");
        }

        var now = StoredTime.Cut(around.Clock.GetUtcNow());
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var session = new Session(IdOf(key), person)
        {
            Agent = agent is { Length: > 200 } ? agent[..200] : agent,
            CreatedAt = now,
            ActiveAt = now,
            ConfirmedAt = now,
            EndsAt = StoredTime.Cut(now + around.Limits.Longest),
            IdleLimit = around.Limits.Idle,
        };
        try
        {
            await store.AddAsync(session, secrets, cancellation);
            var receipt = await record.SignedInAsync(session, cancellation);
            if (!receipt.IsOk)
            {
                await store.RemoveAsync(session.Id, cancellation);
                return new Problem("record", $"Nobody can sign in now, because it can't be recorded: {receipt.Explanation}");
            }
        }
        catch (StorageException e)
        {
            around.Log.NoSignIn(e, person.Subject);
            return new Problem("database", $"Nobody can sign in now. {e.Message}");
        }

        around.Memory.Keep(session, now);
        return new NewSession(key, session);
    }

    /// <summary>How a session stands now: by its limits, by who vouches for its person, and by the grants. What is over is ended and recorded.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="isActivity">Whether the person is doing something: only that keeps it from becoming idle.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<Standing> CheckAsync(string id, bool isActivity, CancellationToken cancellation) => check.CheckAsync(id, isActivity, cancellation);

    /// <summary>Person and groups were confirmed just now by who vouches for them: a proxy that names them with every request.</summary>
    /// <param name="session">The session.</param>
    /// <param name="groups">The groups now.</param>
    /// <param name="name">The name now; null when it is not told.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The session as it is now.</returns>
    /// <exception cref="StorageException">The database does not answer; the groups count here all the same.</exception>
    public Task<Session> ConfirmAsync(Session session, ImmutableArray<string> groups, string? name, CancellationToken cancellation) =>
        check.ConfirmAsync(session, groups, name, cancellation);

    /// <summary>Ends a session, and records who ended it and why.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="why">What ends it.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>False when there is none, or it was over before.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<bool> EndAsync(string id, SessionEnd why, Person by, CancellationToken cancellation)
    {
        var session = await store.FindAsync(id, cancellation);
        return session is { Ended: null } && await ends.StoredAsync(session, why, null, by, cancellation);
    }

    /// <summary>Ends all sessions of a person.</summary>
    /// <param name="subject">The person.</param>
    /// <param name="why">What ends them.</param>
    /// <param name="by">Who ends them.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<int> EndAllOfAsync(string subject, SessionEnd why, Person by, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var session in await store.ListAsync(subject, cancellation))
        {
            count += await ends.StoredAsync(session, why, null, by, cancellation) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The sessions that go on, newest first.</summary>
    /// <param name="subject">Of this person; null: of everybody.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<ImmutableArray<Session>> ListAsync(string? subject, CancellationToken cancellation)
    {
        var now = around.Clock.GetUtcNow();
        return [.. (await store.ListAsync(subject, cancellation)).Where(session => session.OverAt(now) is null)];
    }

    /// <summary>What the provider gave for a session; null for nothing, or when it can't be read any more.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<SessionSecrets?> SecretsAsync(string id, CancellationToken cancellation) => store.SecretsAsync(id, cancellation);

    /// <summary>The provider gave new ones.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="secrets">The new ones.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task KeepSecretsAsync(string id, SessionSecrets secrets, CancellationToken cancellation) => store.KeepSecretsAsync(id, secrets, cancellation);

    /// <summary>The store's news tell that a session changed.</summary>
    /// <param name="id">Its id, or <see cref="AnySession"/>.</param>
    internal void Hear(string id)
    {
        if (id == AnySession)
        {
            around.Memory.DoubtAll();
        }
        else
        {
            around.Memory.Doubt(id);
        }

        Told?.Invoke(id);
    }

    /// <summary>Ends what ran out of time with no page open.</summary>
    internal async Task SweepAsync(CancellationToken cancellation)
    {
        var now = around.Clock.GetUtcNow();
        foreach (var session in await store.RunOutAsync(now, cancellation))
        {
            await ends.StoredAsync(session, session.OverAt(now) ?? SessionEnd.Idle, null, session.Person, cancellation);
        }

        around.Memory.ForgetOver(now);
    }
}
