using Dapper;
using OpsConsole.Alerts;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Alerts that an incident was made of: somebody acted upon them, unless it was closed as noise.</summary>
/// <param name="database">The database.</param>
internal sealed class IncidentVerdicts(Database database) : IActedUpon
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
}
