using OpsConsole.Storage;

namespace OpsConsole.Benchmarks;

/// <summary>What the same database does with rows of the same size and nothing else: no chain, no index but the key, no search.</summary>
internal sealed class PlainInserts(Database database)
{
    // The columns and the body of a typical entry.
    private static readonly string Body = new('x', 620);
    private static readonly string Hash = new('0', 64);

    public Task PrepareAsync(CancellationToken cancellation) => database.WriteAsync(
        work => work.ExecuteAsync(
            database.Dialect is Dialect.Sqlite
                ? "CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, body TEXT, previous TEXT, hash TEXT) STRICT"
                : "CREATE TABLE plain (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a TEXT, b TEXT, c TEXT, body TEXT, previous TEXT, hash TEXT)",
            null, cancellation),
        cancellation);

    /// <summary>So many rows in one commit.</summary>
    public Task InsertAsync(int rows, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var values = string.Join(", ", Enumerable.Repeat("('subject-17 Person 17', 'lease-delete', 'alpha/workload-200', @Body, @Hash, @Hash)", rows));
            return await work.ExecuteAsync($"INSERT INTO plain (a, b, c, body, previous, hash) VALUES {values}", new { Body, Hash }, cancellation);
        },
        cancellation);
}
