using System.Collections.Immutable;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>Writes the history. What is stored decides: a change to what an alert does already is none, and each comes later than the one before.</summary>
/// <param name="database">The database.</param>
internal sealed class TransitionStore(Database database)
{
    /// <summary>What is told when the history grew; the payload has the alerts' fingerprints, or <see cref="Many"/>.</summary>
    public const string Topic = "alert-history";

    /// <summary>Told instead of too many fingerprints.</summary>
    public const string Many = "*";

    /// <summary>The word for an alert that is over.</summary>
    public const string Resolved = "resolved";

    /// <summary>The most changes of one transaction: it holds others up while it lasts.</summary>
    public const int Batch = 500;

    private const int MostTold = 100;

    private const string Insert = """
        INSERT INTO alert_transitions (fingerprint, at, from_state, to_state, system, name, severity, starts_at, away)
        VALUES (@Fingerprint, @At, @From, @State, @System, @Name, @Severity, @StartsAt, @Away) ON CONFLICT DO NOTHING
        """;

    private const string Over = "UPDATE alerts_seen SET state = @State, at = @At, ended_at = @At, away = @Away WHERE fingerprint = @Fingerprint";

    private const string See = """
        INSERT INTO alerts_seen (fingerprint, state, at, system, name, severity, starts_at, away, ended_at, body)
        VALUES (@Fingerprint, @State, @At, @System, @Name, @Severity, @StartsAt, @Away, @EndedAt, @Body)
        ON CONFLICT (fingerprint) DO UPDATE SET state = excluded.state, at = excluded.at, system = excluded.system, name = excluded.name,
            severity = excluded.severity, starts_at = excluded.starts_at, away = excluded.away, ended_at = excluded.ended_at, body = excluded.body
        """;

    private const string Watch = """
        INSERT INTO alert_watch (id, seen_at) VALUES (1, @until)
        ON CONFLICT (id) DO UPDATE SET seen_at = CASE WHEN alert_watch.seen_at > excluded.seen_at THEN alert_watch.seen_at ELSE excluded.seen_at END
        """;

    /// <summary>What the history knows of the alerts that go on.</summary>
    /// <param name="now">The time: a watch that ended later is a clock that was wrong.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<AlertMemory> RecallAsync(DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var until = await work.QueryAsync<long>("SELECT seen_at FROM alert_watch", null, cancellation).ConfigureAwait(false);
            var open = await work.QueryAsync<LastRow>($"{LastRow.Select} WHERE ended_at IS NULL", null, cancellation).ConfigureAwait(false);
            if (until is [var seen] && seen > StoredTime.Of(now))
            {
                await work.ExecuteAsync("UPDATE alert_watch SET seen_at = @now", new { now = StoredTime.Of(now) }, cancellation).ConfigureAwait(false);
            }

            return new AlertMemory(
                open.Select(row => (row.Fingerprint, State: TransitionWords.Read(row.State), row.StartsAt)).Where(row => row.State is not null)
                    .ToDictionary(row => row.Fingerprint, row => new KnownAlert(row.State!.Value, StoredTime.Read(row.StartsAt))),
                until is [var last] ? StoredTime.Read(Math.Min(last, StoredTime.Of(now))) : null);
        },
        cancellation);

    /// <summary>Stores changes, in their order.</summary>
    /// <param name="grant">What allows it; null where there is only one who writes.</param>
    /// <param name="changes">At most <see cref="Batch"/>.</param>
    /// <param name="until">Up to when all is stored with these; null: more of the same time follows.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer, or somebody else holds the grant.</exception>
    public Task<int> StoreAsync(LockGrant? grant, ImmutableArray<AlertChange> changes, DateTimeOffset? until, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            if (grant is not null)
            {
                await work.RequireAsync(grant, cancellation).ConfigureAwait(false);
            }

            var last = await LastAsync(work, changes.Select(change => change.Fingerprint), cancellation).ConfigureAwait(false);
            var rows = new List<TransitionRow>();
            foreach (var change in changes)
            {
                if (TransitionRow.Of(change, last.GetValueOrDefault(change.Fingerprint)) is { } row)
                {
                    rows.Add(row);
                    last[change.Fingerprint] = row.AsLast();
                }
            }

            await WriteAsync(work, rows, cancellation).ConfigureAwait(false);
            if (until is { } at)
            {
                await work.ExecuteAsync(Watch, new { until = StoredTime.Of(at) }, cancellation).ConfigureAwait(false);
            }

            return rows.Count;
        },
        cancellation);

    /// <summary>Stores alerts that are over, each from its begin to its end, where nothing is known of that time: what somebody watched is known better.</summary>
    /// <param name="ended">At most <see cref="Batch"/>, in the order of their beginnings.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many were stored.</returns>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<int> StoreAsync(ImmutableArray<EndedAlert> ended, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            var last = await LastAsync(work, ended.Select(one => one.Alert.Fingerprint), cancellation).ConfigureAwait(false);
            var rows = new List<TransitionRow>();
            foreach (var (alert, endedAt) in ended)
            {
                var before = last.GetValueOrDefault(alert.Fingerprint);
                if (before is not null && (before.State != Resolved || before.At >= StoredTime.Of(alert.StartsAt)))
                {
                    continue;
                }

                var begin = TransitionRow.Of(new AlertChange(alert.Fingerprint, alert, AlertState.Firing, alert.StartsAt, IsAway: false), before)!;
                var end = TransitionRow.Of(new AlertChange(alert.Fingerprint, alert, null, endedAt, IsAway: false), begin.AsLast())!;
                rows.AddRange([begin, end]);
                last[alert.Fingerprint] = end.AsLast();
            }

            await WriteAsync(work, rows, cancellation).ConfigureAwait(false);
            return rows.Count / 2;
        },
        cancellation);

    private static async Task<Dictionary<string, LastRow>> LastAsync(StoreWork work, IEnumerable<string> fingerprints, CancellationToken cancellation)
    {
        var ids = fingerprints.Distinct(StringComparer.Ordinal).ToArray();
        var known = ids.Length == 0 ? [] : await work.QueryAsync<LastRow>($"{LastRow.Select} WHERE {ActionRows.Among("fingerprint", work.Connection)}", new { ids }, cancellation).ConfigureAwait(false);
        return known.ToDictionary(row => row.Fingerprint, StringComparer.Ordinal);
    }

    private static async Task WriteAsync(StoreWork work, List<TransitionRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // An alert that ended and began again in one batch ends first.
        await work.ExecuteAsync(Insert, rows, cancellation).ConfigureAwait(false);
        await work.ExecuteAsync(Over, rows.Where(row => row.Body is null), cancellation).ConfigureAwait(false);
        await work.ExecuteAsync(See, rows.Where(row => row.Body is not null), cancellation).ConfigureAwait(false);
        var told = rows.Select(row => row.Fingerprint).Distinct(StringComparer.Ordinal).ToArray();
        work.Tell(Topic, told.Length <= MostTold ? string.Join(',', told) : Many);
    }
}
