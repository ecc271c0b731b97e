using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <content>What a silence held back: asked when it is over, and by then nobody sees it on the board.</content>
public sealed partial class AlertHindsight
{
    /// <summary>Which alerts that matchers fit were silenced within a time. One that another silence held back already at its begin is not among them: it was not seen to change.</summary>
    /// <param name="matchers">The matchers, all of which must hold.</param>
    /// <param name="from">Begin.</param>
    /// <param name="to">End.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<HeldBackAlerts> HeldBackAsync(ImmutableArray<Matcher> matchers, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => OnceAsync(
        $"held {from.UtcTicks} {to.UtcTicks} {MatcherList.Write(matchers)}",
        () => database.ReadAsync(
            async connection =>
            {
                var (found, _, isCut) = await FindAsync(connection, matchers, StoredTime.Of(from), cancellation).ConfigureAwait(false);
                var held = new List<HeldRow>();
                foreach (var some in found.Keys.Chunk(AtOnce))
                {
                    held.AddRange(await HeldAsync(connection, some, from, to, cancellation).ConfigureAwait(false));
                }

                return new HeldBackAlerts(
                    [
                        .. held.GroupBy(row => found[row.Fingerprint], StringComparer.Ordinal)
                            .Select(same => new HeldBackName(same.Key, same.OrderByDescending(row => row.At).First().Fingerprint, same.Count()))
                            .OrderByDescending(name => name.Alerts).ThenBy(name => name.Name, StringComparer.Ordinal),
                    ],
                    isCut);
            },
            cancellation),
        cancellation);

    private static Task<IEnumerable<HeldRow>> HeldAsync(DbConnection connection, string[] fingerprints, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        connection.QueryAsync<HeldRow>(new CommandDefinition(
            $"""
            SELECT fingerprint AS "Fingerprint", MAX(at) AS "At" FROM alert_transitions
            WHERE {ActionRows.Among("fingerprint", connection)} AND at >= @since AND at <= @until AND to_state = 'silenced' GROUP BY 1
            """,
            new { ids = fingerprints, since = StoredTime.Of(from), until = StoredTime.Of(to) }, cancellationToken: cancellation));

    private sealed class HeldRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public long At { get; init; }
    }
}
