using System.Collections.Immutable;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Silences;
using OpsConsole.Slo;
using OpsConsole.Storage;
using OpsConsole.Systems;

namespace OpsConsole.Core.Tests.Slo;

public sealed class MaintenanceLeftOutTests(Stores stores)
{
    private static readonly ImmutableSortedDictionary<string, HeldSilence> Held = ImmutableSortedDictionary<string, HeldSilence>.Empty.Add("main", new HeldSilence("s1", "x"));
    private static readonly ObjectiveProfile Objective = Any.Objective() with { LeaveOutMaintenance = "Announced to customers" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Windows_of_the_whole_system_that_truly_ran_are_left_out_as_long_as_they_ran()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await KeepAsync(store.Database, "a",
            Run(-30, WindowRunState.Over), Run(-20, WindowRunState.Ended) with { EndedAt = Any.Noon.AddHours(-19.5) }, Run(-10, WindowRunState.Ended), Run(-8, WindowRunState.Missed),
            Run(-6, WindowRunState.Skipped) with { Silences = ImmutableSortedDictionary<string, HeldSilence>.Empty }, Run(-0.5, WindowRunState.Set), Run(5, WindowRunState.Set));
        var times = await new MaintenanceLeftOut(new MaintenanceStore(store.Database), new FakeTime(Any.Noon))
            .OfAsync(BoardWorld.System("a"), Objective, BudgetPeriod.Of(Objective, Any.Noon), Cancellation);
        Assert.Equal([(-30, -29), (-20, -19.5), (-0.5, 0.5)], LeftOutTimes.Within(times, Any.Noon.AddDays(-30), Any.Noon.AddDays(1)).Select(time => ((time.From - Any.Noon).TotalHours, (time.To - Any.Noon).TotalHours)));
        Assert.All(times, time => Assert.Equal(("Announced to customers", "maintenance window Patching, made by Anna Ek"), (time.Reason, time.By)));
    }

    [Fact]
    public async Task Nothing_is_left_out_silently_nor_for_the_windows_of_another()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await KeepAsync(store.Database, "a", Run(-30, WindowRunState.Over));
        var source = new MaintenanceLeftOut(new MaintenanceStore(store.Database), new FakeTime(Any.Noon));
        var period = BudgetPeriod.Of(Objective, Any.Noon);
        Assert.Empty(await source.OfAsync(BoardWorld.System("a"), Any.Objective(), period, Cancellation));
        Assert.Empty(await source.OfAsync(BoardWorld.System("b"), Objective, period, Cancellation));
    }

    private static WindowRun Run(double start, WindowRunState state) =>
        new("w1", Any.Noon.AddHours(start), Any.Noon.AddHours(start + 1), state) { Name = "Patching", Silences = Held };

    private static Task<int> KeepAsync(Database database, string system, params WindowRun[] runs) => database.WriteAsync(async work =>
    {
        var times = WindowTimes.Recurring("0 2 * * *", TimeSpan.FromHours(1), TimeZoneInfo.Utc, Any.Noon).Value;
        await WindowRows.InsertAsync(work, new MaintenanceWindow("w1", new WindowPlan("Patching", system, [], times, "patched"), new WindowPerson("u-anna", "Anna Ek"), Any.Noon.AddDays(-40)), Cancellation);
        foreach (var run in runs)
        {
            Assert.True(await RunRows.InsertAsync(work, run, Cancellation));
        }

        return runs.Length;
    }, Cancellation);
}
