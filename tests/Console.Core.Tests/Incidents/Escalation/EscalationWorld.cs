using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Incidents;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>The escalations of one process of the console, over a database and channels that it shares with others.</summary>
internal sealed class EscalationWorld : IAsyncDisposable
{
    /// <summary>Three steps: who is on call by pager or else chat, the leads by chat, all by pager.</summary>
    public const string Usual = """
        people:
          - {subject: ada, name: Ada Ek, reach: {mail: ada@example.org}}
          - {subject: ben, name: Ben Ek, reach: {mail: ben@example.org}}
          - {subject: cleo, name: Cleo Ek}
        groups:
          - {name: leads, people: [ben, cleo]}
        rotations:
          - {name: primary, handover: weekly, zone: Europe/Paris, at: "09:00", start: 2026-11-16, participants: [ada, ben]}
        quiet_hours:
          - {classes: [2, 3], from: "22:00", to: "07:00", zone: UTC}
        policies:
          - name: alpha
            systems: [alpha]
            steps:
              - {whom: [primary], by: [pager, chat]}
              - {after: 15m, whom: [leads], by: [chat]}
              - {after: 45m, whom: [primary, leads], by: [pager]}
        """;

    public static readonly Person Ada = new("ada", "Ada Ek", ["responders"], SignInMethod.Local);

    private readonly ServiceProvider services;

    public EscalationWorld(TestStore store, TimeProvider clock, string? yaml, IEnumerable<IChannel> channels, EscalationEdgeReached? reached = null)
    {
        Database = store.Another();
        Clock = clock;
        var access = new AccessFile(Path.Combine(store.Folder, "access.yaml"));
        if (yaml is not null)
        {
            Write(access, yaml);
        }

        var rules = new AccessRules([new(Role.Responder, ["responders"], [], [], [], "access.yaml:1")]);
        var (all, configuration) = OneProcess.Over(Database, store.Folder, clock, rules, new KeyValuePair<string, string?>("Http:PublicUrl", "https://console.example.org"));
        all.AddSingleton(access).AddSingleton(new ChannelBook(channels)).AddAcknowledgements().AddEscalation(configuration);
        if (reached is not null)
        {
            all.AddSingleton(reached);
        }

        services = all.BuildServiceProvider();
        Live.Systems.Observed(Catalogs.Of("alpha", "beta"));
    }

    public Database Database { get; }

    public TimeProvider Clock { get; }

    public LiveState Live => Get<LiveState>();

    public EscalationDesk Desk => Get<EscalationDesk>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static EscalationWorld On(TestStore store, TimeProvider clock, params IChannel[] channels) => new(store, clock, Usual, channels);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Writes the policies anew.</summary>
    public void Write(string yaml) => Write(Get<AccessFile>(), yaml);

    /// <summary>Says what fires now, looks who has it, tells what is due, and waits until all channels answered and that is written down.</summary>
    public async Task<DateTimeOffset?> LookAsync(params ImmutableArray<Alert> alerts)
    {
        Live.Alerts.Observed(new AlertBoard(alerts, []));
        return await LookAsync();
    }

    /// <summary>The same, with what fired before.</summary>
    public async Task<DateTimeOffset?> LookAsync()
    {
        await Hosted<AckBoardWriter>().LookAsync(Cancellation);
        var sending = Get<PageSending>();
        while (true)
        {
            var next = await RoundAsync();
            if (sending.Count == 0)
            {
                return next;
            }

            await Eventually.SoAsync(() => Task.FromResult<bool?>(sending.Peek() is null && sending.Count > 0 ? null : true), TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1), Cancellation);
        }
    }

    /// <summary>One round, without waiting for any channel.</summary>
    public Task<DateTimeOffset?> RoundAsync(LockGrant? grant = null) => Get<EscalationKeeper>().RoundAsync(grant, Cancellation);

    public async Task TakeAsync(Alert alert, TimeSpan? lasts = null) =>
        Assert.All((await Get<AckDesk>().AcknowledgeAsync(Ada, [alert.Fingerprint], "on it", lasts, Cancellation)).Value, answer => Assert.NotNull(answer));

    public async Task WithdrawAsync(Alert alert) => Assert.NotEmpty((await Get<AckDesk>().WithdrawAsync(Ada, [alert.Fingerprint], Cancellation)).Value);

    /// <summary>All escalations, oldest first.</summary>
    public async Task<IReadOnlyList<EscalationStory>> StoriesAsync() => [.. (await Desk.NewestAsync(200, Cancellation)).Reverse()];

    /// <summary>The only escalation that there is.</summary>
    public async Task<EscalationStory> StoryAsync() => Assert.Single(await StoriesAsync());

    /// <summary>What is on record of an escalation, oldest first: the action, how far it went, and why.</summary>
    public async Task<IReadOnlyList<string>> RecordAsync(string id) =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Correlation = id, Size = 100 }, Cancellation)).Entries.Reverse().Select(entry => $"{entry.Action} {entry.Stage}: {entry.Reason}")];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static void Write(AccessFile access, string yaml) => File.WriteAllText(Path.Combine(Path.GetDirectoryName(access.Path)!, EscalationReader.File), yaml);
}

/// <summary>A channel of a test: it remembers what it was told, and answers as the test wants.</summary>
internal sealed class TestChannel(string name, ChannelKind kind = ChannelKind.PagerDuty) : IChannel
{
    private readonly ConcurrentQueue<Page> pages = [];

    public string Name => name;

    public ChannelKind Kind => kind;

    /// <summary>How it answers; it takes everything when nobody says otherwise.</summary>
    public Func<Page, CancellationToken, Task<Delivery>> Answer { get; set; } = (_, _) => Task.FromResult(Delivery.Taken("Taken.", "ref", TimeSpan.Zero));

    /// <summary>What it was told, in order.</summary>
    public ImmutableArray<Page> Pages => [.. pages];

    /// <summary>The same in short: <c>Trigger 1.1</c>.</summary>
    public IEnumerable<string> Told => pages.Select(page => $"{page.Kind} {page.Step}");

    public Task<Delivery> SendAsync(Page page, CancellationToken cancellation)
    {
        pages.Enqueue(page);
        return Answer(page, cancellation);
    }

    /// <summary>From now on it takes nothing.</summary>
    public void Fail() => Answer = (_, _) => Task.FromResult(Delivery.Refused($"{name} refused it.", TimeSpan.Zero));

    /// <summary>From now on it never answers.</summary>
    public void Hang() => Answer = async (_, cancellation) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        throw new InvalidOperationException("a wait without end is over");
    };
}
