using System.Collections.Immutable;
using System.Data.Common;
using Dapper;

namespace OpsConsole.Audit;

/// <summary>Compares the anchors with the entries: what the chain itself can't show is that its end is gone.</summary>
/// <param name="anchors">The anchors.</param>
/// <param name="keys">The keys.</param>
internal sealed class AnchorCheck(AnchorFile anchors, ImmutableArray<AuditKey> keys)
{
    private const int Batch = 500;

    /// <summary>Compares.</summary>
    /// <param name="view">The database as the walk saw it.</param>
    /// <param name="walk">The walk, at its end.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many anchors were compared, and what is wrong.</returns>
    public async Task<(long Compared, AuditFinding? Finding)> RunAsync(DbTransaction view, ChainCheck walk, CancellationToken cancellation)
    {
        var compared = 0L;
        foreach (var lines in anchors.Lines().Select((text, index) => (Text: text, Number: index + 1)).Chunk(Batch))
        {
            var read = new List<AuditAnchor>();
            foreach (var (text, number) in lines)
            {
                if (AuditAnchor.Read(text) is not { } anchor || !anchor.IsBy(keys))
                {
                    return (compared, new AuditFinding(AuditFault.ForgedAnchor, AuditAnchor.Read(text)?.Sequence ?? walk.Expected - 1,
                        $"line {number} of {Path.GetFileName(anchors.File)} is no anchor that the console made"));
                }

                read.Add(anchor);
            }

            if (await DiffersAsync(view, read, walk.Expected - 1, cancellation).ConfigureAwait(false) is { } bad)
            {
                return (compared, bad);
            }

            compared += read.Count;
        }

        return (compared, null);
    }

    /// <summary>The hashes that the database has where the anchors have theirs.</summary>
    public static async Task<Dictionary<long, string>> HashesAsync(DbConnection connection, IEnumerable<AuditAnchor> read, DbTransaction? view, CancellationToken cancellation) =>
        (await connection.QueryAsync<(long Sequence, string Hash)>(new CommandDefinition(
            connection is Npgsql.NpgsqlConnection
                ? "SELECT sequence, hash FROM audit_entries WHERE sequence = ANY(@all)"
                : "SELECT sequence, hash FROM audit_entries WHERE sequence IN @all",
            new { all = read.Select(anchor => anchor.Sequence).Distinct().ToArray() }, view, cancellationToken: cancellation)).ConfigureAwait(false))
            .ToDictionary(one => one.Sequence, one => one.Hash);

    private static async Task<AuditFinding?> DiffersAsync(DbTransaction view, List<AuditAnchor> read, long last, CancellationToken cancellation)
    {
        if (read.FirstOrDefault(anchor => anchor.Sequence > last) is { } later)
        {
            return new AuditFinding(AuditFault.CutOff, last + 1,
                $"it is gone, and so is all up to entry {later.Sequence} at least, which was there on {later.At:u}: the end was cut off, or an older backup was restored");
        }

        var there = await HashesAsync(view.Connection!, read, view, cancellation).ConfigureAwait(false);

        // What is not there any more was sealed: the walk would have found another hole.
        return read.FirstOrDefault(anchor => there.TryGetValue(anchor.Sequence, out var hash) && hash != anchor.Hash) is { } differs
            ? new AuditFinding(AuditFault.AnchorDiffers, differs.Sequence, $"another entry stood here on {differs.At:u}: the record was written anew by somebody who has the key")
            : null;
    }
}
