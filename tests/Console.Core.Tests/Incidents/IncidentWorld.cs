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
using OpsConsole.Metrics;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Incidents;

/// <summary>The incidents of one process of the console, over a database that it shares with others.</summary>
internal sealed class IncidentWorld : IAsyncDisposable
{
    public static readonly Person Ada = OneProcess.Person("ada", "Ada Ek", "responders");
    public static readonly Person Ben = OneProcess.Person("ben", "Ben Ek", "responders");
    public static readonly Person Olga = OneProcess.Person("olga", "Olga Ek", "operators");
    public static readonly Person Vera = OneProcess.Person("vera", "Vera Ek", "viewers");
    public static readonly Person Bea = OneProcess.Person("bea", "Bea Ek", "strangers");

    private static readonly AccessRules Rules = new(
    [
        new(Role.Responder, ["responders"], [], ["alpha"], [], "access.yaml:1"), new(Role.Operator, ["operators"], [], [], [], "access.yaml:2"),
        new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:3"), new(Role.Responder, ["strangers"], [], ["beta"], [], "access.yaml:4"),
    ]);

    private readonly ServiceProvider services;

    public IncidentWorld(TestStore store, TimeProvider clock)
    {
        Database = store.Another();
        services = OneProcess.Over(Database, store.Folder, clock, Rules).Services
            .AddSingleton(new MetricSources([])).AddSingleton<ActionStore>().AddSingleton<AlertRounds>().AddAlertHistory().AddAcknowledgements().AddWalkthroughs().AddIncidents().BuildServiceProvider();
        Live.Systems.Observed(Catalog);
        Fires(Alert);
    }

    /// <summary>Alpha opens incidents by itself for what is critical; beta does not.</summary>
    public static SystemCatalog Catalog { get; } = new(
    [
        new LoadedSystem(
            Catalogs.System("alpha", "system=\"alpha\"").Profile with
            {
                Incidents = new IncidentsProfile([], ["critical"]),
                Severities = [new SeverityClass("critical", 0, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), "lead", ImmutableDictionary<string, TimeSpan>.Empty)],
            },
            [Matcher.Parse("system=\"alpha\"").Value], "systems/alpha.yaml"),
        Catalogs.System("beta", "system=\"beta\""),
    ], []);

    public static Alert Alert { get; } = Any.Alert();

    public Database Database { get; }

    public IncidentDesk Desk => Get<IncidentDesk>();

    public LiveState Live => Get<LiveState>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Changes the rule by which alpha opens incidents.</summary>
    public void Rule(Func<IncidentsProfile, IncidentsProfile> change) => Live.Systems.Observed(new SystemCatalog(
        [.. Catalog.Systems.Select(system => system.Profile.Incidents is { } rule ? system with { Profile = system.Profile with { Incidents = change(rule) } } : system)], []));

    /// <summary>Says what fires now.</summary>
    public void Fires(params ImmutableArray<Alert> alerts) => Live.Alerts.Observed(new AlertBoard(alerts, []));

    /// <summary>Says what fires now, and has it in the history.</summary>
    public async Task FiresAndIsRecordedAsync(params ImmutableArray<Alert> alerts)
    {
        Fires(alerts);
        var (store, now) = (Get<TransitionStore>(), Get<TimeProvider>().GetUtcNow());
        var memory = await store.RecallAsync(now, Cancellation);
        await store.StoreAsync(null, memory.Changes(new AlertRound(new AlertBoard(alerts, []), now, now, true)), now, Cancellation);
    }

    /// <summary>What is shown after the writer looked.</summary>
    public async Task<IncidentBoard> ShownAsync()
    {
        await Hosted<IncidentBoardWriter>().LookAsync(Cancellation);
        return Live.Incidents.Current.Value!;
    }

    /// <summary>What is shown after the keeper looked, too.</summary>
    public async Task<IncidentBoard> KeptAsync()
    {
        await ShownAsync();
        await Hosted<IncidentKeeper>().LookAsync(null, Cancellation);
        return await ShownAsync();
    }

    public async Task<Incident> OpenedAsync(NewIncident? wish = null, Person? person = null) =>
        Must(await Desk.OpenAsync(wish ?? new NewIncident("Checkout fails", 1) { Systems = ["alpha"] }, person ?? Ada, Cancellation));

    public async Task<Incident> ClosedAsync(Incident incident, IncidentVerdict verdict = IncidentVerdict.Useful) =>
        Must(await Desk.CloseAsync(incident.Id, new IncidentClosing("a full disk", verdict), Olga, null, Cancellation));

    public async Task<Timeline> TimelineAsync(Incident incident) => await Desk.TimelineAsync((await Desk.FindAsync(incident.Id, Cancellation))!, Cancellation);

    /// <summary>The record of incidents, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Size = 200 }, Cancellation)).Entries.Where(entry => entry.Action is "work-incident" or "close-incident").Reverse()];

    public static T Must<T>(Result<T> result)
        where T : notnull
    {
        Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);
        return result.Value;
    }

    /// <summary>The one problem's field.</summary>
    public static string Refused<T>(Result<T> result)
        where T : notnull => Assert.Single(result.Problems).Where;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
