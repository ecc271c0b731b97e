using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>Reads walkthroughs. What happened and what was written is only ever added to: who holds an older version reads what came since, and no more.</summary>
/// <param name="database">The database.</param>
internal sealed class WalkStore(Database database)
{
    /// <summary>What is told when a walkthrough changed; the payload is its id.</summary>
    public const string Topic = "walkthroughs";

    /// <summary>The most walkthroughs of one reading.</summary>
    public const int Most = 200;

    // Those that somebody still holds. It keeps none of them alive.
    private readonly ConcurrentDictionary<string, WeakReference<Walkthrough>> held = new(StringComparer.Ordinal);

    /// <summary>A walkthrough by its id; null when there is none.</summary>
    public async Task<Walkthrough?> FindAsync(string id, CancellationToken cancellation)
    {
        if (!IsId(id))
        {
            return null;
        }

        var known = held.TryGetValue(id, out var reference) && reference.TryGetTarget(out var target) ? target : null;
        var found = await database.ReadAsync(connection => FindAsync(connection, id, known, cancellation), cancellation).ConfigureAwait(false);
        Hold(id, found);
        return found;
    }

    /// <summary>A walkthrough's own row; null when there is none.</summary>
    public async Task<WalkRow?> RowAsync(string id, CancellationToken cancellation) => !IsId(id) ? null
        : (await database.ReadAsync(connection => WalkRow.ReadAsync(connection, "WHERE id = @id", new { id }, null, cancellation), cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The id of the open walkthrough of a runbook for an affair; null when there is none.</summary>
    public async Task<string?> OpenAsync(string affair, string runbook, CancellationToken cancellation) => (await database.ReadAsync(
        connection => connection.QueryAsync<string>(new CommandDefinition(
            "SELECT id FROM walkthroughs WHERE affair = @affair AND runbook = @runbook AND ended_at IS NULL", new { affair, runbook }, cancellationToken: cancellation)),
        cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>All that are open, newest first.</summary>
    public Task<ImmutableArray<WalkSummary>> OpenAsync(CancellationToken cancellation) => SummariesAsync($"WHERE ended_at IS NULL ORDER BY id DESC LIMIT {Most}", new { }, false, cancellation);

    /// <summary>Those that are open for an alert, newest first.</summary>
    public Task<ImmutableArray<WalkSummary>> OpenForAsync(string alert, CancellationToken cancellation) =>
        SummariesAsync($"WHERE alert = @alert AND ended_at IS NULL ORDER BY id DESC LIMIT {Most}", new { alert = WalkLimits.Storable(alert) }, false, cancellation);

    /// <summary>Those of a runbook, newest first, with what people said of it.</summary>
    public Task<ImmutableArray<WalkSummary>> OfRunbookAsync(string runbook, int size, CancellationToken cancellation) =>
        SummariesAsync("WHERE runbook = @runbook ORDER BY id DESC LIMIT @size", new { runbook = WalkLimits.Storable(runbook), size = Math.Clamp(size, 1, Most) }, true, cancellation);

    /// <summary>Any, newest first.</summary>
    public Task<ImmutableArray<WalkSummary>> ListAsync(string? system, bool? open, int size, string? before, CancellationToken cancellation) => SummariesAsync(
        $"""
        WHERE {(open switch { true => "ended_at IS NULL", false => "ended_at IS NOT NULL", null => "1 = 1" })}
        {(before is null ? string.Empty : "AND id < @before")} {(system is null ? string.Empty : "AND system = @system")} ORDER BY id DESC LIMIT @size
        """,
        new { before = WalkLimits.Storable(before ?? string.Empty), system = WalkLimits.Storable(system ?? string.Empty), size = Math.Clamp(size, 1, Most) }, true, cancellation);

    private Task<ImmutableArray<WalkSummary>> SummariesAsync(string rest, object values, bool withFeedback, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<WalkSummary>>(
        async connection =>
        {
            var rows = await WalkRow.ReadAsync(connection, rest, values, null, cancellation).ConfigureAwait(false);
            var feedback = await WalkRow.FeedbackAsync(connection, withFeedback ? [.. rows.Select(row => row.Id)] : [], cancellation).ConfigureAwait(false);
            return [.. rows.Select(row => row.AsSummary(feedback[row.Id]))];
        },
        cancellation);

    private static async Task<Walkthrough?> FindAsync(DbConnection connection, string id, Walkthrough? known, CancellationToken cancellation)
    {
        if ((await WalkRow.ReadAsync(connection, "WHERE id = @id", new { id }, null, cancellation).ConfigureAwait(false)).FirstOrDefault() is not { } row)
        {
            return null;
        }

        if (known?.Version >= row.Version)
        {
            return known;
        }

        // Up to the row's version: what a writer adds between two statements belongs to the next reading.
        var since = new { id, known = known?.Version ?? 0, row.Version };
        var events = await connection.QueryAsync<EventRow>(new CommandDefinition(
            """SELECT at AS "At", body AS "Body" FROM walk_events WHERE walkthrough = @id AND version > @known AND version <= @Version ORDER BY version""",
            since, cancellationToken: cancellation)).ConfigureAwait(false);
        var entries = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT body FROM walk_entries WHERE walkthrough = @id AND version > @known AND version <= @Version ORDER BY version, number", since, cancellationToken: cancellation)).ConfigureAwait(false);
        var text = known?.Text ?? await connection.QuerySingleAsync<string>(new CommandDefinition(
            "SELECT text FROM runbook_texts WHERE hash = @Hash", new { row.Hash }, cancellationToken: cancellation)).ConfigureAwait(false);
        return WalkReading.Of(
            row, text, known, events.Select(one => one.AsEvent(id)), entries.Select(body => WalkJson.Read(id, body, WalkJson.Default.WalkEntryBody)));
    }

    // From a stranger's address: what can be no id is not asked for.
    private static bool IsId(string id) => id.Length is > 0 and <= 40 && id.All(char.IsAsciiLetterOrDigit);

    private void Hold(string id, Walkthrough? found)
    {
        if (found is null)
        {
            held.TryRemove(id, out _);
            return;
        }

        held[id] = new WeakReference<Walkthrough>(found);
        if (held.Count > Most)
        {
            foreach (var gone in held.Where(one => !one.Value.TryGetTarget(out _)))
            {
                held.TryRemove(gone);
            }
        }
    }

    private sealed class EventRow
    {
        public long At { get; init; }

        public string Body { get; init; } = string.Empty;

        public WalkEvent AsEvent(string id)
        {
            var body = WalkJson.Read(id, Body, WalkJson.Default.WalkEventBody);
            return new WalkEvent(StoredTime.Read(At), body.By, body.Step, body.Says);
        }
    }
}
