using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using OpsConsole.Audit;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Incidents;

/// <summary>Keeps what channels did not take, and how each channel is.</summary>
/// <param name="database">The database.</param>
internal sealed class DeadLetterStore(Database database)
{
    /// <summary>What is told when something of it changed.</summary>
    public const string Topic = "channels";

    /// <summary>How long somebody who sends a letter again keeps others from doing the same; longer than any channel's window.</summary>
    public static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(20);

    private const int LongestWhy = 1_000;

    /// <summary>Writes down what became of a page.</summary>
    /// <returns>The letter's id when it was not taken; null when it was.</returns>
    public Task<string?> KeepAsync(string channel, Page page, Delivery delivery, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            work.Tell(Topic, StoreNews.Everything);
            var at = StoredTime.Of(now);
            await HealthAsync(work, channel, delivery, at, cancellation).ConfigureAwait(false);
            if (!delivery.IsDelivered)
            {
                return await AddAsync(work, channel, page, delivery, at, cancellation).ConfigureAwait(false);
            }

            // Once the other side knows that it is over, an earlier page of the affair would open it anew.
            var which = page.Kind is PageKind.Resolve ? "dedup_key = @DedupKey" : "dedup_key = @DedupKey AND step = @Step";
            await work.ExecuteAsync(
                $"UPDATE dead_letters SET ended_at = @at, ended = 'delivered' WHERE channel = @channel AND {which} AND ended_at IS NULL",
                new { channel, page.DedupKey, page.Step, at }, cancellation).ConfigureAwait(false);
            return null;
        },
        cancellation);

    /// <summary>Takes a letter to send it again, unless somebody else does so just now.</summary>
    /// <returns>Whether it is ours.</returns>
    public Task<bool> ClaimAsync(string id, string by, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            work.Tell(Topic, StoreNews.Everything);
            return await work.ExecuteAsync(
                "UPDATE dead_letters SET claimed_at = @at, claimed_by = @by WHERE id = @id AND ended_at IS NULL AND (claimed_at IS NULL OR claimed_at <= @stale)",
                new { id, by = StorableJson.Of(by), at = StoredTime.Of(now), stale = StoredTime.Of(now - ClaimLasts) }, cancellation).ConfigureAwait(false) > 0;
        },
        cancellation);

    /// <summary>Gives a letter back that was taken.</summary>
    public Task<int> ReleaseAsync(string id, CancellationToken cancellation) => database.WriteAsync(
        work =>
        {
            work.Tell(Topic, StoreNews.Everything);
            return work.ExecuteAsync("UPDATE dead_letters SET claimed_at = NULL, claimed_by = NULL WHERE id = @id", new { id }, cancellation);
        },
        cancellation);

    /// <summary>Puts a letter aside.</summary>
    /// <returns>Whether it waited until now, and nobody was sending it.</returns>
    public Task<bool> PutAsideAsync(string id, DateTimeOffset now, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            work.Tell(Topic, StoreNews.Everything);
            return await work.ExecuteAsync(
                "UPDATE dead_letters SET ended_at = @at, ended = 'put aside' WHERE id = @id AND ended_at IS NULL AND (claimed_at IS NULL OR claimed_at <= @stale)",
                new { id, at = StoredTime.Of(now), stale = StoredTime.Of(now - ClaimLasts) }, cancellation).ConfigureAwait(false) > 0;
        },
        cancellation);

    /// <summary>A letter that waits; null when there is none of that id.</summary>
    public async Task<DeadLetter?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellation) =>
        (await LettersAsync("WHERE id = @id AND ended_at IS NULL", new { id, stale = StoredTime.Of(now - ClaimLasts) }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The letters that wait, newest first.</summary>
    public Task<ImmutableArray<DeadLetter>> WaitingAsync(int size, DateTimeOffset now, CancellationToken cancellation) => LettersAsync(
        "WHERE ended_at IS NULL ORDER BY last_at DESC, id DESC LIMIT @size", new { size, stale = StoredTime.Of(now - ClaimLasts) }, cancellation);

    /// <summary>How each channel is that ever had a page, by name.</summary>
    public Task<ImmutableDictionary<string, HealthRow>> HealthAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => (await connection.QueryAsync<HealthRow>(new CommandDefinition(
            """
            SELECT name AS "Name", succeeded_at AS "SucceededAt", failed_at AS "FailedAt", failing_since AS "FailingSince", why AS "Why",
            (SELECT COUNT(*) FROM dead_letters WHERE channel = name AND ended_at IS NULL) AS "Waiting" FROM channel_health
            """,
            cancellationToken: cancellation)).ConfigureAwait(false)).ToImmutableDictionary(row => row.Name, StringComparer.Ordinal),
        cancellation);

    private static Task<int> HealthAsync(StoreWork work, string channel, Delivery delivery, long at, CancellationToken cancellation) => work.ExecuteAsync(
        delivery.IsDelivered
            ? """
              INSERT INTO channel_health (name, succeeded_at) VALUES (@channel, @at)
              ON CONFLICT (name) DO UPDATE SET succeeded_at = excluded.succeeded_at, failing_since = NULL
              """
            : """
              INSERT INTO channel_health (name, failed_at, failing_since, why) VALUES (@channel, @at, @at, @why)
              ON CONFLICT (name) DO UPDATE SET failed_at = excluded.failed_at, why = excluded.why,
              failing_since = COALESCE(channel_health.failing_since, excluded.failing_since)
              """,
        new { channel, at, why = PageText.Line(delivery.Says, LongestWhy) }, cancellation);

    private static async Task<string> AddAsync(StoreWork work, string channel, Page page, Delivery delivery, long at, CancellationToken cancellation) => (await work.QueryAsync<string>(
        """
        INSERT INTO dead_letters (id, channel, dedup_key, step, at, last_at, tries, why, body) VALUES (@id, @channel, @DedupKey, @Step, @at, @at, @Tries, @why, @body)
        ON CONFLICT (channel, dedup_key, step) WHERE ended_at IS NULL DO UPDATE SET
        last_at = excluded.last_at, tries = dead_letters.tries + excluded.tries, why = excluded.why, claimed_at = NULL, claimed_by = NULL
        RETURNING id
        """,
        new
        {
            id = RunId.New(StoredTime.Read(at)),
            channel,
            page.DedupKey,
            page.Step,
            at,
            delivery.Tries,
            why = PageText.Line(delivery.Says, LongestWhy),
            body = JsonSerializer.Serialize(page, PageJson.Default.Page),
        },
        cancellation).ConfigureAwait(false))[0];

    private Task<ImmutableArray<DeadLetter>> LettersAsync(string rest, object values, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<DeadLetter>>(
        async connection => [.. (await connection.QueryAsync<DeadLetterRow>(new CommandDefinition($"{DeadLetterRow.Columns} {rest}", values, cancellationToken: cancellation)).ConfigureAwait(false))
            .Select(row => row.AsLetter())],
        cancellation);

    /// <summary>How a channel is, as it is stored.</summary>
    internal sealed class HealthRow
    {
        public string Name { get; init; } = string.Empty;

        public long? SucceededAt { get; init; }

        public long? FailedAt { get; init; }

        public long? FailingSince { get; init; }

        public string? Why { get; init; }

        public long Waiting { get; init; }

        /// <summary>Beside what the configuration says of it.</summary>
        public ChannelHealth Of(ChannelHealth configured) => configured with
        {
            LastSuccess = Read(SucceededAt),
            LastFailure = Read(FailedAt),
            FailingSince = Read(FailingSince),
            LastError = Why,
            DeadLetters = (int)Waiting,
        };

        private static DateTimeOffset? Read(long? at) => at is { } stored ? StoredTime.Read(stored) : null;
    }
}
