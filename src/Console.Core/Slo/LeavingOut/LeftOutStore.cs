using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Slo;

/// <summary>The records of time that people left out of budgets.</summary>
/// <param name="database">The database.</param>
internal sealed class LeftOutStore(Database database)
{
    /// <summary>What is told when a record was made or withdrawn; the payload is its id.</summary>
    public const string Topic = "slo-left-out";

    /// <summary>The most records of one objective that are read, newest first.</summary>
    public const int Most = 500;

    private const string Columns = """
        SELECT id AS "Id", system AS "System", objective AS "Objective", from_at AS "FromAt", to_at AS "ToAt", made_at AS "MadeAt", withdrawn_at AS "WithdrawnAt", body AS "Body"
        FROM slo_left_out
        """;

    /// <summary>The records of an objective that end after a time, newest first; withdrawn ones are among them.</summary>
    public Task<ImmutableArray<LeftOutRecord>> OfAsync(string system, string objective, DateTimeOffset since, CancellationToken cancellation) => ReadAsync(
        $"{Columns} WHERE system = @system AND objective = @objective AND to_at > @since ORDER BY from_at DESC, id DESC LIMIT {Most}",
        new { system, objective, since = StoredTime.Of(since) }, cancellation);

    /// <summary>A record by its id; null when there is none.</summary>
    public async Task<LeftOutRecord?> FindAsync(string id, CancellationToken cancellation) =>
        (await ReadAsync($"{Columns} WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Makes a record.</summary>
    public static Task<int> InsertAsync(StoreWork work, LeftOutRecord record, CancellationToken cancellation)
    {
        work.Tell(Topic, record.Id);
        return work.ExecuteAsync(
            "INSERT INTO slo_left_out (id, system, objective, from_at, to_at, made_at, body) VALUES (@Id, @System, @Objective, @from, @to, @made, @body)",
            new { record.Id, record.System, record.Objective, from = StoredTime.Of(record.From), to = StoredTime.Of(record.To), made = StoredTime.Of(record.MadeAt), body = Body(record) },
            cancellation);
    }

    /// <summary>Withdraws a record.</summary>
    /// <returns>Whether it was there, and not withdrawn before.</returns>
    public static async Task<bool> WithdrawAsync(StoreWork work, LeftOutRecord record, CancellationToken cancellation)
    {
        work.Tell(Topic, record.Id);
        return await work.ExecuteAsync(
            "UPDATE slo_left_out SET withdrawn_at = @at, body = @body WHERE id = @Id AND withdrawn_at IS NULL",
            new { record.Id, at = StoredTime.Of(record.WithdrawnAt!.Value), body = Body(record) }, cancellation).ConfigureAwait(false) == 1;
    }

    private static string Body(LeftOutRecord record) => JsonSerializer.Serialize(new LeftOutBody(record.Reason, record.By, record.WithdrawnBy), LeftOutJson.Default.LeftOutBody);

    private async Task<ImmutableArray<LeftOutRecord>> ReadAsync(string sql, object values, CancellationToken cancellation) =>
        [.. (await database.ReadAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: cancellation)), cancellation).ConfigureAwait(false)).Select(row => row.AsRecord())];

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string System { get; init; } = string.Empty;

        public string Objective { get; init; } = string.Empty;

        public long FromAt { get; init; }

        public long ToAt { get; init; }

        public long MadeAt { get; init; }

        public long? WithdrawnAt { get; init; }

        public string Body { get; init; } = string.Empty;

        public LeftOutRecord AsRecord()
        {
            var body = JsonSerializer.Deserialize(Body, LeftOutJson.Default.LeftOutBody) ?? throw new StorageException(StorageFault.Corrupt, $"The row {Id} of what budgets leave out is damaged.");
            return new LeftOutRecord(Id, System, Objective, StoredTime.Read(FromAt), StoredTime.Read(ToAt), body.Reason, body.By, StoredTime.Read(MadeAt))
            {
                WithdrawnAt = WithdrawnAt is { } at ? StoredTime.Read(at) : null,
                WithdrawnBy = body.WithdrawnBy,
            };
        }
    }
}
