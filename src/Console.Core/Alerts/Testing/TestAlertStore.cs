using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using OpsConsole.Metrics;
using OpsConsole.Storage;

namespace OpsConsole.Alerts;

/// <summary>The test alerts as they are stored.</summary>
/// <param name="database">The database.</param>
internal sealed class TestAlertStore(Database database)
{
    /// <summary>What is told when one was sent or is over; the payload is its id.</summary>
    public const string Topic = "test-alerts";

    private const int Most = 100;

    private const string Columns = """
        SELECT id AS "Id", subject AS "Subject", sent_at AS "SentAt", ends_at AS "EndsAt", ended_at AS "EndedAt", ending AS "Ending", body AS "Body" FROM test_alerts
        """;

    /// <summary>Keeps a new one, unless its sender has one already or sent many.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="most">How many a person may send in the time that counts.</param>
    /// <param name="since">Since when they count.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why it is not kept; null when it is.</returns>
    public async Task<string?> AddAsync(TestAlert alert, int most, DateTimeOffset since, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(work => AddAsync(work, alert, most, since, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault is StorageFault.Refused)
        {
            // Sent on two replicas at once: the index lets one of them in.
            return TestAlertWords.OneAtATime;
        }
    }

    /// <summary>Notes that one is over.</summary>
    /// <returns>Whether it went on until now.</returns>
    public Task<bool> EndAsync(string id, string ending, DateTimeOffset at, CancellationToken cancellation) => database.WriteAsync(
        async work =>
        {
            work.Tell(Topic, id);
            return await work.ExecuteAsync(
                "UPDATE test_alerts SET ended_at = @at, ending = @ending WHERE id = @id AND ended_at IS NULL", new { id, ending, at = StoredTime.Of(at) }, cancellation).ConfigureAwait(false) > 0;
        },
        cancellation);

    /// <summary>One by its id; null when there is none.</summary>
    public async Task<TestAlert?> FindAsync(string id, CancellationToken cancellation) => (await RowsAsync("WHERE id = @id", new { id }, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Those that go on, newest first.</summary>
    public Task<ImmutableArray<TestAlert>> OpenAsync(CancellationToken cancellation) =>
        RowsAsync($"WHERE ended_at IS NULL ORDER BY sent_at DESC LIMIT {Most}", new { }, cancellation);

    /// <summary>Those that go on and should be over.</summary>
    public Task<ImmutableArray<TestAlert>> DueAsync(DateTimeOffset now, CancellationToken cancellation) =>
        RowsAsync($"WHERE ended_at IS NULL AND ends_at <= @now ORDER BY ends_at LIMIT {Most}", new { now = StoredTime.Of(now) }, cancellation);

    private static async Task<string?> AddAsync(StoreWork work, TestAlert alert, int most, DateTimeOffset since, CancellationToken cancellation)
    {
        var open = await work.QueryAsync<long>("SELECT COUNT(*) FROM test_alerts WHERE subject = @Subject AND ended_at IS NULL", new { alert.Subject }, cancellation).ConfigureAwait(false);
        if (open[0] > 0)
        {
            return TestAlertWords.OneAtATime;
        }

        var sent = await work.QueryAsync<long>(
            "SELECT COUNT(*) FROM test_alerts WHERE subject = @Subject AND sent_at >= @since", new { alert.Subject, since = StoredTime.Of(since) }, cancellation).ConfigureAwait(false);
        if (sent[0] >= most)
        {
            return TestAlertWords.TooMany(most);
        }

        await work.ExecuteAsync(
            "INSERT INTO test_alerts (id, subject, sent_at, ends_at, body) VALUES (@Id, @Subject, @sent, @ends, @body)",
            new
            {
                alert.Id,
                alert.Subject,
                sent = StoredTime.Of(alert.SentAt),
                ends = StoredTime.Of(alert.EndsAt),
                body = JsonSerializer.Serialize(new TestAlertBody(alert.Name, [.. alert.Labels]), TestAlertJson.Default.TestAlertBody),
            },
            cancellation).ConfigureAwait(false);
        work.Tell(Topic, alert.Id);
        return null;
    }

    private Task<ImmutableArray<TestAlert>> RowsAsync(string rest, object values, CancellationToken cancellation) => database.ReadAsync<ImmutableArray<TestAlert>>(
        async connection => [.. (await connection.QueryAsync<Row>(new CommandDefinition($"{Columns} {rest}", values, cancellationToken: cancellation)).ConfigureAwait(false)).Select(row => row.AsAlert())],
        cancellation);

    private sealed class Row
    {
        public string Id { get; init; } = string.Empty;

        public string Subject { get; init; } = string.Empty;

        public long SentAt { get; init; }

        public long EndsAt { get; init; }

        public long? EndedAt { get; init; }

        public string? Ending { get; init; }

        public string Body { get; init; } = string.Empty;

        public TestAlert AsAlert()
        {
            var body = JsonSerializer.Deserialize(Body, TestAlertJson.Default.TestAlertBody) ?? throw new StorageException(StorageFault.Corrupt, $"The row of the test alert {Id} is damaged.");
            return new TestAlert(Id, Subject, body.Name, LabelSet.Of(body.Labels))
            {
                SentAt = StoredTime.Read(SentAt),
                EndsAt = StoredTime.Read(EndsAt),
                EndedAt = EndedAt is { } at ? StoredTime.Read(at) : null,
                Ending = Ending,
            };
        }
    }
}

/// <summary>What is kept of a test alert as JSON.</summary>
internal sealed record TestAlertBody(string Name, ImmutableArray<KeyValuePair<string, string>> Labels);

/// <summary>Escaped, any character can be kept.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TestAlertBody))]
internal sealed partial class TestAlertJson : JsonSerializerContext;

/// <summary>Sentences about test alerts.</summary>
internal static class TestAlertWords
{
    public const string OneAtATime = "You have a test alert that goes on: end it first.";

    public static string TooMany(int most) => $"You sent {most} test alerts within the hour: wait a while.";
}
