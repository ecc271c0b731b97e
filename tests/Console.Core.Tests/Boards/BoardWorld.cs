using Microsoft.Extensions.Hosting;
using OpsConsole.Live;
using OpsConsole.Metrics;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Boards;

/// <summary>A live state with a still clock and one scripted source, for the tests of a collector.</summary>
internal sealed class BoardWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly List<BackgroundService> running = [];

    public BoardWorld() => Live = new LiveState(Time);

    public FakeTime Time { get; } = new(Noon);

    public LiveState Live { get; }

    public ScriptedMetrics Prom { get; } = new();

    public MetricSources Sources => new([Prom]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static SystemProfile System(string id) => new() { Id = id, Title = id, ClaimsAlerts = [] };

    public void Profiles(params SystemProfile[] profiles) =>
        Live.Systems.Observed(new SystemCatalog([.. profiles.Select(profile => new LoadedSystem(profile, [], $"systems/{profile.Id}.yaml"))], []));

    public async Task StartAsync(BackgroundService collector)
    {
        running.Add(collector);
        await collector.StartAsync(Cancellation);
    }

    /// <summary>Waits until the section is as wanted.</summary>
    public static async Task<Snapshot<T>> UntilAsync<T>(LiveSection<T> section, Func<Snapshot<T>, bool> wanted)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var snapshot in section.WatchAsync(patience.Token))
        {
            if (wanted(snapshot))
            {
                return snapshot;
            }
        }

        throw new InvalidOperationException("A watch has no end.");
    }

    /// <summary>Lets the time pass, a little at a time, until the section is as wanted: for collectors that rest between two looks.</summary>
    public async Task<Snapshot<T>> PassUntilAsync<T>(LiveSection<T> section, Func<Snapshot<T>, bool> wanted)
        where T : class
    {
        var waiting = UntilAsync(section, wanted);
        while (!waiting.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System));
        }

        return await waiting;
    }

    /// <summary>Lets a stretch of time pass, in small steps and never while somebody is at work.</summary>
    public async Task PassUntilTimeAsync(TimeSpan stretch, int sleepers = 1)
    {
        for (var end = Time.GetUtcNow() + stretch; Time.GetUtcNow() < end;)
        {
            await Time.TimersAsync(sleepers, Cancellation);
            Time.Advance(TimeSpan.FromSeconds(10));
        }

        await Time.TimersAsync(sleepers, Cancellation);
    }

    /// <summary>Moves the time by a step once all sleep, and waits for what the section says then.</summary>
    public async Task<Snapshot<T>> NextAsync<T>(LiveSection<T> section, TimeSpan step, int sleepers = 1)
        where T : class
    {
        await Time.TimersAsync(sleepers, Cancellation);
        var version = section.Current.Version;
        Time.Advance(step);
        return await UntilAsync(section, snapshot => snapshot.Version > version);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var collector in running)
        {
            await collector.StopAsync(CancellationToken.None);
            collector.Dispose();
        }
    }
}
