using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dapper;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>What alerts did, as the console itself saw it: Alertmanager forgets an alert once it resolved.</summary>
public sealed class AlertHistory
{
    private const int MostTransitions = 1_000;
    private const int MostCounted = 20_000;

    private const string Columns = """
        fingerprint AS "Fingerprint", at AS "At", from_state AS "From", to_state AS "State", severity AS "Severity", away AS "Away"
        """;

    private readonly Database database;
    private readonly TimeProvider clock;

    internal AlertHistory(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <summary>How long it is kept when no setting says otherwise.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromDays(400);

    /// <summary>What an alert did.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="since">From when on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<AlertStory> OfAsync(string fingerprint, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        if (!AlertMemory.IsFingerprint(fingerprint))
        {
            return new AlertStory([], false);
        }

        // And the one before: it says what the alert did when the time began.
        var rows = await RowsAsync(
            $"""
            SELECT {Columns} FROM alert_transitions WHERE fingerprint = @fingerprint
            AND at >= COALESCE((SELECT MAX(at) FROM alert_transitions WHERE fingerprint = @fingerprint AND at <= @since), @since) ORDER BY at DESC LIMIT @most
            """,
            new { fingerprint, since = StoredTime.Of(since), most = MostTransitions + 1 }, cancellation).ConfigureAwait(false);
        var isCut = rows.Count > MostTransitions;
        return new AlertStory(Intervals([.. rows.Take(MostTransitions).Reverse()], isCut ? null : since), isCut);
    }

    /// <summary>How often the alerts of one name began to fire, and for how long.</summary>
    /// <param name="system">The system that claims them; null: none does.</param>
    /// <param name="name">Their name.</param>
    /// <param name="since">From when on.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<AlertSummary> SummaryAsync(string? system, string name, DateTimeOffset since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var rows = await RowsAsync(
            $"SELECT {Columns} FROM alert_transitions WHERE system = @system AND name = @name AND at >= @since ORDER BY at DESC LIMIT @most",
            new { system = SeenBody.Name(system ?? string.Empty), name = SeenBody.Name(name), since = StoredTime.Of(since), most = MostCounted + 1 }, cancellation).ConfigureAwait(false);
        var byAlert = rows.Take(MostCounted).Reverse().GroupBy(row => row.Fingerprint, StringComparer.Ordinal)
            .Select(alert => AlertFiring.Among(Intervals([.. Begun([.. alert])], null))).ToArray();
        return AlertSummary.Of(byAlert, rows.Count > MostCounted);
    }

    /// <summary>An alert as it was last known, also long after it resolved; null when it is not known.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<LastSeenAlert?> LastSeenAsync(string fingerprint, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        if (!AlertMemory.IsFingerprint(fingerprint))
        {
            return null;
        }

        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<SeenRow>(new CommandDefinition(
                """SELECT system AS "System", starts_at AS "StartsAt", ended_at AS "EndedAt", away AS "Away", body AS "Body" FROM alerts_seen WHERE fingerprint = @fingerprint""",
                new { fingerprint }, cancellationToken: cancellation)),
            cancellation).ConfigureAwait(false);
        return rows.FirstOrDefault() is not { } row ? null : new LastSeenAlert(
            SeenBody.Read(fingerprint, row.Body).AsAlert(fingerprint, row.System.Length == 0 ? null : row.System, StoredTime.Read(row.StartsAt)),
            row.EndedAt is { } at ? StoredTime.Read(at) : null, row.EndedAt is not null && row.Away != 0);
    }

    /// <summary>The times that alerts of a system fired, as far as they began or ended in a stretch of time; the newest, when there are very many.</summary>
    /// <param name="system">The system that claims them.</param>
    /// <param name="from">Begin of the stretch.</param>
    /// <param name="to">Its end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<ImmutableArray<SystemFiring>> OfSystemAsync(string system, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(system);
        var rows = await RowsAsync(
            $"""SELECT {Columns}, name AS "Name" FROM alert_transitions WHERE system = @system AND at >= @from AND at <= @to ORDER BY at DESC LIMIT @most""",
            new { system = SeenBody.Name(system), from = StoredTime.Of(from), to = StoredTime.Of(to), most = MostTransitions }, cancellation).ConfigureAwait(false);
        var since = rows.Count == MostTransitions ? StoredTime.Read(rows[^1].At) : from;
        return
        [
            .. rows.Reverse().GroupBy(row => row.Fingerprint, StringComparer.Ordinal)
                .SelectMany(alert => AlertFiring.Among(Intervals([.. alert], since)).Select(firing => new SystemFiring(alert.Key, alert.First().Name, firing))),
        ];
    }

    /// <summary>Tells whenever the history of an alert grew; what is told after this call is not missed.</summary>
    /// <param name="fingerprint">The alert.</param>
    /// <param name="cancellation">Ends it.</param>
    public IAsyncEnumerable<DateTimeOffset> FollowAsync(string fingerprint, CancellationToken cancellation) =>
        OnlyAsync(database.News.FollowAsync(TransitionStore.Topic, cancellation), fingerprint, cancellation);

    private async IAsyncEnumerable<DateTimeOffset> OnlyAsync(IAsyncEnumerable<string> news, string fingerprint, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var told in news.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (told == TransitionStore.Many || told.Split(',').Contains(fingerprint, StringComparer.Ordinal))
            {
                yield return clock.GetUtcNow();
            }
        }
    }

    /// <summary>Without what only goes on from before: it began earlier.</summary>
    private static IEnumerable<Row> Begun(ImmutableArray<Row> rows) => rows is [{ From: { } from }, ..] && IsFiring(from) ? rows.SkipWhile(row => IsFiring(row.State)) : rows;

    private static bool IsFiring(string word) => TransitionWords.Read(word) is not (null or AlertState.Pending);

    private async Task<IReadOnlyList<Row>> RowsAsync(string sql, object values, CancellationToken cancellation) =>
        [.. await database.ReadAsync(connection => connection.QueryAsync<Row>(new CommandDefinition(sql, values, cancellationToken: cancellation)), cancellation).ConfigureAwait(false)];

    /// <summary>Intervals of the rows of one alert, oldest first.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="since">From when on it did what the first row ends, where that row's own begin is not kept any more; null: that is left out.</param>
    private static ImmutableArray<AlertInterval> Intervals(ImmutableArray<Row> rows, DateTimeOffset? since)
    {
        var intervals = ImmutableArray.CreateBuilder<AlertInterval>();
        if (since is { } begin && rows is [{ From: { } from } first, ..] && StoredTime.Read(first.At) > begin)
        {
            intervals.Add(new AlertInterval(TransitionWords.Read(from), StoredTime.Cut(begin), StoredTime.Read(first.At), SeverityNames.Parse(first.Severity), true));
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            intervals.Add(new AlertInterval(
                TransitionWords.Read(row.State), StoredTime.Read(row.At), i + 1 < rows.Length ? StoredTime.Read(rows[i + 1].At) : null, SeverityNames.Parse(row.Severity), row.Away != 0));
        }

        return intervals.DrainToImmutable();
    }

    private sealed class Row
    {
        public string Fingerprint { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public long At { get; init; }

        public string? From { get; init; }

        public string State { get; init; } = string.Empty;

        public string Severity { get; init; } = string.Empty;

        public long Away { get; init; }
    }

    private sealed class SeenRow
    {
        public string System { get; init; } = string.Empty;

        public long StartsAt { get; init; }

        public long? EndedAt { get; init; }

        public long Away { get; init; }

        public string Body { get; init; } = string.Empty;
    }
}
