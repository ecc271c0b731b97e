using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;
using OpsConsole.Systems;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>The guarded actions of one process of the console, over a database and a world that it shares with others.</summary>
internal sealed class ActionProcess : IAsyncDisposable
{
    public static readonly Person Anna = Of("anna", "Anna Ek", "ops-operators");
    public static readonly Person Ben = Of("ben", "Ben Ek", "ops-approvers");
    public static readonly Person Root = Of("root", "Root Ek", "ops-admins");
    public static readonly Person Vera = Of("vera", "Vera Ek", "ops-viewers");

    private readonly ServiceProvider services;

    private ActionProcess(Database database, string folder, TestWorld world, TimeProvider clock, TestRules rules, Action<IServiceCollection>? change)
    {
        (World, Rules, Database) = (world, rules, database);
        var (all, configuration) = OneProcess.Over(Database, folder, clock, rules);
        all.AddRemediation(configuration)
            .AddSingleton<MakePlan>((request, person, _) => world.PlanAsync(rules, request, person))
            .AddSingleton<PlanAnew>((request, person, _, _) => world.PlanAsync(rules, request, person))
            .AddSingleton<WhoIsNow>((was, _) => Task.FromResult(rules.Now(was)))
            .AddSingleton(_ => new RemedyBook([world.Remedy]))
            .AddSingleton(new Impersonation(new UpstreamsOptions { Kubernetes = { new() { Name = "east" } } }));
        change?.Invoke(all);
        services = all.BuildServiceProvider();
        Get<LiveState>().Systems.Observed(new SystemCatalog([new LoadedSystem(Billing, [], "billing.yaml")], []));
    }

    public TestWorld World { get; }

    public TestRules Rules { get; }

    public Database Database { get; }

    public ActionDesk Desk => Get<ActionDesk>();

    public static SystemProfile Billing { get; } = new()
    {
        Id = "billing",
        Title = "Billing",
        ClaimsAlerts = ["system=\"billing\""],
        Actions = [new ActionProfile("scale", []) { BreakGlassPerDay = 2 }],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ActionProcess On(TestStore store, TestWorld world, TimeProvider clock, TestRules? rules = null, StageReached? reached = null) =>
        On(store.Another(), store.Folder, world, clock, rules, services =>
        {
            if (reached is not null)
            {
                services.AddSingleton(reached);
            }
        });

    /// <summary>Another database, or another world.</summary>
    public static ActionProcess On(Database database, string folder, TestWorld world, TimeProvider clock, TestRules? rules, Action<IServiceCollection>? change) =>
        new(database, folder, world, clock, rules ?? new TestRules(), change);

    public static Person Of(string subject, string name, params string[] groups) => new(subject, name, [.. groups], SignInMethod.Local) { Address = "192.0.2.7" };

    public static ActionRequest Scale(string name, string replicas = "5") => new("scale", "billing", $"pay/{name}")
    {
        Parameters = ImmutableSortedDictionary<string, string>.Empty.Add("replicas", replicas),
    };

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public async Task<ActionPlan> PlanAsync(string name, Person? person = null, string replicas = "5") =>
        Assert.IsType<PlanAnswer.Made>(await Desk.PlanAsync(Scale(name, replicas), person ?? Anna, Cancellation)).Plan;

    /// <summary>Plans, and confirms with all that the plan asks.</summary>
    public async Task<Result<ActionRun>> ConfirmAsync(string name, Person? person = null, Func<Confirmation, Confirmation>? change = null, ActionRequest? request = null)
    {
        request ??= Scale(name);
        var plan = Assert.IsType<PlanAnswer.Made>(await Desk.PlanAsync(request, person ?? Anna, Cancellation)).Plan;
        var confirmation = new Confirmation(plan.Hash) { Typed = plan.Target.Typed, Reason = "The queue grows without end" };
        return await Desk.ConfirmAsync(request, change is null ? confirmation : change(confirmation), person ?? Anna, Cancellation);
    }

    public async Task<ActionRun> ConfirmedAsync(string name, Person? person = null, Func<Confirmation, Confirmation>? change = null, ActionRequest? request = null)
    {
        var run = await ConfirmAsync(name, person, change, request);
        Assert.True(run.IsOk, run.IsOk ? string.Empty : run.Explanation);
        return run.Value;
    }

    public Task<Result<ActionRun>> AgreeAsync(ActionRun run, Person? person = null) =>
        Desk.DecideAsync(run.Id, run.Plan.Hash, agrees: true, "It is the known trouble", person ?? Ben, Cancellation);

    /// <summary>The run once it is over; time goes on while the world is asked, so that an intent does not grow old before.</summary>
    public async Task<ActionRun> OverAsync(string id, FakeTime clock)
    {
        ActionRun? run = null;
        await Eventually.SoAsync(
            async () =>
            {
                if (World.Requests.Contains(id))
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                }

                return (run = await Desk.FindAsync(id, Cancellation)) is { IsOver: true } ? true : null;
            },
            TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(10), Cancellation);
        return run!;
    }

    /// <summary>The run once it is over, with a time that somebody else moves.</summary>
    public async Task<ActionRun> OverAsync(string id) => await Eventually.GetAsync(async () => (await Desk.FindAsync(id, Cancellation))!, run => run.IsOver, Cancellation);

    /// <summary>The entries of one affair, oldest first.</summary>
    public async Task<ImmutableArray<AuditEntry>> EntriesAsync(string affair) =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Correlation = affair, Size = 100 }, Cancellation)).Entries.Reverse()];

    public async Task<IReadOnlyList<AuditStage>> StagesAsync(string affair) => [.. (await EntriesAsync(affair)).Select(entry => entry.Stage)];

    /// <summary>All denials, oldest first.</summary>
    public async Task<ImmutableArray<AuditEntry>> DenialsAsync() =>
        [.. (await Get<IAuditReader>().ReadAsync(new AuditQuery { Stage = AuditStage.Denied, Size = 100 }, Cancellation)).Entries.Reverse()];

    /// <summary>Makes the others see that a process is dead, as its silence would after a while: on a server that goes by the server's clock.</summary>
    public Task DieAsync() => Database.WriteAsync(work => work.ExecuteAsync("UPDATE locks SET until = 0 WHERE name LIKE 'replica:%'", null, Cancellation), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>Grants that a test can take away, and what is known of people by now.</summary>
internal sealed class TestRules : IAccessRules
{
    private AccessRules rules = new([Grant(Role.Operator, "ops-operators"), Grant(Role.Approver, "ops-approvers"), Grant(Role.Admin, "ops-admins"), Grant(Role.Viewer, "ops-viewers")]);

    public Func<Person, Result<Person>> Now { get; set; } = was => was;

    public Decision Decide(Person person, GuardedAction action, string? system = null) => rules.Decide(person, action, system);

    /// <summary>Takes a role from everybody.</summary>
    public void Take(Role role) => rules = new AccessRules([.. rules.Grants.Where(grant => grant.Role != role)]);

    private static Grant Grant(Role role, string group) => new(role, [group], [], [], [], "access.yaml:1");
}
