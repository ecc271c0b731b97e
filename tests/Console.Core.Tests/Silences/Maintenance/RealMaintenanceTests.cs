using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Core.Tests.Upstream;
using OpsConsole.Live;
using OpsConsole.Silences;
using OpsConsole.Storage;
using OpsConsole.Upstream.Alertmanager;

namespace OpsConsole.Core.Tests.Silences.Maintenance;

/// <summary>Windows against a real Alertmanager.</summary>
public sealed class RealMaintenanceTests(RealMonitoring real, Stores stores) : IClassFixture<RealMonitoring>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_window_is_a_pending_silence_before_it_begins_and_one_that_runs_is_active_is_given_another_end_and_ends_early()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var upstreams = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);
        var source = upstreams.Alertmanager;
        await using var world = new MaintenanceWorld(store, TimeProvider.System, [source], [source]);
        var now = TimeProvider.System.GetUtcNow();
        string Field(double minutes) => MaintenanceDraft.Field(now.AddMinutes(minutes), TimeZoneInfo.Utc);

        var soon = await world.MadeAsync(MaintenanceWorld.Once(Field(4), Field(60)) with { Name = "Soon" });
        var runs = await world.MadeAsync(MaintenanceWorld.Once(Field(-30), Field(60)) with { Name = "Runs", Matchers = "alertname=\"A \\\"b\\\" ü\"" });
        var grant = await world.GrantAsync();
        await world.RoundAsync(grant);
        Assert.Empty(world.Board.Troubles);
        var pending = await OfAsync(source, soon);
        var active = await OfAsync(source, runs);
        Assert.Equal((SilenceState.Pending, now.AddMinutes(4).UtcDateTime.ToString("HH:mm", null)), (pending.State, pending.StartsAt.UtcDateTime.ToString("HH:mm", null)));
        Assert.Equal((SilenceState.Active, "Anna Ek"), (active.State, active.CreatedBy));

        // The same silences after another look; another end is the same silence, too.
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(runs.Id, MaintenanceDraft.Of(runs.Plan) with { To = Field(90) }, null, MaintenanceWorld.Anna, Cancellation));
        MaintenanceWorld.Must(await world.Desk.ChangeAsync(soon.Id, MaintenanceDraft.Of(soon.Plan) with { To = Field(90) }, null, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync(grant);
        await world.RoundAsync(grant);
        Assert.Equal((active.Id, pending.Id), ((await OfAsync(source, runs)).Id, (await OfAsync(source, soon)).Id));
        Assert.Equal(2, (await source.SilencesAsync(Cancellation)).Count(silence => silence.Comment.Contains(soon.Id, StringComparison.Ordinal) || silence.Comment.Contains(runs.Id, StringComparison.Ordinal)));
        Assert.True((await OfAsync(source, runs)).EndsAt > active.EndsAt);

        MaintenanceWorld.Must(await world.Desk.EndAsync(runs.Id, MaintenanceWorld.Anna, Cancellation));
        MaintenanceWorld.Must(await world.Desk.DeleteAsync(soon.Id, MaintenanceWorld.Anna, Cancellation));
        await world.RoundAsync(grant);
        Assert.Equal((SilenceState.Expired, SilenceState.Expired), ((await OfAsync(source, runs)).State, (await OfAsync(source, soon)).State));
        Assert.Equal(WindowRunState.Ended, (await world.RunAsync(runs.Id)).State);
    }

    [Fact]
    public async Task The_replica_that_keeps_the_windows_hears_of_a_new_one_at_once()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var upstreams = TestUpstreams.OfAlertmanager(real.Alertmanager.Url);
        await using var world = new MaintenanceWorld(store, TimeProvider.System, [upstreams.Alertmanager], [upstreams.Alertmanager]);
        var watch = world.Hosted<MaintenanceWatch>();
        var writer = world.Hosted<MaintenanceBoardWriter>();
        await watch.StartAsync(Cancellation);
        await writer.StartAsync(Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var window = await world.MadeAsync(MaintenanceWorld.Once(MaintenanceDraft.Field(now, TimeZoneInfo.Utc), MaintenanceDraft.Field(now.AddHours(1), TimeZoneInfo.Utc)) with { Name = "At once" });
        var status = await SeenAsync(world.Live, window.Id, seen => seen.Run?.State is WindowRunState.Set);
        Assert.Equal(SilenceState.Active, (await upstreams.Alertmanager.FindAsync(status.Run!.Silences["main"].Id, Cancellation))!.State);

        MaintenanceWorld.Must(await world.Desk.EndAsync(window.Id, MaintenanceWorld.Anna, Cancellation));
        await Eventually.GetAsync(() => world.RunAsync(window.Id), run => run.State is WindowRunState.Ended, Cancellation);
        Assert.Equal(SilenceState.Expired, (await upstreams.Alertmanager.FindAsync(status.Run.Silences["main"].Id, Cancellation))!.State);
        await writer.StopAsync(Cancellation);
        await watch.StopAsync(Cancellation);
    }

    private static Task<WindowStatus> SeenAsync(LiveState live, string id, Func<WindowStatus, bool> isRight) => Eventually.GetAsync(
        () => Task.FromResult(live.Maintenance.Current.Value?.Find(id)!), status => status is not null && isRight(status), Cancellation);

    private static async Task<Silence> OfAsync(AlertmanagerClient source, MaintenanceWindow window) =>
        Assert.Single(await source.SilencesAsync(Cancellation), silence => silence.Comment.Contains($"(window {window.Id}, ", StringComparison.Ordinal));
}
