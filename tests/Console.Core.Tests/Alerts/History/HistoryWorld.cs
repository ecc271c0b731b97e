using System.Collections.Immutable;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using OpsConsole.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.History;

/// <summary>One process of the console that sees boards, over a database that it shares with others.</summary>
internal sealed class HistoryWorld : IAsyncDisposable
{
    private readonly FakeTime clock;
    private readonly AlertRecorder recorder;
    private AlertMemory? memory;

    public HistoryWorld(TestStore store, FakeTime clock)
    {
        this.clock = clock;
        Database = store.Another();
        Store = new TransitionStore(Database);
        recorder = new AlertRecorder(Store, Rounds, Database, new StoreLock(Database, clock), clock, NullLogger<AlertRecorder>.Instance);
        History = new AlertHistory(Database, clock);
    }

    public Database Database { get; }

    public TransitionStore Store { get; }

    public AlertRounds Rounds { get; } = new();

    public AlertRecorder Recorder => recorder;

    public AlertHistory History { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Sees a board now.</summary>
    public void Sees(params ImmutableArray<Alert> alerts) => Rounds.Seen(new AlertBoard(alerts, []), clock.GetUtcNow(), areRulesRead: true, isChanged: true);

    /// <summary>Sees a board while a source has not answered.</summary>
    public void SeesPart(params ImmutableArray<Alert> alerts) => Rounds.Seen(new AlertBoard(alerts, ["am-2"]), clock.GetUtcNow(), areRulesRead: true, isChanged: true);

    /// <summary>Looks, and finds all as it was.</summary>
    public void SeesNothingNew() => Rounds.Seen(AlertBoard.Empty, clock.GetUtcNow(), areRulesRead: true, isChanged: false);

    /// <summary>Takes over from whoever wrote before.</summary>
    public async Task TakeOverAsync() => memory = await Store.RecallAsync(clock.GetUtcNow(), Cancellation);

    /// <summary>Writes all that waits.</summary>
    public async Task WriteAsync()
    {
        if (memory is null)
        {
            await TakeOverAsync();
        }

        await recorder.StoreWaitingAsync(memory!, null, Cancellation);
    }

    public async Task SawAsync(params ImmutableArray<Alert> alerts)
    {
        Sees(alerts);
        await WriteAsync();
    }

    public async Task<IReadOnlyList<string>> RowsAsync() =>
        [.. (await Database.ReadAsync(
            connection => connection.QueryAsync<string>(
                "SELECT fingerprint || ' ' || COALESCE(from_state, 'nothing') || ' ' || to_state || ' ' || starts_at || ' ' || away FROM alert_transitions ORDER BY at, fingerprint"),
            Cancellation))];

    public Task<AlertStory> StoryAsync(Alert alert, DateTimeOffset? since = null) => History.OfAsync(alert.Fingerprint, since ?? Any.Noon.AddDays(-30), Cancellation);

    public async ValueTask DisposeAsync()
    {
        recorder.Dispose();
        await Database.DisposeAsync();
    }
}
