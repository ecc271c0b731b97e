using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>The sessions as they are stored.</summary>
/// <param name="database">The database.</param>
/// <param name="protection">Encrypts what a provider gave.</param>
internal sealed class SessionStore(Database database, IDataProtectionProvider protection)
{
    /// <summary>What is told when a session changed; the payload is its id.</summary>
    public const string Topic = "sessions";

    private const string Columns = """
        id AS Id, subject AS Subject, name AS Name, groups AS Groups, method AS Method, address AS Address, agent AS Agent, created_at AS CreatedAt,
        active_at AS ActiveAt, confirmed_at AS ConfirmedAt, ends_at AS EndsAt, idle_limit AS IdleLimit, ended_at AS EndedAt, ended_why AS EndedWhy,
        ended_words AS EndedWords
        """;

    private readonly IDataProtector protector = protection.CreateProtector("OpsConsole.People.SessionSecrets");

    public Task<int> AddAsync(Session session, SessionSecrets? given, CancellationToken cancellation)
    {
        // Before the transaction: the keys are in the same database, and making one would wait for us.
        var secrets = Seal(given);
        return database.WriteAsync(work => AddAsync(work, session, secrets, cancellation), cancellation);
    }

    public Task<Session?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM sessions WHERE id = @id", new { id }, cancellationToken: cancellation))).FirstOrDefault()?.AsSession(), cancellation);

    public Task<ImmutableArray<Session>> ListAsync(string? subject, CancellationToken cancellation) => database.ReadAsync(
        connection => QueryAsync(connection, $"ended_at IS NULL {(subject is null ? string.Empty : "AND subject = @subject")} ORDER BY created_at DESC LIMIT 500", new { subject }, cancellation),
        cancellation);

    /// <summary>Those whose time ran out without anybody saying so.</summary>
    public Task<ImmutableArray<Session>> RunOutAsync(DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync(
        connection => QueryAsync(connection, "ended_at IS NULL AND (ends_at <= @now OR active_at + idle_limit <= @now) LIMIT 500", new { now = StoredTime.Of(now) }, cancellation),
        cancellation);

    public Task<int> TouchAsync(string id, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync("UPDATE sessions SET active_at = @now WHERE id = @id AND active_at < @now AND ended_at IS NULL", new { id, now = StoredTime.Of(now) }, cancellation),
        cancellation);

    /// <summary>Whether this replica is the one to ask about a session now.</summary>
    public Task<bool> MayAskAsync(string id, TimeSpan every, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work => await work.ExecuteAsync(
            "UPDATE sessions SET asked_at = @now WHERE id = @id AND asked_at <= @before AND ended_at IS NULL",
            new { id, now = StoredTime.Of(now), before = StoredTime.Of(now - every) }, cancellation) > 0,
        cancellation);

    public Task<int> ConfirmAsync(string id, Person person, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var at = StoredTime.Of(now);
            var changed = await work.ExecuteAsync(
                "UPDATE sessions SET name = @Name, groups = @groups, confirmed_at = @at, asked_at = @at WHERE id = @id AND ended_at IS NULL",
                new { id, person.Name, groups = Text(person.Groups), at }, cancellation);
            work.Tell(Topic, id);
            return changed == 0 ? 0 : await SeenAsync(work, person, at, cancellation);
        }, cancellation);

    /// <summary>Ends one, and forgets its secrets.</summary>
    /// <returns>False when it was ended before.</returns>
    public Task<bool> EndAsync(string id, SessionEnd why, string? words, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            work.Tell(Topic, id);
            return await work.ExecuteAsync(
                "UPDATE sessions SET ended_at = @now, ended_why = @why, ended_words = @words, secrets = NULL WHERE id = @id AND ended_at IS NULL",
                new { id, now = StoredTime.Of(now), why = why.ToString(), words }, cancellation) > 0;
        }, cancellation);

    public Task<int> RemoveAsync(string id, CancellationToken cancellation) =>
        database.WriteAsync(work => work.ExecuteAsync("DELETE FROM sessions WHERE id = @id", new { id }, cancellation), cancellation);

    public async Task<SessionSecrets?> SecretsAsync(string id, CancellationToken cancellation) => Open(await database.ReadAsync(
        connection => connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition("SELECT secrets FROM sessions WHERE id = @id", new { id }, cancellationToken: cancellation)),
        cancellation));

    public Task<int> KeepSecretsAsync(string id, SessionSecrets given, CancellationToken cancellation)
    {
        var secrets = Seal(given);
        return database.WriteAsync(
            work => work.ExecuteAsync("UPDATE sessions SET secrets = @secrets WHERE id = @id AND ended_at IS NULL", new { id, secrets }, cancellation), cancellation);
    }

    private static async Task<int> AddAsync(StoreWork work, Session session, byte[]? secrets, CancellationToken cancellation)
    {
        var person = session.Person;
        var at = StoredTime.Of(session.CreatedAt);
        await work.ExecuteAsync(
            """
            INSERT INTO sessions (id, subject, name, groups, method, address, agent, created_at, active_at, confirmed_at, asked_at, ends_at, idle_limit, secrets)
            VALUES (@Id, @Subject, @Name, @groups, @method, @Address, @Agent, @at, @at, @at, @at, @ends, @idle, @secrets)
            """,
            new
            {
                session.Id,
                person.Subject,
                person.Name,
                groups = Text(person.Groups),
                method = person.Method.ToString(),
                person.Address,
                session.Agent,
                at,
                ends = StoredTime.Of(session.EndsAt),
                idle = session.IdleLimit.Ticks / TimeSpan.TicksPerMicrosecond,
                secrets,
            }, cancellation);
        return await SeenAsync(work, person, at, cancellation);
    }

    private static Task<int> SeenAsync(StoreWork work, Person person, long at, CancellationToken cancellation) => work.ExecuteAsync(
        """
        INSERT INTO people (subject, name, groups, method, seen_at) VALUES (@Subject, @Name, @groups, @method, @at)
        ON CONFLICT (subject) DO UPDATE SET name = excluded.name, groups = excluded.groups, method = excluded.method, seen_at = excluded.seen_at
        """,
        new { person.Subject, person.Name, groups = Text(person.Groups), method = person.Method.ToString(), at }, cancellation);

    private static async Task<ImmutableArray<Session>> QueryAsync(DbConnection connection, string where, object values, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM sessions WHERE {where}", values, cancellationToken: cancellation)))
            .Select(row => row.AsSession())];

    private static string Text(ImmutableArray<string> groups) => JsonSerializer.Serialize(groups.AsEnumerable());

    private byte[]? Seal(SessionSecrets? secrets) => secrets is null ? null : protector.Protect(JsonSerializer.SerializeToUtf8Bytes(secrets));

    private SessionSecrets? Open(byte[]? stored)
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize<SessionSecrets>(protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            // The key is lost: then there is nothing to ask the provider with, which is as good as no secrets.
            return null;
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Subject { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Groups { get; init; } = "[]";

        public string Method { get; init; } = string.Empty;

        public string? Address { get; init; }

        public string? Agent { get; init; }

        public long CreatedAt { get; init; }

        public long ActiveAt { get; init; }

        public long ConfirmedAt { get; init; }

        public long EndsAt { get; init; }

        public long IdleLimit { get; init; }

        public long? EndedAt { get; init; }

        public string? EndedWhy { get; init; }

        public string? EndedWords { get; init; }

        public Session AsSession() => new(Id, new Person(Subject, Name, JsonSerializer.Deserialize<ImmutableArray<string>>(Groups), Enum.Parse<SignInMethod>(Method)) { Address = Address })
        {
            Agent = Agent,
            CreatedAt = StoredTime.Read(CreatedAt),
            ActiveAt = StoredTime.Read(ActiveAt),
            ConfirmedAt = StoredTime.Read(ConfirmedAt),
            EndsAt = StoredTime.Read(EndsAt),
            IdleLimit = TimeSpan.FromTicks(IdleLimit * TimeSpan.TicksPerMicrosecond),
            EndedAt = EndedAt is { } at ? StoredTime.Read(at) : null,
            Ended = EndedWhy is null ? null : Enum.Parse<SessionEnd>(EndedWhy),
            EndedWords = EndedWords,
        };
    }
}
