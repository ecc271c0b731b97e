using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Alerts.Acknowledgements;

/// <summary>The acknowledgements of one process of the console, over a database that it shares with others.</summary>
internal sealed class AckWorld : IAsyncDisposable
{
    public static readonly Person Ada = OneProcess.Person("ada", "Ada Ek", "responders");
    public static readonly Person Ben = OneProcess.Person("ben", "Ben Ek", "responders");
    public static readonly Person Vera = OneProcess.Person("vera", "Vera Ek", "viewers");

    private static readonly AccessRules Rules = new(
        [new(Role.Responder, ["responders"], [], ["alpha"], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2")]);

    private readonly ServiceProvider services;

    public AckWorld(TestStore store, TimeProvider clock)
    {
        Database = store.Another();
        services = OneProcess.Over(Database, store.Folder, clock, Rules).Services.AddAcknowledgements().BuildServiceProvider();
        Fires(Alert);
    }

    public static Alert Alert { get; } = Any.Alert();

    public Database Database { get; }

    public AckDesk Desk => Get<AckDesk>();

    public LiveState Live => Get<LiveState>();

    public AckBoard Board => Live.Acknowledgements.Current.Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Says what fires now.</summary>
    public void Fires(params ImmutableArray<Alert> alerts) => Live.Alerts.Observed(new AlertBoard(alerts, []));

    /// <summary>Says what fires now, as far as is known: a source is silent.</summary>
    public void FiresInPart(params ImmutableArray<Alert> alerts) => Live.Alerts.Observed(new AlertBoard(alerts, ["am-2"]));

    public async Task<AckAnswer> TakeAsync(Person? person = null, string? comment = null, TimeSpan? lasts = null, Alert? alert = null) =>
        Assert.Single(Must(await Desk.AcknowledgeAsync(person ?? Ada, [(alert ?? Alert).Fingerprint], comment, lasts, Cancellation)));

    public async Task<AckAnswer> TakeOverAsync(Person person, string? comment = null) =>
        Assert.Single(Must(await Desk.TakeOverAsync(person, [Alert.Fingerprint], comment, null, Cancellation)));

    public async Task<AckAnswer> WithdrawAsync(Person person) => Assert.Single(Must(await Desk.WithdrawAsync(person, [Alert.Fingerprint], Cancellation)));

    /// <summary>What is shown after the writer looked.</summary>
    public async Task<AckBoard> ShownAsync()
    {
        await Hosted<AckBoardWriter>().LookAsync(Cancellation);
        return Board;
    }

    /// <summary>The whole story of the alert, newest first.</summary>
    public Task<ImmutableArray<Acknowledgement>> StoryAsync() => Desk.OfAsync(Alert.Fingerprint, 100, Cancellation);

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Action = "acknowledge", Size = 100 }, Cancellation)).Entries.Reverse()];

    public static ImmutableArray<AckAnswer> Must(Result<ImmutableArray<AckAnswer>> result)
    {
        Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);
        return result.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
