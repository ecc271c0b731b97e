using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Live;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>Freezes, what is known of a target, and the board that shows it all.</summary>
public sealed class FreezeTests(Stores stores)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly ActionTarget Target = new("Deployment", "east", "pay", "api");
    private readonly FakeTime clock = new(Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_freeze_holds_from_its_begin_to_before_its_end_and_is_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var freeze = (await console.Desk.FreezeAsync("billing", Noon.AddHours(1), Noon.AddHours(2), "The books are closed", ActionProcess.Ben, Cancellation)).Value;
        Assert.Null((await HistoryAsync(console)).Freeze);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(freeze, (await HistoryAsync(console)).Freeze);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull((await HistoryAsync(console)).Freeze);
        Assert.Equal(clock.GetUtcNow(), (await console.Desk.ThawAsync(freeze.Id, ActionProcess.Ben, Cancellation)).Value.EndedAt);
        Assert.Null((await HistoryAsync(console)).Freeze);
        Assert.Equal("id", Assert.Single((await console.Desk.ThawAsync(freeze.Id, ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Equal([AuditStage.Succeeded, AuditStage.Succeeded], await console.StagesAsync(freeze.Id));
    }

    [Fact]
    public async Task A_freeze_that_makes_no_sense_or_is_not_theirs_to_make_is_refused()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock), clock);
        Assert.Equal(["system", "to", "reason"], (await console.Desk.FreezeAsync("none", Noon, Noon, "", ActionProcess.Ben, Cancellation)).Problems.Select(problem => problem.Where));
        Assert.Equal("to", Assert.Single((await console.Desk.FreezeAsync("billing", Noon.AddHours(-2), Noon, "The books are closed", ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Equal("to", Assert.Single((await console.Desk.FreezeAsync("billing", Noon, Noon.AddDays(91), "The books are closed", ActionProcess.Ben, Cancellation)).Problems).Where);
        Assert.Equal("grant", Assert.Single((await console.Desk.FreezeAsync("billing", Noon, Noon.AddHours(1), "The books are closed", ActionProcess.Anna, Cancellation)).Problems).Where);
        Assert.Equal("freeze-changes", Assert.Single(await console.DenialsAsync()).Action);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_history_of_a_target_tells_what_is_open_and_what_was_done_last(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var world = new TestWorld(clock).Put("api").Put("web");
        await using var console = ActionProcess.On(store, world, clock);
        Assert.Equivalent(TargetHistory.None, await HistoryAsync(console));
        world.Answers("api", Answer.Forbids);
        await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);
        Assert.Null((await HistoryAsync(console)).Last);

        world.Answers("api", Answer.Does);
        var done = await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock);
        await console.OverAsync((await console.ConfirmedAsync("web")).Id, clock);
        world.Tier = RiskTier.SecondPerson;
        var waits = await console.ConfirmedAsync("api");
        var history = await HistoryAsync(console);
        Assert.Equal((done.Id, waits.Id), (history.Last!.Id, Assert.Single(history.Open).Id));
        Assert.Null((await console.Get<IActionHistory>().OfAsync("rollout-restart", "billing", Target, Cancellation)).Last);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_is_over_is_read_page_by_page_newest_first(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var console = ActionProcess.On(store, new TestWorld(clock).Put("api"), clock);
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            ids.Insert(0, (await console.OverAsync((await console.ConfirmedAsync("api")).Id, clock)).Id);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(ids[..2], (await console.Desk.OverAsync(null, "billing", 2, Cancellation)).Select(run => run.Id));
        Assert.Equal(ids[2..], (await console.Desk.OverAsync(ids[1], null, 10, Cancellation)).Select(run => run.Id));
        Assert.Empty(await console.Desk.OverAsync(null, "other", 10, Cancellation));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_board_shows_what_is_open_and_of_late_and_a_quiet_one_is_not_written_anew(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var world = new TestWorld(clock) { Tier = RiskTier.SecondPerson, MayBreakGlass = true }.Put("api").Put("web");
        await using var console = ActionProcess.On(store, world, clock);
        using var writer = new ActionBoardWriter(console.Database, console.Get<ActionStore>(), console.Get<LiveState>(), clock);
        var section = console.Get<LiveState>().Actions;
        await writer.LookAsync(Cancellation);
        Assert.Empty(section.Current.Value!.Runs);

        var waits = await console.ConfirmedAsync("api");
        clock.Advance(TimeSpan.FromSeconds(1));
        var broke = await console.OverAsync((await console.ConfirmedAsync("web", ActionProcess.Root, it => it with { BreakGlass = true, Reason = "The shop is down and nobody answers" })).Id, clock);
        await console.Desk.FreezeAsync("billing", Noon, Noon.AddDays(9), "The books are closed", ActionProcess.Ben, Cancellation);
        await writer.LookAsync(Cancellation);
        var board = section.Current.Value!;
        Assert.Equal([broke.Id, waits.Id], board.Runs.Select(run => run.Id));
        Assert.Equal((waits.Id, "billing", broke.Id), (Assert.Single(board.Waiting).Id, Assert.Single(board.Freezes).System, Assert.Single(board.Reviews).Id));
        Assert.Equal(broke.Steps, board.Find(broke.Id)!.Steps);

        var version = section.Current.Version;
        await writer.LookAsync(Cancellation);
        Assert.Equal(version, section.Current.Version);

        clock.Advance(TimeSpan.FromHours(25));
        await writer.LookAsync(Cancellation);
        Assert.Equal([waits.Id], section.Current.Value!.Runs.Select(run => run.Id));
    }

    private static Task<TargetHistory> HistoryAsync(ActionProcess console) => console.Get<IActionHistory>().OfAsync("scale", "billing", Target, Cancellation);
}
