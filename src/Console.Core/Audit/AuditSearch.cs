using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>
/// Searches the index of terms, newest first. It looks at one block of entries, and, as long as it finds little, at twice as many blocks at a time:
/// so a word that is everywhere costs one look, and one that is nowhere a few.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="dialect">Its kind.</param>
/// <param name="newest">The newest entry to look at.</param>
/// <param name="oldest">The oldest.</param>
internal sealed class AuditSearch(DbConnection connection, Dialect dialect, long newest, long oldest)
{
    private const long MostBlocks = 64;

    // PostgreSQL asks of each entry with one of the terms whether it fits the whole question: a long one is slow (measured: 8 blocks 14 ms, 64 blocks 62 ms).
    private const long MostBlocksTogether = 8;
    private const int MostCandidates = 500;

    // To ask for a common term alone costs more than a look at eight blocks (measured: 5 ms and 0.5 ms), so it is asked again only after so many times as many.
    private const long FewerAsks = 2;

    private const string InFile = """
        SELECT e.sequence, e.body, e.hash FROM audit_terms JOIN audit_entries e ON e.sequence = audit_terms.rowid
        WHERE audit_terms MATCH @wanted AND audit_terms.rowid <= @newest AND audit_terms.rowid >= @oldest ORDER BY audit_terms.rowid DESC LIMIT @take
        """;

    private const string OnServer = """
        SELECT e.sequence, e.body, e.hash FROM audit_find(@wanted, @newest, @oldest, @take) AS found (sequence)
        JOIN audit_entries e ON e.sequence = found.sequence ORDER BY e.sequence DESC
        """;

    /// <summary>The newest entries with all terms.</summary>
    /// <param name="terms">The terms; at least one.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<List<FoundEntry>> FindAsync(IReadOnlyList<string> terms, int take, CancellationToken cancellation)
    {
        var found = new List<FoundEntry>();
        var (first, last) = (newest / AuditTerms.BlockSize, oldest / AuditTerms.BlockSize);
        var (block, blocks, rare, asked) = (first, 1L, (string?)null, 0L);
        while (block >= last && found.Count < take)
        {
            var end = Math.Max(last, block - blocks + 1);
            var here = rare is null
                ? await ReadAsync(terms, block, end, take - found.Count, cancellation).ConfigureAwait(false)
                : await SievedAsync(rare, terms, block, end, take - found.Count, cancellation).ConfigureAwait(false);
            if (here is null)
            {
                (blocks, rare) = (1, null);
                continue;
            }

            var looked = first - end + 1;
            if (here.Count == 0 && rare is null && terms.Count > 1 && looked >= asked * FewerAsks)
            {
                rare = await MissingAsync(terms, block, cancellation).ConfigureAwait(false);
                asked = looked;
            }

            found.AddRange(here);
            block = end - 1;
            var most = rare is null && terms.Count > 1 && dialect is Dialect.PostgreSql ? MostBlocksTogether : MostBlocks;
            blocks = Math.Clamp(here.Count == 0 ? 2 * blocks : (take - found.Count) * blocks / here.Count, 1, Math.Min(2 * blocks, most));
        }

        return found;
    }

    /// <summary>
    /// The entries with one term, sieved here for the rest: looking up a word's beginning means reading all that begins so, and beside a word that is
    /// everywhere a rare one would not help. Null: the term is not rare here.
    /// </summary>
    private async Task<List<FoundEntry>?> SievedAsync(string rare, IReadOnlyList<string> terms, long block, long end, int take, CancellationToken cancellation)
    {
        var candidates = await ReadAsync([rare], block, end, MostCandidates, cancellation).ConfigureAwait(false);
        return candidates.Count == MostCandidates
            ? null
            : [.. candidates.Where(one => JsonNode.Parse(one.Body) is JsonObject members && AuditTerms.Match(AuditTerms.Of(members), terms)).Take(take)];
    }

    /// <summary>A term that no entry of a block has.</summary>
    private async Task<string?> MissingAsync(IReadOnlyList<string> terms, long block, CancellationToken cancellation)
    {
        foreach (var term in terms)
        {
            if ((await ReadAsync([term], block, block, 1, cancellation).ConfigureAwait(false)).Count == 0)
            {
                return term;
            }
        }

        return null;
    }

    private async Task<List<FoundEntry>> ReadAsync(IReadOnlyList<string> terms, long block, long end, int take, CancellationToken cancellation)
    {
        var (sql, wanted) = dialect is Dialect.Sqlite ? (InFile, AuditTerms.ForSqlite(terms, block, end)) : (OnServer, AuditTerms.ForPostgreSql(terms, block, end));
        return (await connection.QueryAsync<FoundEntry>(new CommandDefinition(sql, new { wanted, newest, oldest, take = (long)take }, cancellationToken: cancellation))
            .ConfigureAwait(false)).AsList();
    }
}

/// <summary>An entry as it is stored.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Body">Its canonical text.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record FoundEntry(long Sequence, string Body, string Hash)
{
    /// <summary>The entry.</summary>
    /// <exception cref="StorageException">It is none.</exception>
    public AuditEntry Entry => AuditBody.Read(Body, Hash)
        ?? throw new StorageException(StorageFault.Corrupt, $"Entry {Sequence} of the audit can't be read: it was damaged or changed. 'OpsConsole audit verify' tells more.");
}
