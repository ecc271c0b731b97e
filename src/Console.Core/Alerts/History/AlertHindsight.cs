using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>
/// Asks the history what matchers would have fit. Only matchers tell, and those the database can't judge: so many alerts are looked through, the newest first,
/// and the answer says where that was not all. What was asked lately is remembered: a person who types asks the same again.
/// </summary>
public sealed partial class AlertHindsight : IDisposable
{
    /// <summary>The most alerts that are looked through.</summary>
    public const int MostAlerts = 20_000;

    // Asked for each line of a list: enough to say "not of late".
    private const int MostForLast = 5_000;
    private const int MostRemembered = 200;
    private const int AtOnce = 400;
    private const long Day = 86_400_000_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (object Answer, DateTimeOffset At)> known = new(StringComparer.Ordinal);

    // Twenty thousand bodies are work: two at a time are enough for any number of people.
    private readonly SemaphoreSlim few = new(2);

    internal AlertHindsight(Database database, TimeProvider clock) => (this.database, this.clock) = (database, clock);

    /// <inheritdoc/>
    public void Dispose() => few.Dispose();

    /// <summary>What matchers would have fit since a time.</summary>
    /// <param name="matchers">The matchers, all of which must hold.</param>
    /// <param name="since">From when on: a whole number of days before now.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<Hindsight> LookAsync(ImmutableArray<Matcher> matchers, TimeSpan since, CancellationToken cancellation) =>
        OnceAsync($"look {since.Days} {MatcherList.Write(matchers)}", () => ScanAsync(matchers, StoredTime.Of(clock.GetUtcNow() - since), since.Days, cancellation), cancellation);

    /// <summary>When matchers last fit an alert that fired, one that goes on among them.</summary>
    /// <param name="matchers">The matchers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The store does not answer.</exception>
    public Task<LastMatch> LastMatchedAsync(ImmutableArray<Matcher> matchers, CancellationToken cancellation) => OnceAsync(
        $"last {MatcherList.Write(matchers)}",
        () => database.ReadAsync(
            async connection =>
            {
                var looked = 0;
                await foreach (var row in connection.QueryUnbufferedAsync<SeenRow>(Seen(matchers, "1 = 1"), Values(matchers, 0), null).WithCancellation(cancellation).ConfigureAwait(false))
                {
                    if (++looked > MostForLast)
                    {
                        return new LastMatch(null, true);
                    }

                    if (Fits(row, matchers))
                    {
                        return new LastMatch(StoredTime.Read(row.EndedAt ?? row.At), false);
                    }
                }

                return new LastMatch(null, false);
            },
            cancellation),
        cancellation);

    private Task<Hindsight> ScanAsync(ImmutableArray<Matcher> matchers, long since, int days, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var (found, looked, isCut) = await FindAsync(connection, matchers, since, cancellation).ConfigureAwait(false);
            return await CountAsync(connection, found, since, days, looked, isCut, cancellation).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>The alerts that matchers fit and that were not over at a time: names by fingerprint.</summary>
    private static async Task<(Dictionary<string, string> Found, int Looked, bool IsCut)> FindAsync(
        DbConnection connection, ImmutableArray<Matcher> matchers, long since, CancellationToken cancellation)
    {
        var (looked, found) = (0, new Dictionary<string, string>(StringComparer.Ordinal));
        await foreach (var row in connection.QueryUnbufferedAsync<SeenRow>(Seen(matchers, "(ended_at IS NULL OR ended_at >= @since)"), Values(matchers, since), null)
            .WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (looked == MostAlerts)
            {
                return (found, looked, true);
            }

            looked++;
            if (Fits(row, matchers))
            {
                found[row.Fingerprint] = row.Name;
            }
        }

        return (found, looked, false);
    }

    private static async Task<Hindsight> CountAsync(
        DbConnection connection, Dictionary<string, string> found, long since, int days, int looked, bool isCut, CancellationToken cancellation)
    {
        var (perDay, perName) = (new int[days], found.Values.GroupBy(name => name, StringComparer.Ordinal).ToDictionary(same => same.Key, _ => 0, StringComparer.Ordinal));
        foreach (var some in found.Keys.Chunk(AtOnce))
        {
            var begins = await connection.QueryAsync<BeginRow>(new CommandDefinition(
                $"""
                SELECT fingerprint AS "Fingerprint", (at - @since) / {Day} AS "Day", COUNT(*) AS "Count" FROM alert_transitions
                WHERE {ActionRows.Among("fingerprint", connection)} AND at >= @since AND to_state IN ('firing', 'silenced', 'inhibited')
                AND (from_state IS NULL OR from_state NOT IN ('firing', 'silenced', 'inhibited')) GROUP BY 1, 2
                """,
                new { ids = some, since }, cancellationToken: cancellation)).ConfigureAwait(false);
            foreach (var begin in begins)
            {
                perDay[Math.Clamp(begin.Day, 0, days - 1)] += (int)begin.Count;
                perName[found[begin.Fingerprint]] += (int)begin.Count;
            }
        }

        return new Hindsight(
            found.Count, perDay.Sum(),
            [.. perName.Select(name => new HindsightName(name.Key, found.Values.Count(other => other == name.Key), name.Value)).OrderByDescending(name => name.Firings).ThenByDescending(name => name.Alerts).ThenBy(name => name.Name, StringComparer.Ordinal)],
            [.. perDay], looked, isCut);
    }

    // One that only ever waited notified nobody.
    private static bool Fits(SeenRow row, ImmutableArray<Matcher> matchers)
    {
        var body = SeenBody.Read(row.Fingerprint, row.Body);
        if (body.State is AlertState.Pending)
        {
            return false;
        }

        var labels = Metrics.LabelSet.Of(body.Labels);
        return matchers.All(matcher => matcher.Matches(labels));
    }

    private static string Seen(ImmutableArray<Matcher> matchers, string when) => $"""
        SELECT fingerprint AS "Fingerprint", name AS "Name", at AS "At", ended_at AS "EndedAt", body AS "Body" FROM alerts_seen
        WHERE {when}{(NameOf(matchers) is null ? string.Empty : " AND name = @name")} ORDER BY at DESC LIMIT {MostAlerts + 1}
        """;

    private static object Values(ImmutableArray<Matcher> matchers, long since) => new { since, name = NameOf(matchers) ?? string.Empty };

    // The column is cut where names are long, and so is what is looked for.
    private static string? NameOf(ImmutableArray<Matcher> matchers) =>
        matchers.FirstOrDefault(matcher => matcher is { Kind: MatchKind.Equal, Label: "alertname" }) is { } named ? SeenBody.Name(named.Value) : null;

    private async Task<T> OnceAsync<T>(string question, Func<Task<T>> ask, CancellationToken cancellation)
        where T : class
    {
        if (Known<T>(question) is { } before)
        {
            return before;
        }

        await few.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Known<T>(question) is { } meanwhile)
            {
                return meanwhile;
            }

            var answer = await Task.Run(ask, cancellation).ConfigureAwait(false);
            Keep(question, answer);
            return answer;
        }
        finally
        {
            few.Release();
        }
    }

    private T? Known<T>(string question)
        where T : class
    {
        lock (gate)
        {
            return known.TryGetValue(question, out var told) && clock.GetUtcNow() - told.At < Remembered ? (T)told.Answer : null;
        }
    }

    private void Keep(string question, object answer)
    {
        lock (gate)
        {
            if (known.Count >= MostRemembered)
            {
                known.Clear();
            }

            known[question] = (answer, clock.GetUtcNow());
        }
    }

    private sealed class SeenRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public string Name { get; init; } = string.Empty;

        public long At { get; init; }

        public long? EndedAt { get; init; }

        public string Body { get; init; } = string.Empty;
    }

    private sealed class BeginRow
    {
        public string Fingerprint { get; init; } = string.Empty;

        public long Day { get; init; }

        public long Count { get; init; }
    }
}
