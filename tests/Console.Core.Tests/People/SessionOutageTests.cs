using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;

namespace OpsConsole.Core.Tests.People;

public sealed class SessionOutageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_is_down_whoever_is_in_goes_on_until_the_limits_and_nobody_new_comes_in()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var store = new TestStore(new TempFolder(), await server.NewDatabaseAsync(Cancellation));
        await using var world = await PeopleWorld.OpenAsync(store);
        var (known, unknown) = (await world.BeginAsync(PeopleWorld.Person("anna", "ops-viewers")), OpsConsole.People.Sessions.IdOf("a key that this replica never saw"));
        await server.StopAsync(Cancellation);
        world.Clock.Advance(TimeSpan.FromHours(7));

        var valid = Assert.IsType<Standing.Valid>(await world.CheckAsync(known, isActivity: true));
        Assert.NotNull(valid.Doubt);
        Assert.IsType<Standing.CannotTell>(await world.Sessions.CheckAsync(unknown, false, Cancellation));
        Assert.Equal("database", Assert.Single((await world.Sessions.BeginAsync(PeopleWorld.Person("ben", "ops-viewers"), null, null, Cancellation)).Problems).Where);
        Assert.Equal("database", Assert.Single((await world.Local.CheckAsync("anna", PeopleWorld.Password, null, Cancellation)).Problems).Where);

        // A removed user is out all the same: the users file is no database.
        world.Write(PeopleWorld.User("root", "ops-admins"));
        Assert.True(world.Users.Look());
        Assert.Equal(SessionEnd.Gone, Assert.IsType<Standing.Over>(await world.CheckAsync(known)).Why);
        Assert.Equal(SessionEnd.Gone, Assert.IsType<Standing.Over>(await world.CheckAsync(known)).Why);
    }

    [Fact]
    public async Task Limits_hold_while_the_database_is_down_and_the_end_is_recorded_when_it_is_back()
    {
        await using var server = await PostgresServer.StartNewAsync(Cancellation);
        await using var store = new TestStore(new TempFolder(), await server.NewDatabaseAsync(Cancellation));
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(PeopleWorld.Person("anna", "ops-viewers"));
        await server.StopAsync(Cancellation);
        world.Clock.Advance(TimeSpan.FromHours(8));

        Assert.Equal(SessionEnd.Idle, Assert.IsType<Standing.Over>(await world.CheckAsync(begun, isActivity: true)).Why);

        await server.StartAsync(Cancellation);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Sessions.SweepAsync(Cancellation);
        Assert.Single(await world.EntriesAsync("session-end"));
        Assert.Equal(SessionEnd.Idle, Assert.IsType<Standing.Over>(await world.CheckAsync(begun)).Why);
    }
}
