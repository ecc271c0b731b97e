using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Remediation;

/// <summary>The runs as all replicas see them. What changes a run's state is the <see cref="ActionLedger"/>'s, together with its entry of the record.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
internal sealed class ActionStore(Database database, TimeProvider clock) : IActionHistory
{
    /// <summary>What is told when a run, a freeze or a review changed; the payload is its id.</summary>
    public const string Topic = "actions";

    /// <summary>The most runs of one reading.</summary>
    public const int MostRuns = 200;

    // A step that says more than this is no sentence any more.
    private const int LongestStep = 2_000;

    /// <summary>A run by its id; null when there is none.</summary>
    public async Task<StoredRun?> FindAsync(string id, CancellationToken cancellation) =>
        (await RunsAsync("WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The run that a person made with a key; null when there is none.</summary>
    public async Task<StoredRun?> ByKeyAsync(string subject, string key, CancellationToken cancellation) =>
        (await RunsAsync("WHERE subject = @subject AND idempotency_key = @key", new { subject, key }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Runs that are not over, oldest first.</summary>
    public Task<ImmutableArray<StoredRun>> OpenAsync(CancellationToken cancellation) => RunsAsync("WHERE ended_at IS NULL ORDER BY id", null, cancellation);

    /// <summary>Runs that succeeded in taking another back, without that the other knows.</summary>
    public Task<ImmutableArray<StoredRun>> UntoldUndosAsync(CancellationToken cancellation) => RunsAsync(
        "WHERE undo_of IS NOT NULL AND state = 'Succeeded' AND EXISTS (SELECT 1 FROM actions AS earlier WHERE earlier.id = actions.undo_of AND earlier.undone_by IS NULL)",
        null, cancellation);

    /// <summary>Runs that are over, newest first.</summary>
    public Task<ImmutableArray<StoredRun>> OverAsync(string? before, string? system, int size, CancellationToken cancellation) => RunsAsync(
        $"""
        WHERE ended_at IS NOT NULL {(before is null ? string.Empty : "AND id < @before")} {(system is null ? string.Empty : "AND system = @system")}
        ORDER BY id DESC LIMIT @size
        """,
        new { before, system, size = Math.Clamp(size, 1, MostRuns) }, cancellation);

    /// <summary>Which runs a board shows, newest first, each with the number of its newest change: most of them are known already.</summary>
    public Task<ImmutableArray<RunVersion>> VersionsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<RunVersion>>(
        async connection => [.. await connection.QueryAsync<RunVersion>(new CommandDefinition(
            $"""
            SELECT id AS "Id", version AS "Version" FROM actions WHERE ended_at IS NULL
            UNION SELECT id, version FROM (SELECT id, version FROM actions WHERE ended_at >= @since ORDER BY ended_at DESC LIMIT {MostRuns}) AS late
            ORDER BY 1 DESC
            """,
            new { since = StoredTime.Of(since) }, cancellationToken: cancellation)).ConfigureAwait(false)],
        cancellation);

    /// <summary>Runs by their ids.</summary>
    public Task<ImmutableArray<StoredRun>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        ids.Count == 0 ? Task.FromResult(ImmutableArray<StoredRun>.Empty) : database.ReadAsync(
            connection => ActionRows.ReadAsync(connection, $"WHERE {ActionRows.Among("id", connection)}", new { ids = ids.ToArray() }, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<TargetHistory> OfAsync(string kind, string system, ActionTarget target, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var open = await ActionRows.ReadAsync(connection, "WHERE ended_at IS NULL AND target_key = @Key ORDER BY id", new { target.Key }, cancellation).ConfigureAwait(false);
            var last = await ActionRows.ReadAsync(
                connection,
                """
                WHERE target_key = @Key AND kind = @kind AND ended_at IS NOT NULL AND outcome IN ('Worked', 'NoEffect', 'MadeWorse', 'Unknown')
                ORDER BY ended_at DESC LIMIT 1
                """,
                new { target.Key, kind }, cancellation).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            var freezes = await FreezeRows.ReadAsync(connection, "WHERE system = @system AND ended_at IS NULL AND ends_at > @now", new { system, now = StoredTime.Of(now) }, cancellation)
                .ConfigureAwait(false);
            return new TargetHistory([.. open.Select(one => one.Run)], last.FirstOrDefault()?.Run, freezes.Where(freeze => freeze.Holds(now)).MaxBy(freeze => freeze.To));
        },
        cancellation);

    /// <inheritdoc/>
    public async Task<ImmutableArray<DateTimeOffset>> SilencedAsync(string system, string matchers, DateTimeOffset since, CancellationToken cancellation)
    {
        var runs = await RunsAsync(
            $"WHERE system = @system AND kind IN ('silence-create', 'silence-extend', 'silence-edit') AND at >= @since AND outcome IN ('Worked', 'Unknown') ORDER BY id DESC LIMIT {MostRuns}",
            new { system, since = StoredTime.Of(since) }, cancellation).ConfigureAwait(false);
        return [.. runs.Select(run => run.Run).Where(run => Matchers(run.Plan) == matchers && run.UndoOf is null).Select(run => run.At)];

        // An end that was changed says in its plan which silence's it was.
        static string? Matchers(ActionPlan plan) => plan.Parameters.GetValueOrDefault(MatcherList.Field) ?? plan.State.Beside.GetValueOrDefault(MatcherList.Field);
    }

    /// <summary>Adds what happened to a run.</summary>
    public Task<int> AddStepAsync(string id, ActionStage stage, StepMark mark, string says, CancellationToken cancellation) => database.WriteAsync(
        work => AddStepAsync(work, id, clock.GetUtcNow(), stage, mark, says, cancellation), cancellation);

    /// <summary>Adds what happened to a run, in a transaction of somebody else's.</summary>
    public static async Task<int> AddStepAsync(
        StoreWork work, string id, DateTimeOffset at, ActionStage stage, StepMark mark, string says, CancellationToken cancellation)
    {
        // The row first: it is what keeps two who add at once apart.
        await work.ExecuteAsync("UPDATE actions SET version = version + 1 WHERE id = @id", new { id }, cancellation).ConfigureAwait(false);
        work.Tell(Topic, id);
        return await work.ExecuteAsync(
            """
            INSERT INTO action_steps (action, number, stage, at, mark, says)
            SELECT @id, COALESCE(MAX(number), 0) + 1, @stage, @at, @mark, @says FROM action_steps WHERE action = @id
            """,
            new { id, stage = stage.ToString(), at = StoredTime.Of(at), mark = mark.ToString(), says = says.Length > LongestStep ? $"{says[..LongestStep]}…" : says },
            cancellation).ConfigureAwait(false);
    }

    private Task<ImmutableArray<StoredRun>> RunsAsync(string rest, object? values, CancellationToken cancellation) =>
        database.ReadAsync(connection => ActionRows.ReadAsync(connection, rest, values, cancellation), cancellation);
}

/// <summary>Which state of a run.</summary>
internal sealed class RunVersion
{
    /// <summary>The run.</summary>
    public string Id { get; init; } = string.Empty;

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }
}

/// <summary>The rows of freezes.</summary>
internal static class FreezeRows
{
    /// <summary>Reads freezes.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM freezes: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<Freeze>> ReadAsync(DbConnection connection, string rest, object? values, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT id AS "Id", system AS "System", begins_at AS "From", ends_at AS "To", reason AS "Reason", name AS "Name", subject AS "Subject", ended_at AS "EndedAt"
            FROM freezes {rest}
            """,
            values, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsFreeze())];

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string System { get; init; } = string.Empty;

        public long From { get; init; }

        public long To { get; init; }

        public string Reason { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Subject { get; init; } = string.Empty;

        public long? EndedAt { get; init; }

        public Freeze AsFreeze() => new(Id, System, StoredTime.Read(From), StoredTime.Read(To), Reason, Name, Subject)
        {
            EndedAt = EndedAt is { } at ? StoredTime.Read(at) : null,
        };
    }
}
