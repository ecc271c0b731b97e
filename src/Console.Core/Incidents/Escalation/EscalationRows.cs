using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Escalations in their table.</summary>
internal static class EscalationRows
{
    private const string Columns = """
        id AS "Id", matter AS "Matter", system AS "System", version AS "Version", state AS "State", began_at AS "BeganAt", seen_at AS "SeenAt", ended_at AS "EndedAt", body AS "Body"
        """;

    /// <summary>Reads escalations.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM escalations: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<Escalation>> ReadAsync(DbConnection connection, string rest, object? values, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM escalations {rest}", values, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsEscalation()),
    ];

    /// <summary>Writes a new one, or one that changed, if it still is as it was seen.</summary>
    /// <returns>Whether it was.</returns>
    public static async Task<bool> WriteAsync(StoreWork work, Escalation it, CancellationToken cancellation)
    {
        if (!await WriteRowAsync(work, it, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        // In one statement each time: nobody need remember which of them are there.
        await work.ExecuteAsync(
            $"INSERT INTO escalation_alerts (alert, escalation) SELECT one, @Id FROM {(work.Dialect is Dialect.Sqlite ? "(SELECT value AS one FROM json_each(@alerts))" : "json_array_elements_text(CAST(@alerts AS json)) AS one")} WHERE 1 = 1 ON CONFLICT DO NOTHING",
            new { it.Id, alerts = JsonSerializer.Serialize(it.Alerts, EscalationJson.Default.ImmutableArrayString) }, cancellation).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> WriteRowAsync(StoreWork work, Escalation it, CancellationToken cancellation) => await work.ExecuteAsync(
        it.Version == 1
            ? """
            INSERT INTO escalations (id, matter, system, version, state, began_at, seen_at, ended_at, body) VALUES (@Id, @Key, @System, @Version, @state, @began, @seen, @ended, @body)
            ON CONFLICT DO NOTHING
            """
            : "UPDATE escalations SET version = @Version, state = @state, seen_at = @seen, ended_at = @ended, body = @body WHERE id = @Id AND version = @Version - 1",
        new
        {
            it.Id,
            it.Key,
            it.System,
            it.Version,
            state = it.State.ToString(),
            began = StoredTime.Of(it.BeganAt),
            seen = StoredTime.Of(it.SeenAt),
            ended = it.EndedAt is { } at ? StoredTime.Of(at) : (long?)null,
            body = JsonSerializer.Serialize(EscalationBody.Of(it), EscalationJson.Default.EscalationBody),
        },
        cancellation).ConfigureAwait(false) == 1;

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Matter { get; init; } = string.Empty;

        public string? System { get; init; }

        public long Version { get; init; }

        public string State { get; init; } = string.Empty;

        public long BeganAt { get; init; }

        public long SeenAt { get; init; }

        public long? EndedAt { get; init; }

        public string Body { get; init; } = string.Empty;

        public Escalation AsEscalation()
        {
            var body = EscalationJson.Read(Id, Body, EscalationJson.Default.EscalationBody);
            return new Escalation
            {
                Id = Id,
                Key = Matter,
                System = System,
                AlertName = body.AlertName,
                Severity = body.Severity,
                Class = body.Class,
                Says = body.Says,
                Fingerprint = body.Fingerprint,
                Alerts = body.Alerts.IsDefault ? [] : body.Alerts,
                Plan = body.Plan,
                BeganAt = StoredTime.Read(BeganAt),
                State = Enum.Parse<EscalationState>(State),
                Since = body.Since,
                Leg = body.Leg,
                LegAt = body.LegAt,
                Ack = body.Ack,
                GoneSince = body.GoneSince,
                SeenAt = StoredTime.Read(SeenAt),
                EndedAt = EndedAt is { } at ? StoredTime.Read(at) : null,
                Version = Version,
            };
        }
    }
}

/// <summary>Notices in their table.</summary>
internal static class NoticeRows
{
    private const string Columns = """
        escalation AS "Escalation", state AS "State", intended_at AS "IntendedAt", done_at AS "DoneAt", body AS "Body"
        """;

    /// <summary>Reads notices, oldest first.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="where">Which: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<EscalationNotice>> ReadAsync(DbConnection connection, string where, object? values, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"SELECT {Columns} FROM escalation_notices {where} ORDER BY intended_at, id", values, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsNotice()),
    ];

    /// <summary>Writes notices as they are now.</summary>
    public static Task<int> WriteAsync(StoreWork work, IEnumerable<EscalationNotice> notices, CancellationToken cancellation) => work.ExecuteAsync(
        """
        INSERT INTO escalation_notices (id, escalation, state, intended_at, done_at, body) VALUES (@id, @Escalation, @state, @intended, @done, @body)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, done_at = excluded.done_at, body = excluded.body
        """,
        notices.Select(one => new
        {
            id = one.Key,
            one.Escalation,
            state = one.State.ToString(),
            intended = StoredTime.Of(one.IntendedAt),
            done = one.DoneAt is { } at ? StoredTime.Of(at) : (long?)null,
            body = JsonSerializer.Serialize(NoticeBody.Of(one), EscalationJson.Default.NoticeBody),
        }),
        cancellation);

    private sealed class Row
    {
        public string Escalation { get; init; } = string.Empty;

        public string State { get; init; } = string.Empty;

        public long IntendedAt { get; init; }

        public long? DoneAt { get; init; }

        public string Body { get; init; } = string.Empty;

        public EscalationNotice AsNotice()
        {
            var body = EscalationJson.Read(Escalation, Body, EscalationJson.Default.NoticeBody);
            return new EscalationNotice
            {
                Escalation = Escalation,
                Kind = body.Kind,
                Leg = body.Leg,
                Step = body.Step,
                Via = body.Via,
                Channel = body.Channel,
                PageStep = body.PageStep,
                To = body.To,
                Subjects = body.Subjects.IsDefault ? [] : body.Subjects,
                Address = body.Address,
                DueAt = body.DueAt,
                IntendedAt = StoredTime.Read(IntendedAt),
                Late = body.Late,
                State = Enum.Parse<NoticeState>(State),
                Says = body.Says,
                Reference = body.Reference,
                DoneAt = DoneAt is { } at ? StoredTime.Read(at) : null,
            };
        }
    }
}
