using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>From a person's word to an action that is under way.</summary>
public sealed class ConfirmTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime clock = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_confirmed_action_is_done_once_seen_to_work_and_all_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);

        var begun = await console.ConfirmedAsync("api");
        var over = await console.OverAsync(begun.Id, clock);

        Assert.Equal((RunState.Succeeded, ActionOutcome.Worked, "5 of 5 pods are ready"), (over.State, over.Outcome, over.Says));
        Assert.Equal([over.Id], console.World.Done);
        Assert.Equal([AuditStage.Requested, AuditStage.Started, AuditStage.Succeeded], await console.StagesAsync(over.Id));
        Assert.Equal(
            [ActionStage.Grant, ActionStage.Preflight, ActionStage.Confirmation, ActionStage.Intent, ActionStage.Execution, ActionStage.Verification], over.Steps.Select(step => step.Stage));
        Assert.Equal(Enumerable.Range(1, over.Steps.Length), over.Steps.Select(step => step.Number));
        Assert.Equal((20, true), (over.Id.Length, over.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))));
        Assert.Equal("2", over.UndoRequest!.Parameters["replicas"]);
    }

    [Fact]
    public async Task What_a_person_must_type_is_exact_but_for_blanks_around_the_sign()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        foreach (var wrong in new[] { null, "", "api", "api @ west", "API @ east", "api @ eas t" })
        {
            Assert.Equal("typed", Assert.Single((await console.ConfirmAsync("api", change: it => it with { Typed = wrong })).Problems).Where);
        }

        Assert.Empty(console.World.Requests);
        await console.ConfirmedAsync("api", change: it => it with { Typed = "  api@east " });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("why!")]
    [InlineData("1234567")]
    [InlineData("the \u0007 bell rings")]
    public async Task A_reason_has_at_least_five_letters_and_nothing_hidden(string? reason)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        Assert.Equal("reason", Assert.Single((await console.ConfirmAsync("api", change: it => it with { Reason = reason })).Problems).Where);
        Assert.Equal("reason", Assert.Single((await console.ConfirmAsync("api", change: it => it with { Reason = new string('a', 501) })).Problems).Where);
        Assert.Empty(console.World.Requests);
    }

    [Fact]
    public async Task A_harmless_action_asks_for_nothing_typed()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock) { Tier = RiskTier.Click }.Put("api");
        await using var console = ActionProcess.On(store, world, clock);
        var run = await console.ConfirmedAsync("api", change: it => it with { Typed = null, Reason = null });
        Assert.Equal(RunState.Succeeded, (await console.OverAsync(run.Id, clock)).State);
    }

    [Fact]
    public async Task A_target_that_changed_since_the_person_looked_stops_it_and_says_what_changed()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var plan = await console.PlanAsync("api");
        console.World.Touch("api");
        var changed = await ConfirmAsync(console, plan);
        Assert.Equal(("plan", "Deployment pay/api changed since you looked: generation from 1 to 2"), (changed.Where, changed.What));

        plan = await console.PlanAsync("api");
        console.World.Put("api");
        Assert.Contains("it was made anew", (await ConfirmAsync(console, plan)).What, StringComparison.Ordinal);

        console.World.Remove("api");
        Assert.Equal("target", (await ConfirmAsync(console, plan)).Where);
        Assert.Empty(console.World.Requests);
    }

    [Fact]
    public async Task A_right_that_is_withdrawn_between_plan_and_confirmation_is_a_denial_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var plan = await console.PlanAsync("api");
        console.Rules.Take(Role.Operator);
        Assert.Equal("grant", (await ConfirmAsync(console, plan)).Where);
        var denial = Assert.Single(await console.DenialsAsync());
        Assert.Equal(("anna", "scale", "billing"), (denial.Subject, denial.Action, denial.System));
        Assert.Empty(console.World.Requests);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_guard_that_stops_it_is_a_denial_and_only_some_may_go_on_in_spite_of_some(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var world = new TestWorld(clock).Put("api");
        await using var console = ActionProcess.On(store, world, clock);
        world.Guards = [Stop("autoscaler", mayBeOverridden: false)];
        Assert.Equal("guards", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Root, it => it with { Override = ["autoscaler"] })).Problems).Where);

        world.Guards = [Stop("cooldown", mayBeOverridden: true)];
        Assert.Equal("guards", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Root)).Problems).Where);
        Assert.Equal("grant", Assert.Single((await console.ConfirmAsync("api", change: it => it with { Override = ["cooldown"] })).Problems).Where);
        Assert.Equal(3, (await console.DenialsAsync()).Length);
        Assert.Empty(world.Requests);

        // An override is never a mere click.
        world.Tier = RiskTier.Click;
        Assert.Equal(["typed", "reason"], (await console.ConfirmAsync("api", ActionProcess.Root, it => it with { Override = ["cooldown"], Typed = null, Reason = null })).Problems.Select(it => it.Where));
        var run = await console.ConfirmedAsync("api", ActionProcess.Root, it => it with { Override = ["cooldown"] });
        Assert.Equal(["cooldown"], run.Overridden);
        Assert.Equal("cooldown", (string?)(await console.EntriesAsync(run.Id))[0].Evidence!["overridden"]![0]);
    }

    [Fact]
    public async Task What_can_not_be_told_stops_like_a_block()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var world = new TestWorld(clock) { Guards = [Stop("fresh", mayBeOverridden: false) with { Verdict = GuardVerdict.Unknown }] }.Put("api");
        await using var console = ActionProcess.On(store, world, clock);
        Assert.Equal("guards", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Root)).Problems).Where);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_same_key_from_the_same_person_is_the_same_action_however_often_it_comes(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api").Put("web"), clock);
        var plan = await console.PlanAsync("api");
        var confirmation = new Confirmation(plan.Hash) { Typed = plan.Target.Typed, Reason = "The queue grows", IdempotencyKey = "key-1" };
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => console.Desk.ConfirmAsync(ActionProcess.Scale("api"), confirmation, ActionProcess.Anna, Cancellation), Cancellation)));
        Assert.All(runs, run => Assert.True(run.IsOk, run.IsOk ? string.Empty : run.Explanation));
        var id = Assert.Single(runs.Select(run => run.Value.Id).Distinct());
        await console.OverAsync(id, clock);
        Assert.Equal(id, (await console.Desk.ConfirmAsync(ActionProcess.Scale("api"), confirmation, ActionProcess.Anna, Cancellation)).Value.Id);
        Assert.Equal([id], console.World.Done);

        Assert.Equal("idempotencyKey", (await console.ConfirmAsync("web", change: it => it with { IdempotencyKey = "key-1" })).Problems[0].Where);
        Assert.True((await console.ConfirmAsync("web", ActionProcess.Root, it => it with { IdempotencyKey = "key-1" })).IsOk);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_two_who_act_on_one_target_at_once_one_is_told_that_it_is_busy(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var open = new TaskCompletionSource();
        var world = new TestWorld(clock) { Gate = open.Task }.Put("api");
        await using var console = ActionProcess.On(store, world, clock);
        var both = await Task.WhenAll(console.ConfirmAsync("api"), console.ConfirmAsync("api", ActionProcess.Root));
        open.SetResult();

        var begun = Assert.Single(both, one => one.IsOk).Value;
        Assert.Equal("target", Assert.Single(both, one => !one.IsOk).Problems[0].Where);
        Assert.Equal(RunState.Succeeded, (await console.OverAsync(begun.Id, clock)).State);
        Assert.Equal([begun.Id], world.Done);
        var other = Assert.Single(await console.Desk.OverAsync(null, null, 10, Cancellation), run => run.Id != begun.Id);
        Assert.Equal((RunState.Failed, ActionOutcome.NotBegun), (other.State, other.Outcome));
        Assert.Equal([AuditStage.Requested, AuditStage.Failed], await console.StagesAsync(other.Id));
    }

    [Fact]
    public async Task A_browser_that_is_closed_in_the_middle_leaves_the_action_to_its_end()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        using var leaves = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock, reached: async (stage, edge) =>
        {
            if ((stage, edge) is (ActionStage.Intent, StageEdge.Before))
            {
                reached.SetResult();
                await go.Task;
            }
        });
        var plan = await console.PlanAsync("api");
        var confirming = console.Desk.ConfirmAsync(ActionProcess.Scale("api"), new Confirmation(plan.Hash) { Typed = plan.Target.Typed, Reason = "The queue grows" }, ActionProcess.Anna, leaves.Token);
        await reached.Task.WaitAsync(Cancellation);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => confirming);
        go.SetResult();

        // It may be over before anybody looks.
        var ids = await Eventually.GetAsync(
            async () => (await console.Get<ActionStore>().OpenAsync(Cancellation)).Select(open => open.Id)
                .Concat((await console.Desk.OverAsync(null, null, 10, Cancellation)).Select(over => over.Id)).Distinct().ToList(),
            all => all.Count > 0, Cancellation);
        Assert.Equal(RunState.Succeeded, (await console.OverAsync(Assert.Single(ids), clock)).State);
    }

    private static GuardAnswer Stop(string guard, bool mayBeOverridden) => new(guard, "It stands in the way", GuardVerdict.Block, "saw it", Noon) { MayBeOverridden = mayBeOverridden };

    private static async Task<Problem> ConfirmAsync(ActionProcess console, ActionPlan plan) => Assert.Single((await console.Desk.ConfirmAsync(
        ActionProcess.Scale("api"), new Confirmation(plan.Hash) { Typed = plan.Target.Typed, Reason = "The queue grows" }, ActionProcess.Anna, Cancellation)).Problems);
}
