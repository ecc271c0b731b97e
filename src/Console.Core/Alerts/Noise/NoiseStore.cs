using System.Data.Common;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Reads the history of all alerts in one pass along the index of times: each row is looked at once and not kept.</summary>
/// <param name="database">The database.</param>
internal sealed class NoiseStore(Database database)
{
    /// <summary>The most transitions of one pass.</summary>
    public const int Most = 2_000_000;

    private const int MostOngoing = 50_000;

    private const string Steps = """
        SELECT fingerprint, at, from_state, to_state, away, system, name, severity FROM alert_transitions
        WHERE at >= @since AND at <= @now ORDER BY at DESC LIMIT @most
        """;

    private const string Oldest = "SELECT MIN(at) FROM alert_transitions";

    private const string Ongoing = """
        SELECT fingerprint AS "Fingerprint", system AS "System", name AS "Name", severity AS "Severity", state AS "State"
        FROM alerts_seen WHERE ended_at IS NULL AND at < @since LIMIT @most
        """;

    /// <summary>What all rules did.</summary>
    /// <param name="since">From when on.</param>
    /// <param name="now">Until when.</param>
    /// <param name="acted">The alerts that somebody did something about.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<NoiseReport> ReadAsync(DateTimeOffset since, DateTimeOffset now, IReadOnlySet<string> acted, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var tally = new NoiseTally(StoredTime.Of(since), StoredTime.Of(now));
            var read = await ReadStepsAsync(connection, tally, since, now, cancellation).ConfigureAwait(false);
            var ongoing = await connection.QueryAsync<OngoingRow>(
                new CommandDefinition(Ongoing, new { since = StoredTime.Of(since), most = MostOngoing }, cancellationToken: cancellation)).ConfigureAwait(false);
            foreach (var row in ongoing)
            {
                tally.AddOngoing(row.Fingerprint, new NoiseKey(row.System, row.Name), row.Severity, row.State);
            }

            // The longest that anything is kept is longer than any period here: what began later is all there ever was.
            var oldest = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(Oldest, cancellationToken: cancellation)).ConfigureAwait(false);
            var held = oldest > StoredTime.Of(since) ? StoredTime.Read(oldest.Value) : (DateTimeOffset?)null;
            return new NoiseReport(since, now, tally.Rules(acted), Math.Min(read, Most), read > Most, held);
        },
        cancellation);

    private static async Task<int> ReadStepsAsync(DbConnection connection, NoiseTally tally, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellation)
    {
        var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(Steps, new { since = StoredTime.Of(since), now = StoredTime.Of(now), most = Most + 1 }, cancellationToken: cancellation)).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var read = 0;
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false) && ++read <= Most)
            {
                var fingerprint = reader.GetString(0);
                if (!tally.Knows(fingerprint))
                {
                    tally.Meet(fingerprint, new NoiseKey(reader.GetString(5), reader.GetString(6)), reader.GetString(7));
                }

                tally.Add(new NoiseStep(fingerprint, reader.GetInt64(1), await reader.IsDBNullAsync(2, cancellation).ConfigureAwait(false) ? null : reader.GetString(2), reader.GetString(3), reader.GetInt64(4) != 0));
            }

            return read;
        }
    }

    private sealed class OngoingRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public string System { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Severity { get; init; } = string.Empty;

        public string State { get; init; } = string.Empty;
    }
}
