using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Reads incidents.</summary>
/// <param name="database">The database.</param>
internal sealed class IncidentStore(Database database)
{
    /// <summary>What is told when an incident or its review changed; the payload is its id.</summary>
    public const string Topic = "incidents";

    /// <summary>The most incidents of one reading of a list.</summary>
    public const int MostListed = 200;

    private const int MostOpen = 500;
    private const int MostOfPeriod = 5_000;

    /// <summary>An incident; null when there is none.</summary>
    public async Task<StoredIncident?> FindAsync(string id, CancellationToken cancellation) => !IsId(id) ? null
        : (await ReadAsync("WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Some incidents, in no order.</summary>
    public Task<ImmutableArray<StoredIncident>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => ids.Count == 0 ? Task.FromResult(ImmutableArray<StoredIncident>.Empty)
        : database.ReadAsync(connection => ReadAsync(connection, $"WHERE {ActionRows.Among("id", connection)}", new { ids = ids.ToArray() }, null, cancellation), cancellation);

    /// <summary>An incident, held until the transaction ends: two who act on it at once come one after another.</summary>
    public static async Task<StoredIncident?> HoldAsync(StoreWork work, string id, CancellationToken cancellation) => !IsId(id) ? null
        : (await ReadAsync(work.Connection, $"WHERE id = @id{(work.Dialect is Dialect.PostgreSql ? " FOR UPDATE" : string.Empty)}", new { id }, work.Transaction, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Those that go on, newest first.</summary>
    public Task<ImmutableArray<StoredIncident>> OpenAsync(CancellationToken cancellation) => ReadAsync($"WHERE ended_at IS NULL ORDER BY id DESC LIMIT {MostOpen}", null, cancellation);

    /// <summary>Those that ended of late, newest first.</summary>
    public Task<ImmutableArray<StoredIncident>> EndedAsync(DateTimeOffset since, CancellationToken cancellation) =>
        ReadAsync($"WHERE ended_at >= @since ORDER BY id DESC LIMIT {MostListed}", new { since = StoredTime.Of(since) }, cancellation);

    /// <summary>Those that began in a time, newest first.</summary>
    public Task<ImmutableArray<StoredIncident>> OpenedAsync(DateTimeOffset since, CancellationToken cancellation) =>
        ReadAsync($"WHERE opened_at >= @since ORDER BY id DESC LIMIT {MostOfPeriod}", new { since = StoredTime.Of(since) }, cancellation);

    /// <summary>Any, newest first.</summary>
    public Task<ImmutableArray<StoredIncident>> ListAsync(IncidentQuery query, CancellationToken cancellation) => ReadAsync(
        $"""
        WHERE {(query.Open switch { true => "ended_at IS NULL", false => "ended_at IS NOT NULL", null => "1 = 1" })} {(query.Before is null ? string.Empty : "AND id < @before")}
        {(query.System is null ? string.Empty : "AND EXISTS (SELECT 1 FROM incident_systems WHERE incident_systems.incident = incidents.id AND incident_systems.system = @system)")}
        ORDER BY id DESC LIMIT @size
        """,
        new { before = IncidentLimits.Words(query.Before), system = IncidentLimits.Words(query.System), size = Math.Clamp(query.Size, 1, MostListed) }, cancellation);

    /// <summary>For each of some alerts, the incidents that it belongs to, newest first.</summary>
    public async Task<ILookup<string, string>> OfAlertsAsync(IReadOnlyCollection<string> fingerprints, CancellationToken cancellation) => fingerprints.Count == 0
        ? Enumerable.Empty<LinkRow>().ToLookup(row => row.Target, row => row.Incident, StringComparer.Ordinal)
        : (await database.ReadAsync(
            connection => connection.QueryAsync<LinkRow>(new CommandDefinition(
                $"""SELECT target AS "Target", incident AS "Incident" FROM incident_links WHERE kind = 'Alert' AND {ActionRows.Among("target", connection)} ORDER BY incident DESC""",
                new { ids = fingerprints.ToArray() }, cancellationToken: cancellation)),
            cancellation).ConfigureAwait(false)).ToLookup(row => row.Target, row => row.Incident, StringComparer.Ordinal);

    /// <summary>Everything that happened on some incidents, oldest first.</summary>
    public Task<ImmutableArray<(string Incident, IncidentEvent Event)>> EventsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<(string, IncidentEvent)>>(
        async connection => [.. (await connection.QueryAsync<IncidentEventRow>(new CommandDefinition(
            $"SELECT {IncidentEventRow.Columns} FROM incident_events WHERE {ActionRows.Among("incident", connection)} ORDER BY incident, number",
            new { ids = ids.ToArray() }, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => (row.Incident, row.AsEvent()))],
        cancellation);

    /// <summary>A note of an incident, within a transaction; null when there is none.</summary>
    public static async Task<IncidentNote?> NoteAsync(StoreWork work, string id, int number, CancellationToken cancellation)
    {
        var rows = await work.QueryAsync<IncidentEventRow>(
            $"SELECT {IncidentEventRow.Columns} FROM incident_events WHERE incident = @id AND number >= @number AND kind IN ('Note', 'NoteEdited') ORDER BY number", new { id, number }, cancellation).ConfigureAwait(false);
        return IncidentNote.Of(rows.Select(row => row.AsEvent()).Where(one => (one.Note ?? one.Number) == number)).FirstOrDefault();
    }

    /// <summary>The newest incident of a system that goes on, within a transaction; null when there is none.</summary>
    public static async Task<string?> OpenOfAsync(StoreWork work, string system, CancellationToken cancellation) => await work.QueryAsync<string>(
        "SELECT id FROM incidents WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM incident_systems WHERE incident = incidents.id AND system = @system) ORDER BY id DESC LIMIT 1",
        new { system }, cancellation).ConfigureAwait(false) is [var open, ..] ? open : null;

    // From a stranger's address: what can be no id is not asked for.
    private static bool IsId(string id) => id.Length is > 0 and <= 40 && id.All(char.IsAsciiLetterOrDigit);

    private Task<ImmutableArray<StoredIncident>> ReadAsync(string rest, object? values, CancellationToken cancellation) =>
        database.ReadAsync(connection => ReadAsync(connection, rest, values, null, cancellation), cancellation);

    private static async Task<ImmutableArray<StoredIncident>> ReadAsync(DbConnection connection, string rest, object? values, DbTransaction? transaction, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition($"""SELECT id AS "Id", body AS "Body" FROM incidents {rest}""", values, transaction, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => IncidentJson.Read(row.Id, row.Body))];

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Body { get; init; } = string.Empty;
    }

    private sealed class LinkRow
    {
        public string Target { get; init; } = string.Empty;

        public string Incident { get; init; } = string.Empty;
    }
}
