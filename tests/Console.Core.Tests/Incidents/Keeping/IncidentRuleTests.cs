using OpsConsole.Alerts;
using OpsConsole.Core.Tests.Alerts;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Incidents.Keeping;

/// <summary>When an alert opens an incident by its profile's rule, and what that is called.</summary>
public sealed class IncidentRuleTests(Stores stores)
{
    private readonly FakeTime clock = new(Any.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Alert Fresh => IncidentWorld.Alert with { StartsAt = Any.Noon };

    [Fact]
    public async Task It_fires_for_as_long_as_the_rule_says_before_it_opens_one()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = After(store, clock, 3);
        console.Fires(Fresh);
        Assert.Empty((await console.KeptAsync()).Incidents);
        await StepAsync(console, TimeSpan.FromSeconds(179));
        Assert.Empty((await console.ShownAsync()).Incidents);
        await StepAsync(console, TimeSpan.FromSeconds(1));

        // It began when the alert did, not when it was opened.
        Assert.Equal(Any.Noon, Assert.Single((await console.ShownAsync()).Open).Incident.OpenedAt);
    }

    [Fact]
    public async Task What_resolves_sooner_opens_none_and_what_flaps_is_counted_from_its_first_begin()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = After(store, clock, 3);
        console.Fires(Fresh);
        await StepAsync(console, TimeSpan.FromMinutes(2));
        console.Fires();
        await StepAsync(console, TimeSpan.FromMinutes(6));
        console.Fires(Now());
        await StepAsync(console, TimeSpan.FromMinutes(1));
        Assert.Empty((await console.ShownAsync()).Incidents);

        for (var flap = 0; flap < 50; flap++)
        {
            console.Fires();
            await StepAsync(console, TimeSpan.FromSeconds(20));
            console.Fires(Now());
            await StepAsync(console, TimeSpan.FromSeconds(40));
        }

        Assert.Single((await console.ShownAsync()).Incidents);
    }

    [Fact]
    public async Task A_restart_in_the_middle_makes_it_neither_later_nor_two()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using (var first = After(store, clock, 3))
        {
            first.Fires(Fresh);
            await StepAsync(first, TimeSpan.FromMinutes(2));
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await using (var next = After(store, clock, 3))
        {
            next.Fires(Fresh);
            Assert.Single((await next.KeptAsync()).Open);
        }

        await using var last = After(store, clock, 3);
        last.Fires(Fresh);
        await StepAsync(last, TimeSpan.FromMinutes(10));
        Assert.Single((await last.ShownAsync()).Incidents);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_nobody_wait_and_opens_no_second_one()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        var wall = new WallClock(clock);
        await using var console = After(store, wall, 3);
        console.Fires(Fresh);
        await StepAsync(console, TimeSpan.FromMinutes(1));

        wall.Behind = TimeSpan.FromHours(1);
        console.Fires(Fresh);
        await StepAsync(console, TimeSpan.FromSeconds(90));
        Assert.Empty((await console.ShownAsync()).Incidents);
        console.Fires(Fresh);
        await StepAsync(console, TimeSpan.FromSeconds(30));
        var one = Assert.Single((await console.ShownAsync()).Open).Incident;
        Assert.Equal(wall.GetUtcNow(), one.OpenedAt);

        await console.ClosedAsync(one);
        console.Fires(Fresh);
        await StepAsync(console, TimeSpan.FromMinutes(20));
        Assert.Empty((await console.ShownAsync()).Open);
    }

    [Fact]
    public async Task It_is_called_and_rated_as_the_rule_says()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var console = new IncidentWorld(store, clock);
        console.Rule(rule => rule with { Title = "{alertname} in {namespace}: {pod}", Class = 2 });
        console.Fires(Any.Alert("Down", labels: ("namespace", "<b>pay</b>\n!")));
        var one = Assert.Single((await console.KeptAsync()).Open).Incident;
        Assert.Equal(("Down in <b>pay</b> !: (no pod)", 2), (one.Title, one.Class));
    }

    private static IncidentWorld After(TestStore store, TimeProvider clock, int minutes)
    {
        var console = new IncidentWorld(store, clock);
        console.Rule(rule => rule with { FiringFor = TimeSpan.FromMinutes(minutes) });
        return console;
    }

    private Alert Now() => IncidentWorld.Alert with { StartsAt = clock.GetUtcNow() };

    /// <summary>Looks, lets time pass, is told the same again, and looks.</summary>
    private async Task StepAsync(IncidentWorld console, TimeSpan time)
    {
        await console.KeptAsync();
        clock.Advance(time);
        console.Fires(console.Live.Alerts.Current.Value!.Alerts);
        await console.KeptAsync();
    }
}
