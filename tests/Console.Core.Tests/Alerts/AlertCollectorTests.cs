using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Alerts;
using OpsConsole.Live;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertCollectorTests : IAsyncDisposable
{
    private readonly FakeTime time = new(Any.Noon);
    private readonly Memory first = new("am-1");
    private readonly Memory second = new("am-2");
    private readonly RuleMemory rules = new("prom-1");
    private readonly Lines lines = new();
    private string poll = "00:00:05";
    private IHost? host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LiveState Live => host!.Services.GetRequiredService<LiveState>();

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync(Cancellation);
            host.Dispose();
        }
    }

    [Fact]
    public async Task Alerts_of_all_sources_and_pending_ones_of_the_rules_are_on_the_board()
    {
        first.Says(Any.Alert("A"));
        second.Says(Any.Alert("B"));
        rules.Says(Any.Alert("C", state: AlertState.Pending));
        await StartAsync(first, second);

        Assert.Equal(["A", "B", "C"], (await BoardAsync(board => board.Alerts.Length == 3)).Alerts.Select(alert => alert.Name).Order());
        Assert.Equal("group", Assert.Single(host!.Services.GetRequiredService<RuleBook>().Current).Name);
    }

    [Fact]
    public async Task A_wake_reads_at_once_and_a_poll_reads_without_one()
    {
        poll = "00:00:20";
        await StartAsync(first);
        await BoardAsync(_ => true);

        first.Says(Any.Alert("Woken"));
        host!.Services.GetRequiredService<AlertWake>().Wake();
        await BoardAsync(board => board.Alerts.Length == 1, step: TimeSpan.FromMilliseconds(100), most: 150);

        first.Says();
        await BoardAsync(board => board.Alerts.IsEmpty, step: TimeSpan.FromSeconds(1), most: 200);
    }

    [Fact]
    public async Task When_nothing_changed_the_board_is_the_same_but_seen_later()
    {
        first.Says(Any.Alert());
        await StartAsync(first);
        var board = await BoardAsync(it => it.Alerts.Length == 1);
        var seen = Live.Alerts.Current.ObservedAt;

        await UntilAsync(() => Live.Alerts.Current.ObservedAt > seen, TimeSpan.FromSeconds(1), 200);
        Assert.Same(board, Live.Alerts.Current.Value);
        Assert.Equal(Freshness.Live, Live.Alerts.Freshness);
    }

    [Fact]
    public async Task An_outage_never_reads_as_no_alerts()
    {
        first.Says(Any.Alert("Known"));
        await StartAsync(first);
        await BoardAsync(board => board.Alerts.Length == 1);

        first.Fails("connection refused");
        await UntilAsync(() => Live.Alerts.Current.Problem is not null, TimeSpan.FromSeconds(1), 200);
        Assert.Equal(("Known", "connection refused", Freshness.Stale),
            (Assert.Single(Live.Alerts.Current.Value!.Alerts).Name, Live.Alerts.Current.Problem, Live.Alerts.Freshness));
        Assert.Contains(lines.All, line => line.Contains("am-1 does not tell its alerts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_source_of_two_that_fails_keeps_its_alerts_and_is_named()
    {
        first.Says(Any.Alert("A"));
        second.Says(Any.Alert("B"));
        await StartAsync(first, second);
        await BoardAsync(board => board.Alerts.Length == 2);

        first.Fails("broken");
        second.Says(Any.Alert("B"), Any.Alert("New"));
        var board = await BoardAsync(it => it.Alerts.Length == 3);
        Assert.Equal(["am-1"], board.Silent);
        Assert.Null(Live.Alerts.Current.Problem);

        first.Says();
        Assert.Equal(["B", "New"], (await BoardAsync(it => it.Silent.IsEmpty)).Alerts.Select(alert => alert.Name).Order());
    }

    [Fact]
    public async Task A_source_that_hangs_does_not_hold_the_others_up()
    {
        first.Says(Any.Alert("A"));
        second.Says(Any.Alert("B"));
        await StartAsync(first, second);
        await BoardAsync(board => board.Alerts.Length == 2);

        first.Hangs();
        second.Says(Any.Alert("B"), Any.Alert("New"));
        await BoardAsync(board => board.Alerts.Length == 3);
        var board = await BoardAsync(it => !it.Silent.IsEmpty);
        Assert.Equal(3, board.Alerts.Length);

        first.Says(Any.Alert("A2"));
        Assert.Contains((await BoardAsync(it => it.Silent.IsEmpty)).Alerts, alert => alert.Name == "A2");
    }

    [Fact]
    public async Task Without_an_Alertmanager_the_rules_tell_and_when_they_fall_silent_that_is_said()
    {
        await StartAsync();
        await UntilAsync(() => Live.Alerts.Freshness == Freshness.Live, TimeSpan.FromSeconds(1), 200);

        rules.Fails("gone");
        await UntilAsync(() => Live.Alerts.Current.Problem == "gone", TimeSpan.FromSeconds(1), 200);
    }

    [Fact]
    public async Task A_change_is_one_line_and_a_flood_is_fifty_and_a_count()
    {
        await StartAsync(first);
        await BoardAsync(_ => true);
        first.Says([.. Enumerable.Range(0, 70).Select(i => Any.Alert($"Evil\nName{i}"))]);
        await BoardAsync(board => board.Alerts.Length == 70);

        await UntilAsync(() => lines.All.Any(line => line.StartsWith("20 more alerts", StringComparison.Ordinal)), TimeSpan.Zero, 100);
        Assert.Equal(50, lines.All.Count(line => line.Contains("went from nothing to firing", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines.All, line => line.Contains('\n', StringComparison.Ordinal));
    }

    private async Task StartAsync(params IAlertSource[] sources)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Alerts:Poll"] = poll;
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<LiveState>().AddSingleton<IEnumerable<IAlertSource>>(sources)
            .AddSingleton<IEnumerable<IRuleSource>>([rules]).AddAlerts(builder.Configuration).AddLogging(logging => logging.AddProvider(lines));
        host = builder.Build();
        await host.StartAsync(Cancellation);
    }

    private async Task<AlertBoard> BoardAsync(Func<AlertBoard, bool> wanted, TimeSpan? step = null, int most = 200)
    {
        await UntilAsync(() => Live.Alerts.Current.Value is { } board && wanted(board), step ?? TimeSpan.FromSeconds(1), most);
        return Live.Alerts.Current.Value!;
    }

    /// <summary>Moves the time in steps, and after each gives the collectors a moment: their continuations run on the pool. Many steps may be
    /// needed, because time that passes during a round makes the pause after it longer.</summary>
    private async Task UntilAsync(Func<bool> reached, TimeSpan step, int most)
    {
        // As many steps as it may take; then hardly any time passes any more, and what is under way on a busy machine comes to its end.
        var begun = TimeProvider.System.GetTimestamp();
        for (var i = 0; !reached(); i++)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), $"not reached within {most} steps of {step}");
            var version = Live.Alerts.Current.Version;
            time.Advance(i < most ? step : step / 100);
            await LaterAsync(version);
        }
    }

    private async Task LaterAsync(long version)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        moment.CancelAfter(TimeSpan.FromMilliseconds(25));
        try
        {
            await foreach (var snapshot in Live.Alerts.WatchAsync(moment.Token))
            {
                if (snapshot.Version > version)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            // Nothing was due at this time.
        }
    }

    private abstract class Source<T>(string name)
    {
        private Func<CancellationToken, Task<ImmutableArray<T>>> answer = _ => Task.FromResult(ImmutableArray<T>.Empty);
        private TaskCompletionSource released = new();

        public string Name => name;

        public void Fails(string why) => Become(_ => Task.FromException<ImmutableArray<T>>(new UpstreamException(name, UpstreamFault.Unreachable, why)));

        public void Hangs()
        {
            released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var until = released.Task;
            Volatile.Write(ref answer, async cancellation =>
            {
                await until.WaitAsync(cancellation);
                throw new UpstreamException(name, UpstreamFault.TimedOut, "timed out");
            });
        }

        protected void Answers(ImmutableArray<T> items) => Become(_ => Task.FromResult(items));

        protected Task<ImmutableArray<T>> AskAsync(CancellationToken cancellation) => Volatile.Read(ref answer)(cancellation);

        private void Become(Func<CancellationToken, Task<ImmutableArray<T>>> next)
        {
            Volatile.Write(ref answer, next);
            released.TrySetResult();
        }
    }

    private sealed class Memory(string name) : Source<Alert>(name), IAlertSource
    {
        public void Says(params ImmutableArray<Alert> alerts) => Answers(alerts);

        public Task<ImmutableArray<Alert>> AlertsAsync(CancellationToken cancellation) => AskAsync(cancellation);
    }

    private sealed class RuleMemory(string name) : Source<RuleGroup>(name), IRuleSource
    {
        public void Says(params Alert[] alerts) => Answers([Some.Group(Name, alerts)]);

        public Task<ImmutableArray<RuleGroup>> RulesAsync(CancellationToken cancellation) => AskAsync(cancellation);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> written = new();

        public IEnumerable<string> All => written;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id is >= 3000 and < 4000)
            {
                written.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
