using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Silences;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>What people do with windows, and what becomes of the silences by it.</summary>
public sealed class MaintenanceDeskTests(Stores stores)
{
    private readonly FakeTime clock = new(MaintenanceWorld.At("2026-12-01T12:00Z"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_window_is_made_ended_early_changed_and_deleted_all_on_record(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 11 * * *", "2h", "UTC") with { Name = "Ünder <b>test</b> 😀", Ticket = "OPS-1" });
        await world.RoundAsync();
        Assert.Single(main.Living);

        MaintenanceWorld.Must(await world.Desk.EndAsync(window.Id, MaintenanceWorld.Anna, Cancellation));
        await world.LookAsync();
        Assert.Equal((WindowState.Waiting, WindowRunState.Ending), (world.Board.Find(window.Id)!.State, (await world.RunAsync(window.Id)).State));
        await world.RoundAsync();
        Assert.Empty(main.Living);
        var run = await world.RunAsync(window.Id);
        Assert.Equal((WindowRunState.Ended, "Anna Ek ended it early", main.All.Single().Id), (run.State, run.Says, run.Silences["main"].Id));
        Assert.Equal("id: the occurrence of now has ended already", (await world.Desk.EndAsync(window.Id, MaintenanceWorld.Anna, Cancellation)).Explanation);

        var changed = MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, MaintenanceWorld.Recurring("0 15 * * *", "1h"), 1, MaintenanceWorld.Ada, Cancellation));
        Assert.Equal((2, "Ada Ek", "Anna Ek"), (changed.Version, changed.ChangedBy.Name, changed.MadeBy.Name));
        Assert.Equal("seenVersion", (await world.Desk.ChangeAsync(window.Id, MaintenanceWorld.Recurring("0 16 * * *", "1h"), 1, MaintenanceWorld.Anna, Cancellation)).Problems.Single().Where);
        MaintenanceWorld.Must(await world.Desk.DeleteAsync(window.Id, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal(((MaintenanceWindow?)null, 0, 1), (await world.Desk.FindAsync(window.Id, Cancellation), world.Board.Windows.Length, world.Board.Deleted.Length));
        Assert.Equal(
            ["window-create Anna Ek", "window-setup console", "window-end Anna Ek", "window-setup console", "window-change Ada Ek", "window-delete Anna Ek"],
            (await world.EntriesAsync()).Where(entry => entry.Action.StartsWith("window-", StringComparison.Ordinal)).Select(entry => $"{entry.Action} {entry.Name}"));
    }

    [Fact]
    public async Task Nothing_that_does_not_run_is_ended_and_no_window_is_no_window()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = MaintenanceWorld.Of(store, clock, new ClockedAlertmanager("main", clock));
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 15 * * *", "1h"));
        Assert.Equal("id: it does not run now: there is nothing to end", (await world.Desk.EndAsync(window.Id, MaintenanceWorld.Anna, Cancellation)).Explanation);
        Assert.Equal("id: there is no such window (any more)", (await world.Desk.EndAsync("../x' OR 1=1", MaintenanceWorld.Anna, Cancellation)).Explanation);
    }

    [Fact]
    public async Task One_that_is_ended_before_anybody_set_it_up_gets_no_silence()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        MaintenanceWorld.Must(await world.Desk.EndAsync(window.Id, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal((0, WindowRunState.Ended), (main.All.Count, (await world.RunAsync(window.Id)).State));
    }

    [Fact]
    public async Task A_silence_that_can_not_be_ended_is_loud_until_it_is()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        main.IsAway = ClockedAlertmanager.Refused("main");
        MaintenanceWorld.Must(await world.Desk.DeleteAsync(window.Id, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal("its silence can't be ended: main: main refused the connection.", Assert.Single(world.Board.Troubles).Problem);
        main.IsAway = null;
        await world.RoundAsync();
        Assert.Equal((0, 0), (world.Board.Troubles.Count(), main.Living.Count()));
    }

    [Fact]
    public async Task The_next_is_left_out_and_taken_back_and_one_that_is_set_up_already_is_taken_away()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 15 * * *", "1h"));
        var (next, after) = (MaintenanceWorld.At("2026-12-01T15:00Z"), MaintenanceWorld.At("2026-12-02T15:00Z"));
        MaintenanceWorld.Must(await world.Desk.SkipAsync(window.Id, next, true, MaintenanceWorld.Anna, Cancellation));
        await world.LookAsync();
        Assert.Equal((next, after), (world.Board.Find(window.Id)!.LeftOut!.Start, world.Board.Find(window.Id)!.Next!.Start));
        MaintenanceWorld.Must(await world.Desk.SkipAsync(window.Id, next, false, MaintenanceWorld.Anna, Cancellation));
        await world.LookAsync();
        Assert.Equal(((Occurrence?)null, next), (world.Board.Find(window.Id)!.LeftOut, world.Board.Find(window.Id)!.Next!.Start));

        clock.Advance(TimeSpan.FromMinutes(176));
        await world.RoundAsync();
        Assert.Single(main.Living);
        MaintenanceWorld.Must(await world.Desk.SkipAsync(window.Id, next, true, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Empty(main.Living);
        clock.Advance(TimeSpan.FromMinutes(10));
        await world.RoundAsync();
        Assert.Empty(main.Living);
        Assert.Equal("start", (await world.Desk.SkipAsync(window.Id, next, true, MaintenanceWorld.Anna, Cancellation)).Problems.Single().Where);
        Assert.Equal("start", (await world.Desk.SkipAsync(window.Id, after.AddMinutes(1), true, MaintenanceWorld.Anna, Cancellation)).Problems.Single().Where);
        Assert.Equal(3, (await world.EntriesAsync(MaintenanceRecord.Skip)).Count);
    }

    [Fact]
    public async Task A_window_that_is_changed_while_it_runs_changes_its_silence()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var draft = MaintenanceWorld.Once("2026-12-01T11:00", "2026-12-01T13:00");
        var window = await world.MadeAsync(draft);
        await world.RoundAsync();
        var id = main.All.Single().Id;

        // Its end alone: the same silence.
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, draft with { To = "2026-12-01T15:00" }, null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal((id, MaintenanceWorld.At("2026-12-01T15:00Z")), (main.Living.Single().Id, main.Living.Single().EndsAt));

        // What it asks for: another silence, and the old one ends.
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, draft with { To = "2026-12-01T15:00", Matchers = "alertname=\"X\"" }, null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal(["alertname=\"X\"", "system=\"billing\""], main.Living.Single().Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(main.Living.Single().Id, (await world.RunAsync(window.Id)).Silences["main"].Id);

        // Its begin, too: another occurrence.
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, draft with { From = "2026-12-01T10:00", To = "2026-12-01T14:00" }, null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal(MaintenanceWorld.At("2026-12-01T14:00Z"), main.Living.Single().EndsAt);

        // To another day: none runs.
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, draft with { From = "2026-12-02T10:00", To = "2026-12-02T14:00" }, null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Empty(main.Living);
    }

    [Fact]
    public async Task One_that_is_made_shorter_than_it_has_run_ends()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 11 * * *", "2h"));
        await world.RoundAsync();
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(window.Id, MaintenanceWorld.Recurring("0 11 * * *", "30m"), null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal((0, "its window was made shorter"), (main.Living.Count(), (await world.RunAsync(window.Id)).Says));
    }

    [Fact]
    public async Task One_that_is_switched_off_ends_and_comes_no_more_until_it_is_switched_on()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 11 * * *", "2h"));
        await world.RoundAsync();
        MaintenanceWorld.Must(await world.Desk.SwitchAsync(window.Id, false, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Equal((0, WindowState.Off), (main.Living.Count(), world.Board.Find(window.Id)!.State));
        clock.Advance(TimeSpan.FromDays(1));
        await world.RoundAsync();
        Assert.Empty(main.Living);
        MaintenanceWorld.Must(await world.Desk.SwitchAsync(window.Id, true, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync();
        Assert.Single(main.Living);
    }

    [Fact]
    public async Task A_silence_that_somebody_ended_by_other_means_stays_ended_and_one_with_another_end_is_left_alone()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T14:00"));
        await world.RoundAsync();
        var silence = main.All.Single();
        main.Put(silence with { EndsAt = MaintenanceWorld.At("2026-12-01T13:30Z") });
        await world.RoundAsync();
        Assert.Equal((MaintenanceWorld.At("2026-12-01T13:30Z"), 1), (main.Living.Single().EndsAt, main.Writes));

        await main.ExpireAsync(silence.Id, Cancellation);
        await world.RoundAsync();
        await world.RoundAsync();
        Assert.Equal((WindowRunState.Ended, $"somebody ended the silence {silence.Id}", 1), ((await world.RunAsync(window.Id)).State, (await world.RunAsync(window.Id)).Says, main.All.Count));
    }

    [Fact]
    public async Task Who_may_not_silence_the_system_does_nothing_and_that_is_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = MaintenanceWorld.Of(store, clock, new ClockedAlertmanager("main", clock));
        var window = await world.MadeAsync(MaintenanceWorld.Recurring("0 11 * * *", "2h"));
        var (draft, vera) = (MaintenanceWorld.Recurring("0 12 * * *", "1h"), MaintenanceWorld.Vera);
        Result<MaintenanceWindow>[] refused =
        [
            await world.Desk.CreateAsync(draft, vera, Cancellation), await world.Desk.ChangeAsync(window.Id, draft, null, vera, Cancellation), await world.Desk.EndAsync(window.Id, vera, Cancellation),
            await world.Desk.SkipAsync(window.Id, MaintenanceWorld.At("2026-12-02T11:00Z"), true, vera, Cancellation), await world.Desk.SwitchAsync(window.Id, false, vera, Cancellation),
            await world.Desk.DeleteAsync(window.Id, vera, Cancellation),
            await world.Desk.CreateAsync(draft with { System = "search" }, MaintenanceWorld.Anna, Cancellation),
            await world.Desk.ChangeAsync(window.Id, draft with { System = "search" }, null, MaintenanceWorld.Anna, Cancellation),
            await world.Desk.CreateAsync(draft with { System = string.Empty, Matchers = "alertname=\"X\"" }, MaintenanceWorld.Anna, Cancellation),
        ];
        Assert.All(refused, result => Assert.Equal("grant", result.Problems.Single().Where));
        Assert.Equal(refused.Length, (await world.EntriesAsync()).Count(entry => entry.Stage is AuditStage.Denied));
        Assert.Equal(1, (await world.Desk.FindAsync(window.Id, Cancellation))!.Version);
    }

    [Fact]
    public async Task Matchers_without_a_system_are_an_admins()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00") with { System = string.Empty, Matchers = "alertname=~\"Node.*\"" }, MaintenanceWorld.Ada);
        await world.RoundAsync();
        Assert.Equal(["alertname=~\"Node.*\""], main.All.Single().Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(new Decision(true, "responder is granted to responders on billing by access.yaml:1", MaintenanceWorld.Rules.Grants[0]), world.Desk.Decide(world.Board.Windows[0].Window.Plan with { System = "billing" }, MaintenanceWorld.Anna));
    }

    [Fact]
    public async Task A_store_that_is_away_is_an_answer()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = MaintenanceWorld.Of(store, clock, new ClockedAlertmanager("main", clock));
        await world.Database.WriteAsync(work => work.ExecuteAsync("ALTER TABLE maintenance_windows RENAME TO away", null, Cancellation), Cancellation);
        Assert.Equal("storage", (await world.Desk.CreateAsync(MaintenanceWorld.Recurring("0 12 * * *", "1h"), MaintenanceWorld.Anna, Cancellation)).Problems.Single().Where);
        await world.LookAsync();
        Assert.NotNull(world.Live.Maintenance.Current.Problem);
    }
}
