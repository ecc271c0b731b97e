using System.Security.Cryptography;

namespace OpsConsole.Storage;

/// <summary>A file that is not as it was.</summary>
/// <param name="Name">The file.</param>
/// <param name="Before">The SHA-256 of what it was, in hexadecimal; null when it was never seen before.</param>
/// <param name="Now">The SHA-256 of what it is.</param>
public sealed record FileChange(string Name, string? Before, string Now);

/// <summary>Remembers what files looked like, so that a change is noticed once: also over a restart, and by one of several replicas.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
public sealed class KnownFiles(Database database, TimeProvider clock)
{
    /// <summary>Remembers what a file looks like now.</summary>
    /// <param name="name">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The change, for exactly one of those who see it; null when it is as it was, or somebody else was told.</returns>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public Task<FileChange?> NoteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        database.WriteAsync(work => NoteAsync(work, name, content, cancellation), cancellation);

    /// <summary>The same within a transaction: for who records the change in it, so that neither is stored without the other.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="name">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>As above.</returns>
    public async Task<FileChange?> NoteAsync(StoreWork work, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        var now = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var at = StoredTime.Of(clock.GetUtcNow());
        var isFirst = await work.ExecuteAsync("INSERT INTO known_files (name, hash, seen_at) VALUES (@name, @now, @at) ON CONFLICT (name) DO NOTHING",
            new { name, now, at }, cancellation).ConfigureAwait(false) == 1;
        if (isFirst)
        {
            return new FileChange(name, null, now);
        }

        var held = work.Dialect is Dialect.PostgreSql ? " FOR UPDATE" : string.Empty;
        var before = (await work.QueryAsync<string>($"SELECT hash FROM known_files WHERE name = @name{held}", new { name }, cancellation).ConfigureAwait(false))[0];
        if (before == now)
        {
            return null;
        }

        await work.ExecuteAsync("UPDATE known_files SET hash = @now, seen_at = @at WHERE name = @name", new { name, now, at }, cancellation).ConfigureAwait(false);
        return new FileChange(name, before, now);
    }
}
