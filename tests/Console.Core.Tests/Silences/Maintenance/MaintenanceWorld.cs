using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>The maintenance windows of one process of the console, over a database that it shares with others; two systems, and Alertmanagers of the test's choice.</summary>
internal sealed class MaintenanceWorld : IAsyncDisposable
{
    public static readonly Person Anna = OneProcess.Person("anna", "Anna Ek", "responders");
    public static readonly Person Vera = OneProcess.Person("vera", "Vera Ek", "viewers");
    public static readonly Person Ada = OneProcess.Person("ada", "Ada Ek", "admins");

    public static readonly AccessRules Rules = new(
    [
        new(Role.Responder, ["responders"], [], ["billing"], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2"), new(Role.Admin, ["admins"], [], [], [], "access.yaml:3"),
    ]);

    private readonly ServiceProvider services;

    public MaintenanceWorld(TestStore store, TimeProvider clock, IReadOnlyList<ISilenceWriter> writers, IReadOnlyList<ISilenceSource> sources)
    {
        Database = store.Another();
        services = OneProcess.Over(Database, store.Folder, clock, Rules).Services
            .AddSingleton<IEnumerable<ISilenceWriter>>(_ => writers).AddSingleton<IEnumerable<ISilenceSource>>(_ => sources).AddMaintenance().BuildServiceProvider();
        Live.Systems.Observed(Catalog);
    }

    public static SystemCatalog Catalog { get; } = new(
        [.. new[] { "billing", "search", "shy" }.Select(id => Catalogs.System(id, $"system=\"{id}\"")).Select(system => system.Profile.Id == "shy" ? system : system with
        {
            Profile = system.Profile with { Actions = [new ActionProfile("silence", []) { LongestSilence = TimeSpan.FromHours(system.Profile.Id == "billing" ? 24 : 2) }] },
        })], []);

    public Database Database { get; }

    public MaintenanceDesk Desk => Get<MaintenanceDesk>();

    public LiveState Live => Get<LiveState>();

    public MaintenanceBoard Board => Live.Maintenance.Current.Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A window that runs once, for all of a system.</summary>
    public static MaintenanceDraft Once(string from, string to) => new()
    {
        Name = "Patching",
        System = "billing",
        From = from,
        To = to,
        Zone = "UTC",
        Comment = "The database is patched",
        Ticket = "OPS-7",
    };

    /// <summary>A window that comes again and again, for all of a system.</summary>
    public static MaintenanceDraft Recurring(string cron, string duration, string zone = "UTC") => new()
    {
        Name = "Backup",
        System = "billing",
        IsRecurring = true,
        Cron = cron,
        Duration = duration,
        Zone = zone,
        Comment = "The backup runs",
    };

    public static MaintenanceWorld Of(TestStore store, TimeProvider clock, params ClockedAlertmanager[] alertmanagers) => new(store, clock, alertmanagers, alertmanagers);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Makes a window, and that it was made.</summary>
    public async Task<MaintenanceWindow> MadeAsync(MaintenanceDraft draft, Person? person = null) => Must(await Desk.CreateAsync(draft, person ?? Anna, Cancellation));

    /// <summary>What the keeper does in one round, as the one that holds the lock.</summary>
    public async Task RoundAsync(LockGrant? grant = null)
    {
        await Get<MaintenanceKeeper>().RoundAsync(grant ?? await GrantAsync(), Cancellation);
        await LookAsync();
    }

    /// <summary>The lock, as whoever begins to keep the windows gets it.</summary>
    public async Task<LockGrant> GrantAsync() => (await Get<StoreLock>().TryAcquireAsync("maintenance", "test", TimeSpan.FromHours(1), Cancellation))!;

    public Task LookAsync() => Hosted<MaintenanceBoardWriter>().LookAsync(Cancellation);

    public async Task<WindowRun> RunAsync(string id) => (await Desk.RunsAsync(id, 10, Cancellation))[0];

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string? action = null) =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Action = action, Size = 100 }, Cancellation)).Entries.Reverse()];

    public static MaintenanceWindow Must(Result<MaintenanceWindow> result)
    {
        Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);
        return result.Value;
    }

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
