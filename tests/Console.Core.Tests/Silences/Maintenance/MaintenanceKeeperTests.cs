using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Silences;
using OpsConsole.Storage;
using OpsConsole.Upstream;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>Occurrences become real silences: shortly before, once, and whatever happens meanwhile.</summary>
public sealed class MaintenanceKeeperTests(Stores stores)
{
    private readonly FakeTime clock = new(MaintenanceWorld.At("2026-12-01T12:00Z"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_first_occurrence_is_a_pending_silence_five_minutes_before_and_one_alone(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T14:00", "2026-12-01T16:00"));
        await RoundAtAsync(world, "2026-12-01T13:54Z");
        Assert.Empty(main.All);
        Assert.Equal((WindowState.Waiting, (WindowRun?)null), (world.Board.Find(window.Id)!.State, world.Board.Find(window.Id)!.Run));

        await RoundAtAsync(world, "2026-12-01T13:55Z");
        var silence = Assert.Single(main.All);
        Assert.Equal((SilenceState.Pending, MaintenanceWorld.At("2026-12-01T14:00Z"), MaintenanceWorld.At("2026-12-01T16:00Z")), (silence.State, silence.StartsAt, silence.EndsAt));
        Assert.Equal(["system=\"billing\""], silence.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal(($"Patching: The database is patched [OPS-7] (window {window.Id}, 2026-12-01 14:00 UTC)", "Anna Ek"), (silence.Comment, silence.CreatedBy));
        Assert.Equal((WindowRunState.Set, silence.Id), (world.Board.Find(window.Id)!.Run!.State, world.Board.Find(window.Id)!.Run!.Silences["main"].Id));

        await RoundAtAsync(world, "2026-12-01T14:30Z");
        Assert.Equal(WindowState.Running, world.Board.Find(window.Id)!.State);
        await RoundAtAsync(world, "2026-12-01T16:00Z");
        Assert.Equal((1, WindowState.Over, WindowRunState.Over), (main.Writes, world.Board.Find(window.Id)!.State, (await world.RunAsync(window.Id)).State));
        var setUp = Assert.Single(await world.EntriesAsync(MaintenanceRecord.SetUp));
        Assert.Equal(("console", AuditStage.Succeeded, "billing", window.Id), (setUp.Subject, setUp.Stage, setUp.System, setUp.Parameters["window"]));
        Assert.Equal($"main/{silence.Id}", setUp.Parameters["silences"]);
    }

    [Fact]
    public async Task One_that_runs_already_when_its_window_is_made_is_set_up_at_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Recurring("0 11 * * *", "2h"));
        await world.RoundAsync();
        Assert.Equal((SilenceState.Active, MaintenanceWorld.At("2026-12-01T13:00Z")), (main.All.Single().State, main.All.Single().EndsAt));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_console_that_starts_in_the_middle_sets_up_what_runs_and_tells_what_was_missed(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        MaintenanceWindow window;
        await using (var before = MaintenanceWorld.Of(store, clock, main))
        {
            window = await before.MadeAsync(MaintenanceWorld.Recurring("0 14 * * *", "2h"));
            await before.RoundAsync();
            await before.Database.WriteAsync(work => work.ExecuteAsync("DELETE FROM locks", null, Cancellation), Cancellation);
        }

        clock.Advance(TimeSpan.FromHours(51));
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.RoundAsync();
        Assert.Equal((SilenceState.Active, MaintenanceWorld.At("2026-12-03T16:00Z")), (main.All.Single().State, main.All.Single().EndsAt));
        Assert.Equal(
            [(WindowRunState.Set, 3), (WindowRunState.Missed, 2), (WindowRunState.Missed, 1)], (await world.Desk.RunsAsync(window.Id, 10, Cancellation)).Select(run => (run.State, run.Start.Day)));
        Assert.Equal(2, (await world.EntriesAsync(MaintenanceRecord.SetUp)).Count(entry => entry.Stage is AuditStage.Failed));
        await world.RoundAsync();
        Assert.Equal(1, main.Writes);
    }

    [Fact]
    public async Task A_crash_between_writing_and_noting_makes_no_second_silence()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock) { LosesAnswer = new InvalidOperationException("the power went") };
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.RoundAsync());
        Assert.Equal((WindowRunState.Intended, 1), ((await world.RunAsync(window.Id)).State, main.All.Count));

        main.LosesAnswer = null;
        await world.RoundAsync();
        Assert.Equal((WindowRunState.Set, main.All.Single().Id, 1), ((await world.RunAsync(window.Id)).State, (await world.RunAsync(window.Id)).Silences["main"].Id, main.Writes));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_told_and_then_found()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock) { LosesAnswer = new UpstreamException("main", UpstreamFault.TimedOut, "main did not answer in time") };
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        Assert.Contains("did not answer in time", Assert.Single(world.Board.Troubles).Problem, StringComparison.Ordinal);
        await world.RoundAsync();
        Assert.Equal((0, 1), (world.Board.Troubles.Count(), main.All.Count));
    }

    [Fact]
    public async Task One_that_can_not_be_set_up_is_loud_since_when_and_why_and_is_tried_again()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock) { IsAway = ClockedAlertmanager.Refused("main") };
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        var since = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(2));
        await world.RoundAsync();
        var trouble = Assert.Single(world.Board.Troubles);
        Assert.Equal((window.Id, "Patching", "main: main refused the connection.", since), (trouble.Id, trouble.Name, trouble.Problem, trouble.Since));
        Assert.Equal([AuditStage.Failed], (await world.EntriesAsync(MaintenanceRecord.SetUp)).Select(entry => entry.Stage));

        main.IsAway = null;
        await world.RoundAsync();
        Assert.Empty(world.Board.Troubles);
        Assert.Equal([AuditStage.Failed, AuditStage.Succeeded], (await world.EntriesAsync(MaintenanceRecord.SetUp)).Select(entry => entry.Stage));
        Assert.Equal(SilenceState.Active, main.All.Single().State);
    }

    [Fact]
    public async Task One_that_was_never_set_up_is_told_for_ever()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock) { IsAway = ClockedAlertmanager.Refused("main") };
        await using var world = MaintenanceWorld.Of(store, clock, main);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        await RoundAtAsync(world, "2026-12-01T13:00Z");
        Assert.Equal((WindowRunState.Missed, "main: main refused the connection."), ((await world.RunAsync(window.Id)).State, (await world.RunAsync(window.Id)).Says));
        Assert.Equal(AuditStage.Failed, (await world.EntriesAsync(MaintenanceRecord.SetUp))[^1].Stage);
    }

    [Fact]
    public async Task A_system_whose_profile_can_not_be_read_is_loud_before_the_time()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = MaintenanceWorld.Of(store, clock, new ClockedAlertmanager("main", clock));
        await world.MadeAsync(MaintenanceWorld.Recurring("0 2 * * *", "1h"));
        world.Live.Systems.Observed(new([], []));
        await world.RoundAsync();
        Assert.Contains("the profile of billing can't be read now", Assert.Single(world.Board.Troubles).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alertmanagers_apart_get_a_silence_each_and_members_of_one_cluster_get_one()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var (one, two, apart) = (new ClockedAlertmanager("am-1", clock), new ClockedAlertmanager("am-2", clock), new ClockedAlertmanager("west", clock));
        (one.Peer, two.Peer) = (two, one);
        await using var world = MaintenanceWorld.Of(store, clock, one, two, apart);
        var window = await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        await world.RoundAsync();
        await world.RoundAsync();
        Assert.Equal((1, 1, 1), (one.All.Count, two.All.Count, apart.All.Count));
        Assert.Equal((1, 0, 1), (one.Writes, two.Writes, apart.Writes));
        var silences = (await world.RunAsync(window.Id)).Silences;
        Assert.Equal(silences["am-1"].Id, silences["am-2"].Id);
        Assert.NotEqual(silences["am-1"].Id, silences["west"].Id);
    }

    [Fact]
    public async Task One_of_two_apart_that_does_not_answer_is_told()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var (main, west) = (new ClockedAlertmanager("main", clock), new ClockedAlertmanager("west", clock) { IsAway = ClockedAlertmanager.Refused("west") });
        await using var world = MaintenanceWorld.Of(store, clock, main, west);
        await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        Assert.Equal("west: west refused the connection.", Assert.Single(world.Board.Troubles).Problem);
        Assert.Single(main.Living);
    }

    [Fact]
    public async Task An_Alertmanager_that_lost_its_silences_gets_it_again()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        await world.RoundAsync();
        main.Forget();
        await world.RoundAsync();
        Assert.Equal(SilenceState.Active, main.All.Single().State);
    }

    [Theory]
    [InlineData("2027-03-28T01:00Z", "2027-03-28T02:00Z")]
    [InlineData("2027-10-31T00:30Z", "2027-10-31T01:30Z")]
    public async Task Both_changes_of_the_clock_make_one_silence_of_an_hour(string starts, string ends)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        clock.Advance(MaintenanceWorld.At(starts).AddHours(-6) - clock.GetUtcNow());
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Recurring("30 2 * * *", "1h", "Europe/Paris"));
        for (var minutes = 0; minutes < 12 * 60; minutes += 5)
        {
            await world.RoundAsync();
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        var silence = Assert.Single(main.All);
        Assert.Equal((MaintenanceWorld.At(starts), MaintenanceWorld.At(ends)), (silence.StartsAt, silence.EndsAt));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Who_lost_the_lock_notes_nothing_more(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        var main = new ClockedAlertmanager("main", clock);
        await using var world = MaintenanceWorld.Of(store, clock, main);
        await world.MadeAsync(MaintenanceWorld.Once("2026-12-01T12:00", "2026-12-01T13:00"));
        var old = await world.GrantAsync();
        await world.Database.WriteAsync(work => work.ExecuteAsync("UPDATE locks SET token = token + 1", null, Cancellation), Cancellation);
        Assert.Equal(StorageFault.Fenced, (await Assert.ThrowsAsync<StorageException>(() => world.RoundAsync(old))).Fault);
        Assert.Empty(main.All);
    }

    private async Task RoundAtAsync(MaintenanceWorld world, string at)
    {
        clock.Advance(MaintenanceWorld.At(at) - clock.GetUtcNow());
        await world.RoundAsync();
    }
}
