using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Testing;

/// <summary>One process of the console that sends test alerts, over a database that it shares with others.</summary>
internal sealed class TestAlertWorld : IAsyncDisposable
{
    public static readonly Person Ada = new("u-ada", "Ada Ek", ["admins"], SignInMethod.Local);
    public static readonly Person Bea = new("u-bea", "Bea Ek", ["admins"], SignInMethod.Local);
    public static readonly Person Vera = new("u-vera", "Vera Ek", ["viewers"], SignInMethod.Local);

    private static readonly AccessRules Rules = new(
        [new(Role.Admin, ["admins"], [], [], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2")]);

    private readonly ServiceProvider services;

    public TestAlertWorld(TestStore store, TimeProvider clock, params IAlertSender[] senders)
    {
        Database = store.Another();
        services = OneProcess.Over(Database, store.Folder, clock, Rules).Services.AddSingleton<IEnumerable<IAlertSender>>(senders).AddTestAlerts().BuildServiceProvider();
    }

    public Database Database { get; }

    public TestAlertDesk Desk => services.GetRequiredService<TestAlertDesk>();

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        (await services.GetRequiredService<IAuditReader>().ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken)).Entries;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>An Alertmanager that takes what it is sent, or does not.</summary>
internal sealed class AlertBox(string name) : IAlertSender
{
    private ImmutableArray<AlertPost> posts = [];

    public string Name => name;

    public ImmutableArray<AlertPost> Posts => posts;

    public OpsConsole.Upstream.UpstreamException? Fails { get; set; }

    public Task SendAsync(AlertPost post, CancellationToken cancellation)
    {
        if (Fails is { } failure)
        {
            throw failure;
        }

        ImmutableInterlocked.Update(ref posts, all => all.Add(post));
        return Task.CompletedTask;
    }
}
