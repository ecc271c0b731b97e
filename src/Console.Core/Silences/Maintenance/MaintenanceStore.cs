using System.Collections.Immutable;
using Dapper;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Silences;

/// <summary>Reads windows and their occurrences.</summary>
/// <param name="database">The database.</param>
internal sealed class MaintenanceStore(Database database)
{
    /// <summary>What is told when a window or an occurrence of one changed; the payload is the window's id.</summary>
    public const string Topic = "maintenance";

    /// <summary>The most windows that are kept at a time.</summary>
    public const int Most = 500;

    /// <summary>The most occurrences of one reading.</summary>
    public const int MostRuns = 1_000;

    /// <summary>A window by its id; null when there is none, or none any more.</summary>
    public async Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellation) =>
        id.Length is 0 or > 40 || !id.All(char.IsAsciiLetterOrDigit) ? null
            : (await database.ReadAsync(connection => WindowRows.ReadAsync(connection, "WHERE id = @id AND deleted_at IS NULL", new { id }, null, cancellation), cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>All that are kept, in the order they were made.</summary>
    public Task<ImmutableArray<MaintenanceWindow>> WindowsAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => WindowRows.ReadAsync(connection, $"WHERE deleted_at IS NULL ORDER BY id DESC LIMIT {Most}", null, null, cancellation), cancellation);

    /// <summary>All that were deleted lately: their occurrences are shown still.</summary>
    public Task<ImmutableArray<MaintenanceWindow>> DeletedAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => WindowRows.ReadAsync(connection, $"WHERE deleted_at > @since ORDER BY id DESC LIMIT {Most}", new { since = StoredTime.Of(since) }, null, cancellation), cancellation);

    /// <summary>Occurrences that are not over before a time, or about which something is to be done still; newest first.</summary>
    public Task<ImmutableArray<WindowRun>> RunsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync(
        connection => RunRows.ReadAsync(
            connection, $"WHERE ends_at > @since OR state IN ('Intended', 'Set', 'Ending') ORDER BY starts_at DESC, maintenance LIMIT {MostRuns}", new { since = StoredTime.Of(since) }, null, cancellation),
        cancellation);

    /// <summary>The occurrence of a window that begins at a time; null when nothing was done about it.</summary>
    public async Task<WindowRun?> RunAsync(string window, DateTimeOffset start, CancellationToken cancellation) => (await database.ReadAsync(
        connection => RunRows.ReadAsync(connection, "WHERE maintenance = @window AND starts_at = @start", new { window, start = StoredTime.Of(start) }, null, cancellation),
        cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The occurrences of a window, newest first.</summary>
    public Task<ImmutableArray<WindowRun>> RunsOfAsync(string window, int size, CancellationToken cancellation) => database.ReadAsync(
        connection => RunRows.ReadAsync(connection, "WHERE maintenance = @window ORDER BY starts_at DESC LIMIT @size", new { window, size }, null, cancellation), cancellation);

    /// <summary>All windows as they stand, with what became of their occurrences of late.</summary>
    public async Task<MaintenanceBoard> BoardAsync(SystemCatalog catalog, DateTimeOffset now, CancellationToken cancellation)
    {
        var windows = await WindowsAsync(cancellation).ConfigureAwait(false);
        var runs = await RunsAsync(now - MaintenanceBoard.Back, cancellation).ConfigureAwait(false);
        var deleted = await DeletedAsync(now - MaintenanceBoard.Back, cancellation).ConfigureAwait(false);
        return MaintenanceBoard.Of(windows, runs, deleted, catalog, now);
    }

    /// <summary>Up to when windows were looked after; null when they never were.</summary>
    public async Task<DateTimeOffset?> SeenAsync(CancellationToken cancellation) => (await database.ReadAsync(
        connection => connection.QueryAsync<long>(new CommandDefinition("SELECT seen_at FROM maintenance_watch WHERE id = 1", cancellationToken: cancellation)),
        cancellation).ConfigureAwait(false)).Select(at => (DateTimeOffset?)StoredTime.Read(at)).FirstOrDefault();

    /// <summary>Notes up to when.</summary>
    public static Task<int> SeenAsync(StoreWork work, DateTimeOffset at, CancellationToken cancellation) => work.ExecuteAsync(
        "INSERT INTO maintenance_watch (id, seen_at) VALUES (1, @at) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at", new { at = StoredTime.Of(at) }, cancellation);
}
