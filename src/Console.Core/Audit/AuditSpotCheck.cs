using OpsConsole.Storage;

namespace OpsConsole.Audit;

/// <summary>An entry between its neighbours, as the database holds them now.</summary>
/// <param name="Before">The one before it; null when there is none here.</param>
/// <param name="Entry">The entry; null when there is none here.</param>
/// <param name="After">The one after it; null when there is none yet.</param>
/// <param name="Wrong">What is wrong with them, or why it can't be told; null when hashes and links were recomputed and are equal.</param>
public sealed record AuditSpot(AuditEntry? Before, AuditEntry? Entry, AuditEntry? After, string? Wrong);

/// <summary>Verifies one place of the chain, for whoever looks at that entry.</summary>
public sealed class AuditSpotCheck
{
    private readonly Database database;
    private readonly AuditKeys keys;

    internal AuditSpotCheck(Database database, AuditKeys keys) => (this.database, this.keys) = (database, keys);

    /// <summary>Looks at an entry and its neighbours.</summary>
    /// <param name="sequence">The entry's place.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database does not answer.</exception>
    public async Task<AuditSpot> LookAsync(long sequence, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(connection => RowsAsync(connection, sequence, cancellation), cancellation).ConfigureAwait(false);
        var known = keys.Read();
        AuditEntry? At(long place) => rows.FirstOrDefault(row => row.Sequence == place) is { } row ? AuditBody.Read(row.Body, row.Hash) : null;
        return new AuditSpot(
            At(sequence - 1), At(sequence), At(sequence + 1), known.IsOk ? Wrong(new ChainCheck(known.Value), rows) : $"it can't be recomputed: {known.Explanation}");
    }

    private static string? Wrong(ChainCheck check, List<AuditRow> rows)
    {
        if (rows.Count > 0)
        {
            check.BeginAt(rows[0].Sequence);
        }

        return rows.Select(row => check.Next(row.Body, row.Hash, row)).FirstOrDefault(finding => finding is not null) is { } bad
            ? $"entry {bad.Sequence}: {bad.What}"
            : null;
    }

    private static async Task<List<AuditRow>> RowsAsync(System.Data.Common.DbConnection connection, long sequence, CancellationToken cancellation)
    {
        var rows = new List<AuditRow>();
        var view = await AuditRows.ViewAsync(connection, cancellation).ConfigureAwait(false);
        await using (view.ConfigureAwait(false))
        {
            // A place may come from an address that somebody wrote.
            var (from, to) = (Math.Max(1, sequence) - 1, Math.Min(sequence, long.MaxValue - 1) + 1);
            await foreach (var row in AuditRows.ReadAsync(view, from, to, cancellation).ConfigureAwait(false))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
