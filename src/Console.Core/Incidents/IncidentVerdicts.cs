using Dapper;
using OpsConsole.Alerts;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>What the noise view learns of incidents: alerts that one was made of were acted upon, unless it was closed as noise; and what was said of each rule's.</summary>
/// <param name="database">The database.</param>
internal sealed class IncidentVerdicts(Database database) : IActedUpon, IRuleVerdicts
{
    private const int Most = 50_000;

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlyCollection<string>>(
        async connection => [.. await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT DISTINCT target FROM incident_links INNER JOIN incidents ON incidents.id = incident_links.incident
            WHERE kind = 'Alert' AND opened_at >= @since AND (verdict IS NULL OR verdict <> 'Noise') LIMIT @most
            """,
            new { since = StoredTime.Of(since), most = Most }, cancellationToken: cancellation)).ConfigureAwait(false)],
        cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<NoiseKey, RuleVerdicts>> ReadAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(
                """
                SELECT alerts_seen.system AS "System", alerts_seen.name AS "Name", incidents.verdict AS "Verdict", COUNT(DISTINCT incidents.id) AS "Times"
                FROM incidents INNER JOIN incident_links ON incident_links.incident = incidents.id INNER JOIN alerts_seen ON alerts_seen.fingerprint = incident_links.target
                WHERE incidents.opened_at >= @since AND incidents.verdict IS NOT NULL AND incident_links.kind = 'Alert'
                GROUP BY alerts_seen.system, alerts_seen.name, incidents.verdict
                """,
                new { since = StoredTime.Of(since) }, cancellationToken: cancellation)),
            cancellation).ConfigureAwait(false);
        return rows.GroupBy(row => new NoiseKey(row.System, row.Name)).ToDictionary(
            rule => rule.Key, rule => new RuleVerdicts(Times(rule, IncidentVerdict.Useful), Times(rule, IncidentVerdict.Noise), Times(rule, IncidentVerdict.NeedsRunbook)));
    }

    private static int Times(IEnumerable<Row> rows, IncidentVerdict verdict) => (int)rows.Where(row => row.Verdict == verdict.ToString()).Sum(row => row.Times);

    private sealed class Row
    {
        public string System { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string Verdict { get; init; } = string.Empty;

        public long Times { get; init; }
    }
}
