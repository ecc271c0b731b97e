using System.Collections.Immutable;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Runbooks;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Runbooks.Walkthroughs;

/// <summary>Which step a guarded action is written on.</summary>
public sealed class WalkRunsTests(Stores stores)
{
    private const string Text = """
        ---
        title: No leader
        system: billing
        alerts: [NoLeader]
        severity: critical
        respond_within: 5m
        ---

        ## Diagnose

        ### Look {#look}

        Look at it.

        ## Resolve

        ### Scale up {#scale}

        ```action
        kind: scale
        target: pay/billing-api
        replicas: 3
        ```

        ### Scale further {#further}

        ```action
        kind: scale
        target: pay/billing-api
        replicas: 5
        ```
        """;

    private readonly FakeTime clock = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_action_asked_from_a_runbook_stands_on_the_step_that_asks_for_it_though_nobody_has_the_page_open()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, clock);
        var walk = await StartedAsync(console);

        await SeeAsync(console, Run("0kq3v9x2m4c8r7t1w5za", walk), Run("0kq3v9x2m4c8r7t1w5zb", walk) with { Origin = new(ActionDoor.Page) { Alert = walk.Alert } });
        Assert.Equal(["scale: 0kq3v9x2m4c8r7t1w5za"], await LinkedAsync(console, walk));

        await console.MarkedAsync(walk.Id, "look");
        await console.MarkedAsync(walk.Id, "scale");
        await SeeAsync(console, Run("0kq3v9x2m4c8r7t1w5za", walk), Run("0kq3v9x2m4c8r7t1w5zc", walk));
        Assert.Equal(["further: 0kq3v9x2m4c8r7t1w5zc", "scale: 0kq3v9x2m4c8r7t1w5za"], await LinkedAsync(console, walk));
    }

    [Fact]
    public async Task What_was_asked_before_the_walkthrough_or_is_of_another_kind_is_not_written_on_it_and_a_refusal_is_on_record_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new WalkWorld(store, clock);
        var walk = await StartedAsync(console);

        await SeeAsync(console,
            Run("0kq3v9x2m4c8r7t1w5za", walk) with { At = walk.StartedAt.AddSeconds(-1) },
            Run("0kq3v9x2m4c8r7t1w5zb", walk, "lease-delete"),
            Run("0kq3v9x2m4c8r7t1w5zc", walk) with { By = WalkWorld.Vera });

        Assert.Empty(await LinkedAsync(console, walk));
        Assert.Equal("vera", Assert.Single(await console.EntriesAsync(), entry => entry.Stage is AuditStage.Denied).Subject);
    }

    private static async Task<Walkthrough> StartedAsync(WalkWorld console)
    {
        var runbook = RunbookReader.Read("billing", "no-leader", Text);
        Assert.Empty(runbook.Problems);
        return await console.StartedAsync(WalkWorld.Start with { Runbook = runbook });
    }

    // Twice with one memory: what is linked or refused already is left alone.
    private static async Task SeeAsync(WalkWorld console, params ImmutableArray<ActionRun> runs)
    {
        await console.Hosted<WalkBoardWriter>().LookAsync(Cancellation);
        console.Get<LiveState>().Actions.Observed(new ActionBoard(runs, [], []));
        var linked = new HashSet<string>(StringComparer.Ordinal);
        await console.Hosted<WalkRuns>().LookAsync(linked, Cancellation);
        await console.Hosted<WalkRuns>().LookAsync(linked, Cancellation);
    }

    private static async Task<string[]> LinkedAsync(WalkWorld console, Walkthrough walk) =>
        [.. (await console.Desk.FindAsync(walk.Id, Cancellation))!.Steps.SelectMany(step => step.Value.Runs.Select(run => $"{step.Key}: {run}"))];

    private static ActionRun Run(string id, Walkthrough walk, string kind = "scale") => new()
    {
        Id = id,
        Plan = new ActionPlan
        {
            Kind = kind,
            Title = "Scale Deployment pay/billing-api to 3",
            System = "billing",
            Target = new ActionTarget("Deployment", "east", "pay", "billing-api"),
            State = new TargetState("uid-1", ImmutableSortedDictionary<string, string>.Empty),
            GrantedBy = "responder is granted",
            ActsAs = "the console's own account",
            Tier = RiskTier.Click,
            TierBecause = "it can be undone",
            Verifies = "3 ready pods",
            VerifyWithin = TimeSpan.FromMinutes(5),
            At = walk.StartedAt,
            Hash = new string('a', 64),
        },
        By = WalkWorld.Anna,
        At = walk.StartedAt.AddSeconds(1),
        Origin = new(ActionDoor.Page) { Runbook = walk.Runbook, Alert = walk.Alert },
        State = RunState.Running,
    };
}
