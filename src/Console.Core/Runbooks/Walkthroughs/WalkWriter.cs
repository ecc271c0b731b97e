using System.Collections.Immutable;
using System.Text.Json;
using OpsConsole.Storage;

namespace OpsConsole.Runbooks;

/// <summary>What one version makes new.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Step">On which step; null for the whole.</param>
/// <param name="Says">What happened, in a sentence.</param>
/// <param name="Entries">What is added.</param>
internal sealed record WalkChange(WalkState State, string? Step, string Says, ImmutableArray<WalkEntry> Entries)
{
    /// <summary>How it ends; null while it goes on.</summary>
    public WalkOutcome? Outcome { get; init; }

    /// <summary>In words, how it ends.</summary>
    public string Summary { get; init; } = string.Empty;
}

/// <summary>Decides what is made new, given what is there. Null: nothing, and no version is made.</summary>
/// <param name="row">What is there.</param>
/// <param name="turn">Who, when, and which version it would be.</param>
internal delegate Result<WalkChange>? WalkDecision(WalkRow row, WalkTurn turn);

/// <summary>Writes walkthroughs: each version with its event and its entries in one transaction; writers of one walkthrough come one after another.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The time.</param>
internal sealed class WalkWriter(Database database, TimeProvider clock)
{
    /// <summary>Changes one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="by">Who.</param>
    /// <param name="seen">The version that they looked at; null: they do not mind.</param>
    /// <param name="decide">Decides what changes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why not; null when it is done, or nothing was to do.</returns>
    public Task<ImmutableArray<Problem>> ChangeAsync(string id, Walker by, long? seen, WalkDecision decide, CancellationToken cancellation) =>
        database.WriteAsync(work => ChangeAsync(work, id, by, seen, decide, cancellation), cancellation);

    /// <summary>Changes one, in a transaction of somebody else's.</summary>
    public async Task<ImmutableArray<Problem>> ChangeAsync(StoreWork work, string id, Walker by, long? seen, WalkDecision decide, CancellationToken cancellation)
    {
        // The row is held until the end: it is what keeps two who write at once apart.
        var held = work.Dialect is Dialect.PostgreSql ? "WHERE id = @id FOR UPDATE" : "WHERE id = @id";
        if ((await WalkRow.ReadAsync(work.Connection, held, new { id }, work.Transaction, cancellation).ConfigureAwait(false)).FirstOrDefault() is not { } row)
        {
            return [NoSuch];
        }

        var turn = new WalkTurn(by, StoredTime.Cut(clock.GetUtcNow()), row.Version + 1, seen);
        if (decide(row, turn) is not { } decided)
        {
            return [];
        }

        if (!decided.IsOk)
        {
            return decided.Problems;
        }

        if (await FullAsync(work, row, decided.Value, cancellation).ConfigureAwait(false) is { } full)
        {
            return [full];
        }

        await StoreAsync(work, row.Id, turn, decided.Value, cancellation).ConfigureAwait(false);
        return [];
    }

    /// <summary>Makes one, in a transaction of somebody else's.</summary>
    public static async Task InsertAsync(StoreWork work, string id, WalkStart start, Walker by, DateTimeOffset at, CancellationToken cancellation)
    {
        // It is written also where the text is there already: so that nobody deletes it before this is committed.
        await work.ExecuteAsync(
            "INSERT INTO runbook_texts (hash, text, used_at) VALUES (@Hash, @text, @at) ON CONFLICT (hash) DO UPDATE SET used_at = excluded.used_at",
            new { start.Runbook.Hash, text = WalkLimits.Storable(start.Runbook.Text), at = StoredTime.Of(at) }, cancellation).ConfigureAwait(false);
        var body = new WalkBody(
            start.Runbook.Title, start.Alert?.Name, start.Incident, StoredTime.Cut(start.Alert?.StartsAt ?? at), by, start.Scene, start.Runbook.Steps.IsDefault ? [] : start.Runbook.Steps);
        var state = WalkState.Begin(body.Outline);
        await work.ExecuteAsync(
            """
            INSERT INTO walkthroughs (id, version, affair, alert, runbook, system, text_hash, started_at, changed_at, body, current, steps)
            VALUES (@id, 1, @Affair, @alert, @Key, @SystemId, @Hash, @at, @at, @body, @Current, @steps)
            """,
            new
            {
                id,
                start.Affair,
                alert = start.Alert?.Fingerprint,
                start.Runbook.Key,
                start.SystemId,
                start.Runbook.Hash,
                at = StoredTime.Of(at),
                body = JsonSerializer.Serialize(body, WalkJson.Default.WalkBody),
                state.Current,
                steps = JsonSerializer.Serialize(state.Marks, WalkJson.Default.ImmutableSortedDictionaryStringStoredMark),
            },
            cancellation).ConfigureAwait(false);
        await EventAsync(work, id, new WalkTurn(by, at, 1, null), null, "started it", cancellation).ConfigureAwait(false);
    }

    /// <summary>There is none.</summary>
    public static Problem NoSuch { get; } = new("id", "there is no such walkthrough");

    private static async Task StoreAsync(StoreWork work, string id, WalkTurn turn, WalkChange change, CancellationToken cancellation)
    {
        await work.ExecuteAsync(
            $"""
            UPDATE walkthroughs SET version = @Version, changed_at = @at, current = @Current, steps = @steps
            {(change.Outcome is null ? string.Empty : ", ended_at = @at, outcome = @outcome, ending = @ending")} WHERE id = @id
            """,
            new
            {
                id,
                turn.Version,
                at = StoredTime.Of(turn.At),
                change.State.Current,
                steps = JsonSerializer.Serialize(change.State.Marks, WalkJson.Default.ImmutableSortedDictionaryStringStoredMark),
                outcome = change.Outcome?.ToString(),
                ending = change.Outcome is null ? null : JsonSerializer.Serialize(new WalkEnding(turn.By, change.Summary), WalkJson.Default.WalkEnding),
            },
            cancellation).ConfigureAwait(false);
        for (var number = 0; number < change.Entries.Length; number++)
        {
            await work.ExecuteAsync(
                "INSERT INTO walk_entries (walkthrough, version, number, kind, body) VALUES (@id, @Version, @number, @Kind, @Body)",
                new { id, turn.Version, number, change.Entries[number].Kind, change.Entries[number].Body }, cancellation).ConfigureAwait(false);
        }

        await EventAsync(work, id, turn, change.Step, change.Says, cancellation).ConfigureAwait(false);
    }

    private static Task<int> EventAsync(StoreWork work, string id, WalkTurn turn, string? step, string says, CancellationToken cancellation)
    {
        work.Tell(WalkStore.Topic, id);
        return work.ExecuteAsync(
            "INSERT INTO walk_events (walkthrough, version, at, body) VALUES (@id, @Version, @at, @body)",
            new { id, turn.Version, at = StoredTime.Of(turn.At), body = JsonSerializer.Serialize(new WalkEventBody(turn.By, step, says), WalkJson.Default.WalkEventBody) }, cancellation);
    }

    private static async Task<Problem?> FullAsync(StoreWork work, WalkRow row, WalkChange change, CancellationToken cancellation)
    {
        if (row.Version >= WalkLimits.Versions && change.Outcome is null)
        {
            return new Problem("id", $"{WalkLimits.Versions} things happened on this walkthrough already: end it, and start another");
        }

        foreach (var kinds in change.Entries.GroupBy(entry => Counted(entry.Kind)))
        {
            var there = await work.QueryAsync<long>(
                $"SELECT COUNT(*) FROM walk_entries WHERE walkthrough = @Id AND kind IN ({kinds.Key})", new { row.Id }, cancellation).ConfigureAwait(false);
            if (there[0] + kinds.Count() > WalkLimits.Entries)
            {
                return new Problem(change.Entries[0].Kind, $"{there[0]} are kept on this walkthrough already; {WalkLimits.Entries} are the most");
            }
        }

        return null;
    }

    // Notes and evidence are counted together, what people say of the runbook and what was done apart: a long incident must not keep either out.
    private static string Counted(string kind) => kind is WalkEntryKinds.Note or WalkEntryKinds.Evidence ? "'note', 'evidence'" : $"'{kind}'";
}
