using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Walls;

/// <summary>The walls as they are stored.</summary>
/// <param name="database">The database.</param>
internal sealed class WallStore(Database database)
{
    /// <summary>The most walls.</summary>
    public const int Most = 100;

    private const string Columns = """
        SELECT name AS "Name", made_at AS "MadeAt", token_hash AS "TokenHash", token_at AS "TokenAt", used_at AS "UsedAt", body AS "Body" FROM walls
        """;

    /// <summary>Keeps a wall as it should be now; its token stays.</summary>
    /// <returns>False when there are too many.</returns>
    public Task<bool> PutAsync(Wall wall, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var others = await work.QueryAsync<long>("SELECT COUNT(*) FROM walls WHERE name <> @Name", new { wall.Name }, cancellation).ConfigureAwait(false);
            return others[0] < Most && await work.ExecuteAsync(
                """
                INSERT INTO walls (name, made_at, body) VALUES (@Name, @made, @body)
                ON CONFLICT (name) DO UPDATE SET made_at = excluded.made_at, body = excluded.body
                """,
                new { wall.Name, made = StoredTime.Of(wall.MadeAt), body = JsonSerializer.Serialize(WallBody.Of(wall), WallJson.Default.WallBody) }, cancellation).ConfigureAwait(false) > 0;
        },
        cancellation);

    /// <summary>Takes a wall away.</summary>
    public Task<bool> RemoveAsync(string name, CancellationToken cancellation) =>
        database.WriteAsync(async work => await work.ExecuteAsync("DELETE FROM walls WHERE name = @name", new { name }, cancellation).ConfigureAwait(false) > 0, cancellation);

    /// <summary>Gives a wall another token, or none: the one before is worth nothing from then on.</summary>
    public Task<bool> TokenAsync(string name, string? hash, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work => await work.ExecuteAsync(
            "UPDATE walls SET token_hash = @hash, token_at = @at, used_at = NULL WHERE name = @name AND (@isNew = 1 OR token_hash IS NOT NULL)",
            new { name, hash, at = hash is null ? (long?)null : StoredTime.Of(now), isNew = hash is null ? 0 : 1 }, cancellation).ConfigureAwait(false) > 0,
        cancellation);

    /// <summary>Notes that a token was used.</summary>
    public Task<int> UsedAsync(string name, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(work => work.ExecuteAsync("UPDATE walls SET used_at = @at WHERE name = @name", new { name, at = StoredTime.Of(now) }, cancellation), cancellation);

    /// <summary>A wall with the hash of its token; null when there is none.</summary>
    public Task<(Wall Wall, string? Hash)?> FindAsync(string name, CancellationToken cancellation) => database.ReadAsync<(Wall, string?)?>(
        async connection => (await connection.QueryAsync<Row>(new CommandDefinition($"{Columns} WHERE name = @name", new { name }, cancellationToken: cancellation)).ConfigureAwait(false))
            .FirstOrDefault() is { } row ? (row.AsWall(), row.TokenHash) : null,
        cancellation);

    /// <summary>All walls, by name.</summary>
    public Task<ImmutableArray<Wall>> ListAsync(CancellationToken cancellation) => database.ReadAsync<ImmutableArray<Wall>>(
        async connection => [.. (await connection.QueryAsync<Row>(new CommandDefinition($"{Columns} ORDER BY name LIMIT {Most}", cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsWall())],
        cancellation);

    private sealed class Row
    {
        public string Name { get; init; } = string.Empty;

        public long MadeAt { get; init; }

        public string? TokenHash { get; init; }

        public long? TokenAt { get; init; }

        public long? UsedAt { get; init; }

        public string Body { get; init; } = string.Empty;

        public Wall AsWall()
        {
            var body = JsonSerializer.Deserialize(Body, WallJson.Default.WallBody) ?? throw new StorageException(StorageFault.Corrupt, $"The row of the wall {Name} is damaged.");
            return new Wall(new WallWish(Name, body.Title, body.Filter, body.Zone, body.OtherZone), body.MadeBy, StoredTime.Read(MadeAt))
            {
                TokenAt = TokenAt is { } made ? StoredTime.Read(made) : null,
                UsedAt = UsedAt is { } used ? StoredTime.Read(used) : null,
            };
        }
    }
}

/// <summary>What is kept of a wall as JSON.</summary>
internal sealed record WallBody(string Title, string Filter, string Zone, string OtherZone, string MadeBy)
{
    public static WallBody Of(Wall wall) => new(wall.Is.Title, wall.Is.Filter, wall.Is.Zone, wall.Is.OtherZone, wall.MadeBy);
}

/// <summary>Escaped, any character can be kept.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(WallBody))]
internal sealed partial class WallJson : JsonSerializerContext;
