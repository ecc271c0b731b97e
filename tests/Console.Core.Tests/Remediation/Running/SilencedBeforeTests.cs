using System.Text.Json;
using OpsConsole.Core.Tests.Boards;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

/// <summary>How often the same alerts were silenced from here, on both databases.</summary>
public sealed class SilencedBeforeTests(Stores stores)
{
    private const string Id = "e58697d3-8327-4cf7-8e1a-58d9b336ccce";
    private readonly ActionWorld world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Making_extending_and_changing_count_where_the_matchers_are_the_same_and_it_worked(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        world.Alertmanager.Put(ActionWorld.SilenceOf(Id, "system=\"fleet\""));
        var create = await world.PlanAsync(ActionWorld.Ask("silence-create", "main", ("matchers", "system=\"fleet\""), ("duration", "1h")));
        var extend = await world.PlanAsync(ActionWorld.Ask("silence-extend", $"main/{Id}", ("duration", "1h")));
        var other = await world.PlanAsync(ActionWorld.Ask("silence-create", "main", ("matchers", "system=\"fleet\", alertname=\"Slow\""), ("duration", "1h")));
        await PutAsync(store, "a", create, -2, "Worked");
        await PutAsync(store, "b", extend, -1, "Worked");
        await PutAsync(store, "c", other, -1, "Worked");
        await PutAsync(store, "d", create, -1, "RefusedByServer");
        await PutAsync(store, "e", create, -24 * 8, "Worked");
        var history = new ActionStore(store.Database, world.Time);

        var before = await history.SilencedAsync("fleet", "system=\"fleet\"", BoardWorld.Noon - RenewalGuard.Within, Cancellation);

        Assert.Equal([BoardWorld.Noon.AddHours(-1), BoardWorld.Noon.AddHours(-2)], before);
        Assert.Empty(await history.SilencedAsync("pay", "system=\"fleet\"", BoardWorld.Noon - RenewalGuard.Within, Cancellation));
    }

    private static Task<int> PutAsync(TestStore store, string id, ActionPlan plan, double hours, string outcome)
    {
        var at = BoardWorld.Noon.AddHours(hours);
        var confirmed = new ConfirmedAction { Id = id, Request = ActionWorld.Ask(plan.Kind, plan.Target.Place), Plan = plan, By = ActionWorld.Ada, At = at };
        return store.Database.WriteAsync(
            work => work.ExecuteAsync(
                """
                INSERT INTO actions (id, version, kind, system, target_key, subject, broke_glass, at, confirmed, state, outcome, ended_at)
                VALUES (@id, 1, @Kind, @System, @Key, 'ada', 0, @at, @confirmed, 'Succeeded', @outcome, @at)
                """,
                new { id, plan.Kind, plan.System, plan.Target.Key, at = StoredTime.Of(at), confirmed = JsonSerializer.Serialize(confirmed, ActionJson.Default.ConfirmedAction), outcome },
                Cancellation),
            Cancellation);
    }
}
