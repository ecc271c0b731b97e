using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpsConsole.Access;
using OpsConsole.Alerts;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Metrics;
using OpsConsole.Runbooks;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>The walkthroughs of one process of the console, over a database that it shares with others.</summary>
internal sealed class WalkWorld : IAsyncDisposable
{
    public static readonly Person Anna = OneProcess.Person("anna", "Anna Ek", "responders");
    public static readonly Person Ben = OneProcess.Person("ben", "Ben Ek", "responders");
    public static readonly Person Vera = OneProcess.Person("vera", "Vera Ek", "viewers");

    private static readonly AccessRules Rules = new(
        [new(Role.Responder, ["responders"], [], ["billing"], [], "access.yaml:1"), new(Role.Viewer, ["viewers"], [], [], [], "access.yaml:2")]);

    private readonly ServiceProvider services;

    public WalkWorld(TestStore store, TimeProvider clock)
    {
        Database = store.Another();
        services = OneProcess.Over(Database, store.Folder, clock, Rules).Services.AddWalkthroughs().BuildServiceProvider();
    }

    public Database Database { get; }

    public WalkthroughDesk Desk => Get<WalkthroughDesk>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A runbook of five steps: the second leads on to the fourth, or back to the first.</summary>
    public static Runbook Runbook { get; } = new()
    {
        Folder = "billing",
        Slug = "no-leader",
        Title = "No leader",
        System = "billing",
        Text = "# No leader",
        Hash = new string('a', 64),
        Steps =
        [
            Step("look", 1), Step("holder", 2, new("the holder is gone", "delete"), new("nothing is seen", "look")), Step("wait", 3), Step("delete", 4), Step("verify", 5, new RunbookJump("it is still there", "holder")),
        ],
    };

    public static Alert Alert { get; } = new(
        "00000000000000aa", LabelSet.Of(("alertname", "NoLeader"), ("severity", "critical"), ("pod", "a\0\ud800b")), LabelSet.Empty, AlertState.Firing, new(2026, 11, 29, 11, 58, 0, TimeSpan.Zero))
    {
        System = "billing",
    };

    public static WalkStart Start => new(Runbook, null, Alert, new RunbookScene(Alert.Labels.ToImmutableSortedDictionary(label => $"labels.{label.Key}", label => label.Value), true));

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    public async Task<Walkthrough> StartedAsync(WalkStart? start = null) => Must(await Desk.StartAsync(start ?? Start, Anna, Cancellation));

    public async Task<Walkthrough> MarkedAsync(string id, string step, StepState state = StepState.Done, WalkMark? mark = null, Person? person = null) =>
        Must(await Desk.MarkAsync(id, step, state, mark ?? WalkMark.Bare, person ?? Anna, Cancellation));

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync() =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Action = "walk-runbook", Size = 100 }, Cancellation)).Entries.Reverse()];

    public static SeenBlock Seen(string text = "fine") => new(2, [new BlockAnswer("up", DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(3), new LinesResult([text], 1, string.Empty))]);

    public static Walkthrough Must(Result<Walkthrough> result)
    {
        Assert.True(result.IsOk, result.IsOk ? string.Empty : result.Explanation);
        return result.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static RunbookStep Step(string id, int number, params RunbookJump[] jumps) => new(id, number, $"Step {id}", "Diagnose", number * 10) { Jumps = [.. jumps] };
}
