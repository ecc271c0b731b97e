using System.Collections.Immutable;
using Dapper;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>An alert that is over.</summary>
/// <param name="Fingerprint">The alert.</param>
/// <param name="Name">Its name: untrusted text.</param>
/// <param name="System">The system that claimed it; null for none.</param>
/// <param name="Severity">How bad it was.</param>
/// <param name="StartedAt">Since when it was there.</param>
/// <param name="At">When it was over.</param>
public sealed record ResolvedAlert(string Fingerprint, string Name, string? System, Severity Severity, DateTimeOffset StartedAt, DateTimeOffset At);

/// <summary>What alerts did lately, by the history.</summary>
/// <param name="Starts">How often those began to fire that flap: at least <see cref="FlapsFrom"/> times within <see cref="FlapsWithin"/>.</param>
/// <param name="Resolved">What is over since <paramref name="ResolvedSince"/> and did not come back, the newest first.</param>
/// <param name="ResolvedSince">From when on all of them are told.</param>
public sealed record RecentPast(ImmutableDictionary<string, int> Starts, ImmutableArray<ResolvedAlert> Resolved, DateTimeOffset ResolvedSince)
{
    /// <summary>So many begins are flapping.</summary>
    public const int FlapsFrom = 3;

    /// <summary>Nothing is known.</summary>
    public static RecentPast Empty { get; } = new(ImmutableDictionary<string, int>.Empty, [], DateTimeOffset.MaxValue);

    /// <summary>Within this time.</summary>
    public static TimeSpan FlapsWithin { get; } = TimeSpan.FromHours(1);

    /// <summary>How often an alert began to fire lately; 0 when it does not flap.</summary>
    /// <param name="fingerprint">The alert.</param>
    public int StartsOf(string fingerprint) => Starts.GetValueOrDefault(fingerprint);

    /// <summary>Whether it tells the same as another.</summary>
    /// <param name="other">The other.</param>
    internal bool IsSame(RecentPast other) => ResolvedSince == other.ResolvedSince && Resolved.SequenceEqual(other.Resolved)
        && Starts.Count == other.Starts.Count && Starts.All(one => other.Starts.GetValueOrDefault(one.Key) == one.Value);
}

/// <summary>Holds what alerts did lately, for everybody who looks.</summary>
/// <param name="clock">The time.</param>
public sealed class AlertPast(TimeProvider clock)
{
    /// <summary>What they did.</summary>
    public LiveSection<RecentPast> Section { get; } = new("recent past", TimeSpan.FromMinutes(5), clock);

    /// <summary>What they did as last known; nothing before.</summary>
    public RecentPast Current => Section.Current.Value ?? RecentPast.Empty;
}

/// <summary>Asks the history for all alerts at once: two queries, however many alerts and people there are.</summary>
/// <param name="database">The database.</param>
internal sealed class PastReader(Database database)
{
    /// <summary>The most of those that are over.</summary>
    public const int MostResolved = 500;

    /// <summary>How far back those are told that are over.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(3);

    private const string Begins = """
        SELECT fingerprint AS "Fingerprint", COUNT(*) AS "Times" FROM alert_transitions
        WHERE at >= @since AND to_state IN ('firing', 'silenced', 'inhibited') AND (from_state IS NULL OR from_state IN ('pending', 'resolved'))
        GROUP BY fingerprint HAVING COUNT(*) >= @least
        """;

    private const string Ended = """
        SELECT fingerprint AS "Fingerprint", name AS "Name", system AS "System", severity AS "Severity", starts_at AS "StartsAt", ended_at AS "EndedAt"
        FROM alerts_seen WHERE ended_at >= @since ORDER BY ended_at DESC, fingerprint LIMIT @most
        """;

    /// <summary>Reads.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public async Task<RecentPast> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var starts = await RowsAsync<BeginRow>(Begins, new { since = StoredTime.Of(now - RecentPast.FlapsWithin), least = RecentPast.FlapsFrom }, cancellation).ConfigureAwait(false);
        var since = StoredTime.Cut(now - Kept);
        var ended = await RowsAsync<EndRow>(Ended, new { since = StoredTime.Of(since), most = MostResolved + 1 }, cancellation).ConfigureAwait(false);
        var resolved = ended.Take(MostResolved).Select(row => row.AsAlert()).ToImmutableArray();

        // Where there are more than are told, all are told since the oldest of them. Whole hours: what did not change else is the same board.
        var from = ended.Count > MostResolved ? resolved[^1].At : since.AddTicks(TimeSpan.TicksPerHour - (since.UtcTicks % TimeSpan.TicksPerHour));
        return new RecentPast(starts.ToImmutableDictionary(row => row.Fingerprint, row => (int)row.Times, StringComparer.Ordinal), resolved, from);
    }

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, object values, CancellationToken cancellation) =>
        [.. await database.ReadAsync(connection => connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: cancellation)), cancellation).ConfigureAwait(false)];

    private sealed class BeginRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public long Times { get; init; }
    }

    private sealed class EndRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public string System { get; init; } = string.Empty;

        public string Severity { get; init; } = string.Empty;

        public long StartsAt { get; init; }

        public long EndedAt { get; init; }

        public ResolvedAlert AsAlert() =>
            new(Fingerprint, Name, System.Length == 0 ? null : System, SeverityNames.Parse(Severity), StoredTime.Read(StartsAt), StoredTime.Read(EndedAt));
    }
}
