using System.Text.Json;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Alerts for which a runbook was walked.</summary>
/// <param name="database">The database.</param>
internal sealed class WalkedAlerts(Database database) : IActedUpon
{
    private const int Most = 50_000;

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlyCollection<string>>(
        async connection => [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT DISTINCT alert FROM walkthroughs WHERE alert IS NOT NULL AND started_at >= @since LIMIT @most",
            new { since = StoredTime.Of(since), most = Most }, cancellationToken: cancellation)).ConfigureAwait(false)],
        cancellation);
}

/// <summary>Alerts that somebody acknowledged.</summary>
/// <param name="database">The database.</param>
internal sealed class AcknowledgedAlerts(Database database) : IActedUpon
{
    private const int Most = 50_000;

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlyCollection<string>>(
        async connection => [.. await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT DISTINCT fingerprint FROM acknowledgements WHERE at >= @since LIMIT @most",
            new { since = StoredTime.Of(since), most = Most }, cancellationToken: cancellation)).ConfigureAwait(false)],
        cancellation);
}

/// <summary>Alerts that a guarded action answered.</summary>
/// <param name="database">The database.</param>
internal sealed class AnsweredAlerts(Database database) : IActedUpon
{
    // An action's row holds its whole plan.
    private const int Most = 5_000;

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> AlertsAsync(DateTimeOffset since, CancellationToken cancellation) => database.ReadAsync<IReadOnlyCollection<string>>(
        async connection => (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT confirmed FROM actions WHERE at >= @since ORDER BY id DESC LIMIT @most", new { since = StoredTime.Of(since), most = Most }, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(AlertOf).OfType<string>().ToHashSet(StringComparer.Ordinal),
        cancellation);

    private static string? AlertOf(string confirmed)
    {
        try
        {
            using var body = JsonDocument.Parse(confirmed);
            return body.RootElement.TryGetProperty("Request", out var request) && request.TryGetProperty("Origin", out var origin)
                && origin.TryGetProperty("Alert", out var alert) ? alert.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A damaged row is told where it is read for its own sake.
            return null;
        }
    }
}
