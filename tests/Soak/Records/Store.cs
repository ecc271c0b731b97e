using System.Text.Json.Nodes;
using Npgsql;

namespace OpsConsole.Soak.Records;

/// <summary>Looks into the consoles' database, past the consoles.</summary>
/// <param name="connection">Its connection string.</param>
internal sealed class Store(string connection)
{
    /// <summary>All entries of the audit, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> AuditAsync(CancellationToken cancellation) =>
        [.. (await TextsAsync("SELECT body FROM audit_entries ORDER BY sequence", cancellation)).Select(body => JsonNode.Parse(body)!)];

    /// <summary>Guarded actions that are in no final state, each with its state.</summary>
    public Task<IReadOnlyList<string>> OpenActionsAsync(CancellationToken cancellation) =>
        TextsAsync("SELECT id || ' ' || kind || ' ' || state FROM actions WHERE ended_at IS NULL ORDER BY id", cancellation);

    /// <summary>Walkthroughs that go on: their ids.</summary>
    public Task<IReadOnlyList<string>> OpenWalksAsync(CancellationToken cancellation) => TextsAsync("SELECT id FROM walkthroughs WHERE ended_at IS NULL", cancellation);

    /// <summary>The first column of a query, all of it texts.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql, CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, open);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
