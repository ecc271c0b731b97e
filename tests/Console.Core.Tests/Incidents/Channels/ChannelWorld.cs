using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Storage;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>One process of the console with channels, over a database that it shares with others.</summary>
internal sealed class ChannelWorld : IAsyncDisposable
{
    public static readonly Person Ada = new("u-ada", "Ada Ek", ["line"], SignInMethod.Local);
    public static readonly Person Bea = new("u-bea", "Bea Ek", ["line"], SignInMethod.Local);
    public static readonly Person Vera = new("u-vera", "Vera Ek", ["viewers"], SignInMethod.Local);

    private static readonly AccessRules Rules = new(
        [new(Role.Responder, ["line"], [], ["billing"], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2")]);

    private readonly ServiceProvider services;
    private readonly Database database;

    public ChannelWorld(TestStore store, TimeProvider clock, params (string Name, string Value)[] channels)
    {
        database = store.Another();
        var (all, configuration) = OneProcess.Over(database, store.Folder, clock, Rules, channels.Select(one => KeyValuePair.Create<string, string?>($"Channels:{one.Name}", one.Value)));
        services = all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Log))).AddChannels(configuration).BuildServiceProvider();
    }

    /// <summary>All that was written to the log, exceptions too.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public IServiceProvider Services => services;

    public ChannelBook Book => services.GetRequiredService<ChannelBook>();

    public DeadLetterDesk Desk => services.GetRequiredService<DeadLetterDesk>();

    public DeadLetterStore Letters => services.GetRequiredService<DeadLetterStore>();

    public LiveState Live => services.GetRequiredService<LiveState>();

    public ChannelsBoardWriter Writer => services.GetServices<IHostedService>().OfType<ChannelsBoardWriter>().Single();

    /// <summary>A channel of this process with a client that does as it is told.</summary>
    public PersistentChannel Channel(ScriptedNotifier notifier, int tries = 5, double withinSeconds = 60, string name = "phone") => new(
        new ChannelIdentity(name, ChannelKind.Webhook, "https://hooks.example.com"), notifier, new ChannelPace(tries, TimeSpan.FromSeconds(withinSeconds)),
        services.GetRequiredService<ChannelRecord>(), services.GetRequiredService<TimeProvider>());

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        (await services.GetRequiredService<IAuditReader>().ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken)).Entries;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // The lines are the test's.
        }
    }
}

/// <summary>A service that answers as it is told, the last answer again and again.</summary>
internal sealed class ScriptedNotifier(params Delivery[] answers) : INotifier
{
    private readonly ConcurrentQueue<Page> pages = new();

    public static Delivery Taken { get; } = Delivery.Taken("took it", "ref-1", TimeSpan.Zero);

    public static Delivery Busy { get; } = Delivery.NotNow("is busy", null, TimeSpan.Zero);

    public static Delivery Wrong { get; } = Delivery.Refused("finds it wrong", TimeSpan.Zero);

    /// <summary>Called before each answer.</summary>
    public Action Asked { get; init; } = () => { };

    /// <summary>What it was handed, in order.</summary>
    public IReadOnlyList<Page> Pages => [.. pages];

    public Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        pages.Enqueue(page);
        Asked();
        return Task.FromResult(answers[Math.Min(pages.Count, answers.Length) - 1]);
    }
}
