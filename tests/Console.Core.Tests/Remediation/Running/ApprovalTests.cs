using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>A second person, or a broken glass.</summary>
public sealed class ApprovalTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTime clock = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_a_second_person_agrees_to_begins_at_once_and_both_are_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        Assert.Equal((RunState.Waiting, Noon.AddMinutes(15)), (waits.State, waits.LapsesAt));
        Assert.Empty(console.World.Requests);

        Assert.True((await console.AgreeAsync(waits)).IsOk);
        var over = await console.OverAsync(waits.Id, clock);

        Assert.Equal((RunState.Succeeded, "ben"), (over.State, over.Approval!.By.Subject));
        var entries = await console.EntriesAsync(over.Id);
        Assert.Equal([AuditStage.Requested, AuditStage.Approved, AuditStage.Started, AuditStage.Succeeded], entries.Select(entry => entry.Stage));
        Assert.Equal(["anna", "ben", "anna", "anna"], entries.Select(entry => entry.Subject));
        Assert.All(entries.Skip(2), entry => Assert.Equal("Ben Ek", (string?)entry.Evidence!["approvedBy"]));
    }

    [Fact]
    public async Task Who_asked_can_not_agree_not_even_with_the_right_to()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api", ActionProcess.Root);
        Assert.Equal("grant", Assert.Single((await console.AgreeAsync(waits, ActionProcess.Root)).Problems).Where);
        Assert.Equal("grant", Assert.Single((await console.AgreeAsync(waits, ActionProcess.Of("root", "Root again", "ops-approvers"))).Problems).Where);
        Assert.Equal(2, (await console.DenialsAsync()).Length);
        Assert.Equal(RunState.Waiting, (await console.Desk.FindAsync(waits.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Who_may_not_agree_is_refused_on_record_also_with_a_token_that_lacks_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        foreach (var person in new[] { ActionProcess.Vera, ActionProcess.Ben with { TokenRoles = [Role.Viewer] } })
        {
            Assert.Equal("grant", Assert.Single((await console.AgreeAsync(waits, person)).Problems).Where);
        }

        Assert.Equal(["vera", "ben"], (await console.DenialsAsync()).Select(entry => entry.Subject));
        Assert.Equal("plan", Assert.Single((await console.Desk.DecideAsync(waits.Id, new string('0', 64), true, "It is known", ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Equal("reason", Assert.Single((await console.Desk.DecideAsync(waits.Id, waits.Plan.Hash, true, "ok", ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Empty(console.World.Requests);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_its_reason()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        var refused = await console.Desk.DecideAsync(waits.Id, waits.Plan.Hash, agrees: false, "Not during the sale", ActionProcess.Ben, Cancellation);
        Assert.Equal((RunState.Refused, false, "Ben Ek did not agree: Not during the sale"), (refused.Value.State, refused.Value.Approval!.Agreed, refused.Value.Says));
        Assert.Equal([AuditStage.Requested, AuditStage.Denied], await console.StagesAsync(waits.Id));
        Assert.Equal("state", Assert.Single((await console.AgreeAsync(waits)).Problems).Where);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_two_who_decide_at_once_one_does(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        var both = await Task.WhenAll(
            console.AgreeAsync(waits), console.Desk.DecideAsync(waits.Id, waits.Plan.Hash, agrees: false, "Not during the sale", ActionProcess.Root, Cancellation));
        var one = Assert.Single(both, answer => answer.IsOk).Value;
        Assert.Equal("state", Assert.Single(both, answer => !answer.IsOk).Problems[0].Where);
        var over = await console.OverAsync(waits.Id, clock);
        Assert.Equal(one.Approval!.Agreed ? RunState.Succeeded : RunState.Refused, over.State);
        Assert.Equal(one.Approval.Agreed ? 1 : 0, console.World.Done.Count);
    }

    [Fact]
    public async Task What_nobody_agrees_to_in_time_lapses_on_record_and_can_not_be_agreed_to_any_more()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("state", Assert.Single((await console.AgreeAsync(waits)).Problems).Where);
        await console.Get<Recovery>().LookAsync(null, Cancellation);
        Assert.Equal(RunState.Lapsed, (await console.Desk.FindAsync(waits.Id, Cancellation))!.State);
        var last = (await console.EntriesAsync(waits.Id))[^1];
        Assert.Equal((AuditStage.Failed, "console", "Nobody agreed in time"), (last.Stage, last.Subject, last.Reason));
    }

    [Fact]
    public async Task It_lapses_when_the_target_changed_since_it_was_asked_for()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        console.World.Touch("api");
        var agreed = (await console.AgreeAsync(waits)).Value;
        Assert.Equal((RunState.Lapsed, "Deployment pay/api changed since it was asked for: generation from 1 to 2"), (agreed.State, agreed.Says));
        Assert.Equal([AuditStage.Requested, AuditStage.Approved, AuditStage.Failed], await console.StagesAsync(waits.Id));
        Assert.Empty(console.World.Requests);
    }

    [Fact]
    public async Task It_lapses_when_who_asked_lost_the_right_or_the_group_or_may_not_sign_in_any_more()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        foreach (var now in new Func<Person, Result<Person>>[] { was => was with { Groups = ["ops-viewers"] }, was => new Problem("grant", $"{was.Name} may not sign in any more") })
        {
            console.Rules.Now = _ => ActionProcess.Anna;
            var waits = await console.ConfirmedAsync("api");
            console.Rules.Now = now;
            Assert.Equal(RunState.Lapsed, (await console.AgreeAsync(waits)).Value.State);
            Assert.Equal(AuditStage.Denied, (await console.StagesAsync(waits.Id))[^1]);
        }

        console.Rules.Now = was => was;
        var last = await console.ConfirmedAsync("api");
        console.Rules.Take(Role.Operator);
        Assert.Equal(RunState.Lapsed, (await console.AgreeAsync(last)).Value.State);
        Assert.Empty(console.World.Requests);
    }

    [Fact]
    public async Task A_stop_that_is_new_leaves_it_agreed_to_until_who_asked_begins_it_or_its_time_is_over()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        console.World.Guards = [new GuardAnswer("freeze", "Changes are frozen", GuardVerdict.Block, "until 14:00", Noon)];
        var agreed = (await console.AgreeAsync(waits)).Value;
        Assert.Equal((RunState.Approved, Noon.AddMinutes(5)), (agreed.State, agreed.LapsesAt));
        Assert.Equal("It can't begin now: Changes are frozen (until 14:00)", agreed.Steps[^1].Says);

        Assert.Equal("guards", Assert.Single((await console.Desk.BeginAsync(waits.Id, ActionProcess.Anna, Cancellation)).Problems).Where);
        Assert.Equal("grant", Assert.Single((await console.Desk.BeginAsync(waits.Id, ActionProcess.Ben, Cancellation)).Problems).Where);
        console.World.Guards = [];
        Assert.True((await console.Desk.BeginAsync(waits.Id, ActionProcess.Anna, Cancellation)).IsOk);
        Assert.Equal(RunState.Succeeded, (await console.OverAsync(waits.Id, clock)).State);

        console.World.Guards = [];
        var next = await console.ConfirmedAsync("api");
        console.World.Guards = [new GuardAnswer("freeze", "Changes are frozen", GuardVerdict.Block, "until 14:00", Noon)];
        await console.AgreeAsync(next);
        clock.Advance(TimeSpan.FromMinutes(5));
        await console.Get<Recovery>().LookAsync(null, Cancellation);
        Assert.Equal((RunState.Lapsed, "It could not begin in time"), await StateAsync(console, next.Id));
    }

    [Fact]
    public async Task Only_who_asked_takes_it_back_and_only_before_it_is_done()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = Console(store);
        var waits = await console.ConfirmedAsync("api");
        Assert.Equal("grant", Assert.Single((await console.Desk.WithdrawAsync(waits.Id, ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Equal(RunState.Withdrawn, (await console.Desk.WithdrawAsync(waits.Id, ActionProcess.Anna, Cancellation)).Value.State);
        Assert.Equal("state", Assert.Single((await console.AgreeAsync(waits)).Problems).Where);
        Assert.Equal("state", Assert.Single((await console.Desk.WithdrawAsync(waits.Id, ActionProcess.Anna, Cancellation)).Problems).Where);
        Assert.Equal([AuditStage.Requested, AuditStage.Failed], await console.StagesAsync(waits.Id));
        Assert.Equal("id", Assert.Single((await console.Desk.WithdrawAsync("none", ActionProcess.Anna, Cancellation)).Problems).Where);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_broken_glass_is_loud_limited_and_looked_at_by_somebody_else(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = Console(store);
        await SeenAsync(console, ActionProcess.Ben, ActionProcess.Root, ActionProcess.Vera);
        Func<Confirmation, Confirmation> breaks = it => it with { BreakGlass = true, Reason = "The shop is down and nobody answers" };
        Assert.Equal("grant", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Anna, breaks)).Problems).Where);
        Assert.Equal("reason", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Root, it => it with { BreakGlass = true, Reason = "Too short a word" })).Problems).Where);
        console.World.MayBreakGlass = false;
        Assert.Equal("grant", Assert.Single((await console.ConfirmAsync("api", ActionProcess.Root, breaks)).Problems).Where);
        console.World.MayBreakGlass = true;

        var run = await console.OverAsync((await console.ConfirmedAsync("api", ActionProcess.Root, breaks)).Id, clock);
        Assert.Equal((RunState.Succeeded, true), (run.State, run.BrokeGlass));
        var requested = (await console.EntriesAsync(run.Id))[0];
        Assert.Equal((true, "Ben Ek"), ((bool)requested.Evidence!["breakGlass"]!, (string?)requested.Evidence["skipped"]![0]));
        Assert.Equal(["Ben Ek"], await console.Desk.ApproversAsync("billing", ActionProcess.Root, Cancellation));

        await console.OverAsync((await console.ConfirmedAsync("api", ActionProcess.Root, breaks)).Id, clock);
        var third = await console.ConfirmAsync("api", ActionProcess.Root, breaks);
        Assert.Contains("you broke the glass 2 times within 24 h", Assert.Single(third.Problems).What, StringComparison.Ordinal);
        Assert.Equal(2, console.World.Done.Count);

        Assert.Equal("grant", Assert.Single((await console.Desk.CloseReviewAsync(run.Id, "I looked at it", ActionProcess.Root, Cancellation)).Problems).Where);
        Assert.Equal("grant", Assert.Single((await console.Desk.CloseReviewAsync(run.Id, "I looked at it", ActionProcess.Vera, Cancellation)).Problems).Where);
        Assert.Equal("words", Assert.Single((await console.Desk.CloseReviewAsync(run.Id, "ok", ActionProcess.Ben, Cancellation)).Problems).Where);
        var closed = await console.Desk.CloseReviewAsync(run.Id, "It was right", ActionProcess.Ben, Cancellation);
        Assert.Equal(("Ben Ek", "It was right", "Ben Ek"), (closed.Value.ClosedBy, closed.Value.Words, Assert.Single(closed.Value.Skipped)));
        Assert.Equal("state", Assert.Single((await console.Desk.CloseReviewAsync(run.Id, "It was right", ActionProcess.Ben, Cancellation)).Problems).Where);

        clock.Advance(TimeSpan.FromHours(24));
        Assert.True((await console.ConfirmAsync("api", ActionProcess.Root, breaks)).IsOk);
    }

    [Fact]
    public async Task The_glass_stays_whole_where_no_second_person_is_needed()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var run = await console.ConfirmedAsync("api", change: it => it with { BreakGlass = true });
        Assert.False(run.BrokeGlass);
    }

    private static async Task<(RunState, string?)> StateAsync(ActionProcess console, string id) => (await console.Desk.FindAsync(id, Cancellation)) is { } run ? (run.State, run.Says) : default;

    private static Task<int> SeenAsync(ActionProcess console, params Person[] people) => console.Database.WriteAsync(
        async work =>
        {
            foreach (var person in people)
            {
                await work.ExecuteAsync("INSERT INTO people (subject, name, groups, method, seen_at) VALUES (@Subject, @Name, @groups, 'Local', @at)",
                    new { person.Subject, person.Name, groups = $"[\"{person.Groups[0]}\"]", at = StoredTime.Of(Noon) }, Cancellation);
            }

            return 0;
        },
        Cancellation);

    private ActionProcess Console(TestStore store) => ActionProcess.On(store, new TestWorld(clock) { Tier = RiskTier.SecondPerson, MayBreakGlass = true }.Put("api"), clock);
}
