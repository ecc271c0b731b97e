using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Silences;

/// <summary>Windows in their table.</summary>
internal static class WindowRows
{
    private const string Columns = """
        id AS "Id", version AS "Version", body AS "Body", is_on AS "IsOn", made_at AS "MadeAt", changed_at AS "ChangedAt", deleted_at AS "DeletedAt"
        """;

    /// <summary>Reads windows.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM maintenance_windows: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="transaction">The transaction that it is part of; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<MaintenanceWindow>> ReadAsync(DbConnection connection, string rest, object? values, DbTransaction? transaction, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM maintenance_windows {rest}", values, transaction, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsWindow()),
    ];

    /// <summary>Makes one.</summary>
    public static Task<int> InsertAsync(StoreWork work, MaintenanceWindow window, CancellationToken cancellation)
    {
        work.Tell(MaintenanceStore.Topic, window.Id);
        return work.ExecuteAsync(
            """
            INSERT INTO maintenance_windows (id, version, body, is_on, made_at, changed_at, deleted_at, over_at)
            VALUES (@Id, @Version, @body, @on, @made, @changed, @deleted, @over)
            """,
            Values(window), cancellation);
    }

    /// <summary>Changes one, if it still is as it was seen.</summary>
    /// <returns>Whether it was.</returns>
    public static async Task<bool> UpdateAsync(StoreWork work, MaintenanceWindow window, CancellationToken cancellation)
    {
        work.Tell(MaintenanceStore.Topic, window.Id);
        return await work.ExecuteAsync(
            """
            UPDATE maintenance_windows SET version = @Version, body = @body, is_on = @on, changed_at = @changed, deleted_at = @deleted, over_at = @over
            WHERE id = @Id AND version = @Version - 1 AND deleted_at IS NULL
            """,
            Values(window), cancellation).ConfigureAwait(false) == 1;
    }

    private static object Values(MaintenanceWindow window) => new
    {
        window.Id,
        window.Version,
        body = JsonSerializer.Serialize(WindowBody.Of(window), MaintenanceJson.Default.WindowBody),
        on = window.IsOn ? 1L : 0L,
        made = StoredTime.Of(window.MadeAt),
        changed = StoredTime.Of(window.ChangedAt),
        deleted = Stored(window.DeletedAt),
        over = Stored(window.DeletedAt ?? window.Plan.Times.To),
    };

    private static long? Stored(DateTimeOffset? at) => at is { } time ? StoredTime.Of(time) : null;

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public long Version { get; init; }

        public string Body { get; init; } = string.Empty;

        public long IsOn { get; init; }

        public long MadeAt { get; init; }

        public long ChangedAt { get; init; }

        public long? DeletedAt { get; init; }

        public MaintenanceWindow AsWindow()
        {
            var body = MaintenanceJson.Read(Id, Body, MaintenanceJson.Default.WindowBody);
            var (plan, unreadable) = body.AsPlan();
            return new MaintenanceWindow(Id, plan, body.MadeBy, StoredTime.Read(MadeAt))
            {
                Unreadable = unreadable,
                Version = Version,
                ChangedBy = body.ChangedBy,
                ChangedAt = StoredTime.Read(ChangedAt),
                IsOn = IsOn == 1,
                DeletedAt = DeletedAt is { } at ? StoredTime.Read(at) : null,
            };
        }
    }
}

/// <summary>Occurrences in their table.</summary>
internal static class RunRows
{
    private const string Columns = """
        maintenance AS "Window", starts_at AS "StartsAt", ends_at AS "EndsAt", version AS "Version", state AS "State", body AS "Body"
        """;

    /// <summary>Reads occurrences.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="rest">What follows FROM maintenance_runs: constant text.</param>
    /// <param name="values">Its parameters.</param>
    /// <param name="transaction">The transaction that it is part of; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<WindowRun>> ReadAsync(DbConnection connection, string rest, object? values, DbTransaction? transaction, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM maintenance_runs {rest}", values, transaction, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsRun()),
    ];

    /// <summary>Notes an occurrence for the first time; nothing where it is noted already.</summary>
    /// <returns>Whether it was new.</returns>
    public static async Task<bool> InsertAsync(StoreWork work, WindowRun run, CancellationToken cancellation)
    {
        work.Tell(MaintenanceStore.Topic, run.Window);
        return await work.ExecuteAsync(
            """
            INSERT INTO maintenance_runs (maintenance, starts_at, ends_at, version, state, body) VALUES (@Window, @starts, @ends, @Version, @state, @body)
            ON CONFLICT (maintenance, starts_at) DO NOTHING
            """,
            Values(run), cancellation).ConfigureAwait(false) == 1;
    }

    /// <summary>Changes one, if it still is as it was seen.</summary>
    /// <returns>Whether it was.</returns>
    public static async Task<bool> UpdateAsync(StoreWork work, WindowRun run, CancellationToken cancellation)
    {
        work.Tell(MaintenanceStore.Topic, run.Window);
        return await work.ExecuteAsync(
            """
            UPDATE maintenance_runs SET ends_at = @ends, version = @Version, state = @state, body = @body
            WHERE maintenance = @Window AND starts_at = @starts AND version = @Version - 1
            """,
            Values(run), cancellation).ConfigureAwait(false) == 1;
    }

    private static object Values(WindowRun run) => new
    {
        run.Window,
        starts = StoredTime.Of(run.Start),
        ends = StoredTime.Of(run.End),
        run.Version,
        state = run.State.ToString(),
        body = JsonSerializer.Serialize(RunBody.Of(run), MaintenanceJson.Default.RunBody),
    };

    private sealed class Row
    {
        public string Window { get; init; } = string.Empty;

        public long StartsAt { get; init; }

        public long EndsAt { get; init; }

        public long Version { get; init; }

        public string State { get; init; } = string.Empty;

        public string Body { get; init; } = string.Empty;

        public WindowRun AsRun()
        {
            var body = MaintenanceJson.Read(Window, Body, MaintenanceJson.Default.RunBody);
            return new WindowRun(Window, StoredTime.Read(StartsAt), StoredTime.Read(EndsAt), Enum.Parse<WindowRunState>(State))
            {
                Version = Version,
                Silences = body.Silences,
                Problem = body.Problem,
                ProblemSince = body.ProblemSince,
                Says = body.Says,
                Name = body.Name,
                Matched = body.Matched,
                EndedAt = body.EndedAt,
            };
        }
    }
}
