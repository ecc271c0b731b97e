using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsConsole.Storage;

/// <summary>
/// The numbered SQL files of <c>Storage/Migrations</c>, the same for both databases. A released one is never edited; a later one mends it.
/// In a file, <c>--@sqlite</c>, <c>--@postgresql</c> and <c>--@all</c> begin a part for one database or both; <c>$int</c>, <c>$blob</c> and
/// <c>$strict</c> are written as each database says them.
/// </summary>
public static partial class Migrations
{
    // Any fixed number that no other program locks on the same server.
    private const long MigrationLock = 0x4F70_7343;

    private static readonly IReadOnlyList<Migration> All = ReadAll();

    /// <summary>The version that this program brings a database to.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>Applies what is missing, under a lock: of several replicas that start at once one does it and the others wait.</summary>
    /// <param name="database">The database.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The numbers that were applied now.</returns>
    /// <exception cref="StorageException">It does not answer, is damaged, or is newer than this program.</exception>
    public static Task<IReadOnlyList<int>> ApplyAsync(Database database, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.WriteAlwaysAsync<IReadOnlyList<int>>(
            async work =>
            {
                if (work.Dialect is Dialect.PostgreSql)
                {
                    await work.ExecuteAsync("SELECT pg_advisory_xact_lock(@key)", new { key = MigrationLock }, cancellation).ConfigureAwait(false);
                }

                var applied = await AppliedAsync(work, cancellation).ConfigureAwait(false);
                if (applied.DefaultIfEmpty().Max() is var version && version > Newest)
                {
                    throw new StorageException(StorageFault.TooNew, TooNew(database.Place, version));
                }

                var missing = All.Where(migration => !applied.Contains(migration.Number)).ToList();
                foreach (var migration in missing)
                {
                    await work.ExecuteAsync(migration.For(work.Dialect), null, cancellation).ConfigureAwait(false);
                    await work.ExecuteAsync(
                        "INSERT INTO schema_versions (version, name, applied_at) VALUES (@Number, @Name, @at)",
                        new { migration.Number, migration.Name, at = StoredTime.Of(clock.GetUtcNow()) }, cancellation).ConfigureAwait(false);
                }

                return [.. missing.Select(migration => migration.Number)];
            },
            cancellation);
    }

    internal static string TooNew(string place, int version) => $"The database {place} is of version {version}, and this program knows up to {Newest}: "
        + "start the newer program, or restore a backup of before the upgrade.";

    private static async Task<IReadOnlyList<int>> AppliedAsync(StoreWork work, CancellationToken cancellation)
    {
        await work.ExecuteAsync(
            Words("CREATE TABLE IF NOT EXISTS schema_versions (version $int PRIMARY KEY, name TEXT NOT NULL, applied_at $int NOT NULL) $strict", work.Dialect),
            null, cancellation).ConfigureAwait(false);
        return await work.QueryAsync<int>("SELECT version FROM schema_versions", null, cancellation).ConfigureAwait(false);
    }

    private static string Words(string sql, Dialect dialect) => dialect is Dialect.Sqlite
        ? sql.Replace("$int", "INTEGER", StringComparison.Ordinal).Replace("$blob", "BLOB", StringComparison.Ordinal).Replace("$strict", "STRICT", StringComparison.Ordinal)
        : sql.Replace("$int", "BIGINT", StringComparison.Ordinal).Replace("$blob", "BYTEA", StringComparison.Ordinal).Replace("$strict", string.Empty, StringComparison.Ordinal);

    private static List<Migration> ReadAll()
    {
        var assembly = typeof(Migrations).Assembly;
        return [.. assembly.GetManifestResourceNames().Select(name => (Name: name, Match: FileName().Match(name))).Where(file => file.Match.Success)
            .Select(file =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(file.Name)!);
                return new Migration(int.Parse(file.Match.Groups[1].Value, CultureInfo.InvariantCulture), file.Match.Groups[2].Value, reader.ReadToEnd());
            }).OrderBy(migration => migration.Number)];
    }

    [GeneratedRegex(@"^migrations/(\d{4})-(.+)\.sql$")]
    private static partial Regex FileName();

    /// <summary>One file.</summary>
    private sealed record Migration(int Number, string Name, string Text)
    {
        public string For(Dialect dialect)
        {
            var wanted = dialect is Dialect.Sqlite ? "--@sqlite" : "--@postgresql";
            var sql = new StringBuilder();
            var isOurs = true;
            foreach (var line in Text.Split('\n').Select(line => line.TrimEnd()))
            {
                if (line.StartsWith("--@", StringComparison.Ordinal))
                {
                    isOurs = line == "--@all" || line == wanted;
                }
                else if (isOurs)
                {
                    sql.Append(line).Append('\n');
                }
            }

            return Words(sql.ToString(), dialect);
        }
    }
}
