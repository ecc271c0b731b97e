using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Access;
using OpsConsole.Storage;

namespace OpsConsole.People;

/// <summary>The tokens as they are stored, and who was seen when.</summary>
internal sealed class TokenStore(Database database)
{
    private const string Columns = """
        id AS Id, subject AS Subject, name AS Name, roles AS Roles, hash AS Hash, made_at AS MadeAt, expires_at AS ExpiresAt, used_at AS UsedAt, revoked_at AS RevokedAt
        """;

    public Task<int> AddAsync(PersonalToken token, string hash, CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync(
            "INSERT INTO tokens (id, subject, name, roles, hash, made_at, expires_at) VALUES (@Id, @Subject, @Name, @roles, @hash, @made, @expires)",
            new
            {
                token.Id,
                token.Subject,
                token.Name,
                roles = JsonSerializer.Serialize(token.Roles.Select(role => role.ToString())),
                hash,
                made = StoredTime.Of(token.MadeAt),
                expires = StoredTime.Of(token.ExpiresAt),
            }, cancellation), cancellation);

    public Task<int> RemoveAsync(string id, CancellationToken cancellation) =>
        database.WriteAsync(work => work.ExecuteAsync("DELETE FROM tokens WHERE id = @id", new { id }, cancellation), cancellation);

    public Task<(PersonalToken Token, string Hash)?> FindAsync(string id, CancellationToken cancellation) => database.ReadAsync<(PersonalToken, string)?>(
        async connection => (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM tokens WHERE id = @id", new { id }, cancellationToken: cancellation)))
            .FirstOrDefault() is { } row ? (row.AsToken(), row.Hash) : null, cancellation);

    public Task<ImmutableArray<PersonalToken>> ListAsync(string? subject, DateTimeOffset now, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<PersonalToken>>(
        async connection => [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM tokens WHERE revoked_at IS NULL AND expires_at > @now {(subject is null ? string.Empty : "AND subject = @subject")} ORDER BY made_at DESC LIMIT 500",
            new { subject, now = StoredTime.Of(now) }, cancellationToken: cancellation))).Select(row => row.AsToken())], cancellation);

    public Task<bool> RevokeAsync(string id, string by, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            // Whoever holds a connection to the hub open with it is looked at anew.
            work.Tell(SessionStore.Topic, id);
            return await work.ExecuteAsync(
                "UPDATE tokens SET revoked_at = @now, revoked_by = @by WHERE id = @id AND revoked_at IS NULL", new { id, by, now = StoredTime.Of(now) }, cancellation) > 0;
        }, cancellation);

    /// <summary>Notes a use.</summary>
    /// <returns>Whether it is the first one of the day, on all replicas together.</returns>
    public Task<bool> UsedAsync(string id, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var at = StoredTime.Of(now);
            await work.ExecuteAsync("UPDATE tokens SET used_at = @at WHERE id = @id", new { id, at }, cancellation);
            var today = StoredTime.Of(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero));
            return await work.ExecuteAsync(
                "UPDATE tokens SET recorded_at = @at WHERE id = @id AND (recorded_at IS NULL OR recorded_at < @today)", new { id, at, today }, cancellation) > 0;
        }, cancellation);

    /// <summary>Who an owner was when last confirmed; null when never seen.</summary>
    public Task<(Person Person, DateTimeOffset SeenAt)?> OwnerAsync(string subject, CancellationToken cancellation) => database.ReadAsync<(Person, DateTimeOffset)?>(
        async connection => (await connection.QueryAsync<Seen>(new CommandDefinition(
            "SELECT name AS Name, groups AS Groups, method AS Method, seen_at AS SeenAt FROM people WHERE subject = @subject", new { subject }, cancellationToken: cancellation)))
            .FirstOrDefault() is { } row ? (row.AsPerson(subject), StoredTime.Read(row.SeenAt)) : null, cancellation);

    private sealed class Seen
    {
        public string Name { get; init; } = string.Empty;

        public string Groups { get; init; } = "[]";

        public string Method { get; init; } = string.Empty;

        public long SeenAt { get; init; }

        public Person AsPerson(string subject) => new(subject, Name, JsonSerializer.Deserialize<ImmutableArray<string>>(Groups), Enum.Parse<SignInMethod>(Method));
    }

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Subject { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Roles { get; init; } = "[]";

        public string Hash { get; init; } = string.Empty;

        public long MadeAt { get; init; }

        public long ExpiresAt { get; init; }

        public long? UsedAt { get; init; }

        public long? RevokedAt { get; init; }

        public PersonalToken AsToken() => new(Id, Subject, Name, [.. JsonSerializer.Deserialize<string[]>(Roles)!.Select(Enum.Parse<Role>)])
        {
            MadeAt = StoredTime.Read(MadeAt),
            ExpiresAt = StoredTime.Read(ExpiresAt),
            UsedAt = UsedAt is { } used ? StoredTime.Read(used) : null,
            RevokedAt = RevokedAt is { } revoked ? StoredTime.Read(revoked) : null,
        };
    }
}
