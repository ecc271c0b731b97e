using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>The rows of runs as they come from the database, made into what they mean.</summary>
internal static class ActionRows
{
    private const string Columns = """
        id AS "Id", confirmed AS "Confirmed", state AS "State", lapses_at AS "LapsesAt", approval AS "Approval", replica AS "Replica", intent_at AS "IntentAt",
        outcome AS "Outcome", says AS "Says", ended_at AS "EndedAt", undo_request AS "UndoRequest", undone_by AS "UndoneBy"
        """;

    private const string Steps = """SELECT action AS "Action", number AS "Number", stage AS "Stage", at AS "At", mark AS "Mark", says AS "Says" FROM action_steps""";

    // So many ids stand in one statement.
    private const int MostAtOnce = 100;

    /// <summary>Reads runs with their steps.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM actions: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<StoredRun>> ReadAsync(DbConnection connection, string rest, object? values, CancellationToken cancellation)
    {
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM actions {rest}", values, cancellationToken: cancellation)).ConfigureAwait(false)).AsList();
        var steps = new List<StepRow>();
        foreach (var some in rows.Select(row => row.Id).Chunk(MostAtOnce))
        {
            steps.AddRange(await connection.QueryAsync<StepRow>(new CommandDefinition(
                $"{Steps} WHERE {Among("action", connection)} ORDER BY action, number", new { ids = some }, cancellationToken: cancellation)).ConfigureAwait(false));
        }

        var byRun = steps.ToLookup(step => step.Action, StringComparer.Ordinal);
        return [.. rows.Select(row => row.AsRun([.. byRun[row.Id].Select(step => step.AsStep())]))];
    }

    /// <summary>That a column is among the values of <c>@ids</c>, as the database says it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="connection">Where.</param>
    public static string Among(string column, DbConnection connection) => connection is SqliteConnection ? $"{column} IN @ids" : $"{column} = ANY(@ids)";

    private static DateTimeOffset? Time(long? at) => at is { } known ? StoredTime.Read(known) : null;

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Confirmed { get; init; } = string.Empty;

        public string State { get; init; } = string.Empty;

        public long? LapsesAt { get; init; }

        public string? Approval { get; init; }

        public string? Replica { get; init; }

        public long? IntentAt { get; init; }

        public string? Outcome { get; init; }

        public string? Says { get; init; }

        public long? EndedAt { get; init; }

        public string? UndoRequest { get; init; }

        public string? UndoneBy { get; init; }

        public StoredRun AsRun(ImmutableArray<ActionStep> steps)
        {
            var confirmed = JsonSerializer.Deserialize(Confirmed, ActionJson.Default.ConfirmedAction)
                ?? throw new StorageException(StorageFault.Corrupt, $"The action {Id} can't be read: its row is damaged.");
            return new StoredRun(confirmed, AsRun(confirmed, steps), Replica, Time(IntentAt));
        }

        private ActionRun AsRun(ConfirmedAction confirmed, ImmutableArray<ActionStep> steps) => new()
        {
            Id = Id,
            Plan = confirmed.Plan,
            By = confirmed.By,
            At = confirmed.At,
            Reason = confirmed.Reason,
            Origin = confirmed.Request.Origin,
            Overridden = confirmed.Overridden,
            BrokeGlass = confirmed.BrokeGlass,
            UndoOf = confirmed.Request.UndoOf,
            State = Enum.Parse<RunState>(State),
            LapsesAt = Time(LapsesAt),
            Approval = Approval is null ? null : JsonSerializer.Deserialize(Approval, ActionJson.Default.Approval),
            Outcome = Outcome is null ? null : Enum.Parse<ActionOutcome>(Outcome),
            Says = Says,
            EndedAt = Time(EndedAt),
            UndoRequest = UndoRequest is null ? null : JsonSerializer.Deserialize(UndoRequest, ActionJson.Default.ActionRequest),
            UndoneBy = UndoneBy,
            Steps = steps,
        };
    }

    private sealed class StepRow
    {
        public string Action { get; init; } = string.Empty;

        public long Number { get; init; }

        public string Stage { get; init; } = string.Empty;

        public long At { get; init; }

        public string Mark { get; init; } = string.Empty;

        public string Says { get; init; } = string.Empty;

        public ActionStep AsStep() => new((int)Number, Enum.Parse<ActionStage>(Stage), StoredTime.Read(At), Enum.Parse<StepMark>(Mark), Says);
    }
}
