using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

public sealed class LocalSignInTests(Stores stores)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("anna")]
    [InlineData(" Anna ")]
    public async Task The_right_password_tells_who_it_is_with_their_groups(string typed)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var person = (await world.Local.CheckAsync(typed, PeopleWorld.Password, "192.0.2.7", Cancellation)).Value;

        Assert.Equal(("anna", "Anna Ek", "192.0.2.7"), (person.Subject, person.Name, person.Address));
        Assert.Equal(["ops-operators", "ops-viewers"], person.Groups);
    }

    [Theory]
    [InlineData("anna", "wrong", "wrong password", "anna")]
    [InlineData("nobody", "wrong", "no such user", "nobody")]
    [InlineData("my secret pass phrase!", "wrong", "no such user", "somebody")]
    [InlineData("", "", "no such user", "somebody")]
    public async Task Whoever_is_refused_learns_the_same_and_the_record_says_why(string name, string password, string reason, string shown)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var refused = await world.Local.CheckAsync(name, password, "192.0.2.7", Cancellation);

        Assert.Equal(new Problem("password", "Name or password is wrong."), Assert.Single(refused.Problems));
        var entry = Assert.Single(await world.EntriesAsync("sign-in"));
        Assert.Equal((AuditStage.Denied, reason, shown, "192.0.2.7"), (entry.Stage, entry.Reason, entry.Name, entry.Address));
    }

    [Fact]
    public async Task Only_who_knows_the_password_learns_that_the_user_is_disabled()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        world.Write(PeopleWorld.User("anna", "ops-viewers") with { IsDisabled = true });
        world.Users.Look();

        Assert.Equal("password", (await world.Local.CheckAsync("anna", "wrong", null, Cancellation)).Problems[0].Where);
        Assert.Equal("disabled", (await world.Local.CheckAsync("anna", PeopleWorld.Password, null, Cancellation)).Problems[0].Where);
    }

    [Theory]
    [InlineData(Dialect.Sqlite, "anna")]
    [InlineData(Dialect.PostgreSql, "anna")]
    [InlineData(Dialect.Sqlite, "nobody")]
    public async Task Five_failures_shut_the_door_for_a_user_until_the_first_is_a_quarter_of_an_hour_old(Dialect dialect, string name)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("password", (await TryAsync("wrong", $"192.0.2.{attempt}")).Where);
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // Also with the right password, and trying does not keep it shut for longer.
        for (var minute = 5; minute < 15; minute++)
        {
            var problem = await TryAsync(PeopleWorld.Password, "192.0.2.9");
            Assert.Equal("locked", problem.Where);
            Assert.Contains($"in {15 - minute} min", problem.What, StringComparison.Ordinal);
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.NotEqual("locked", (await world.Local.CheckAsync(name, PeopleWorld.Password, "192.0.2.9", Cancellation)).Problems.FirstOrDefault()?.Where);
        Assert.True((await world.Local.CheckAsync("ben", PeopleWorld.Password, "192.0.2.1", Cancellation)).IsOk);

        async Task<Problem> TryAsync(string password, string from) => Assert.Single((await world.Local.CheckAsync(name, password, from, Cancellation)).Problems);
    }

    [Fact]
    public async Task Many_users_tried_from_one_address_shut_the_door_for_the_address_alone()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store, settings: ("SignIn:Lockout:FailuresFromAddress", "6"));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            Assert.Equal("password", (await world.Local.CheckAsync($"user{attempt}", "wrong", "192.0.2.66", Cancellation)).Problems[0].Where);
        }

        Assert.Equal("locked", (await world.Local.CheckAsync("anna", PeopleWorld.Password, "192.0.2.66", Cancellation)).Problems[0].Where);
        Assert.True((await world.Local.CheckAsync("anna", PeopleWorld.Password, "192.0.2.7", Cancellation)).IsOk);
    }

    [Fact]
    public async Task A_success_forgets_the_failures_before_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                Assert.Equal("password", (await world.Local.CheckAsync("anna", "wrong", null, Cancellation)).Problems[0].Where);
            }

            Assert.True((await world.Local.CheckAsync("anna", PeopleWorld.Password, null, Cancellation)).IsOk);
        }
    }

    [Fact]
    public async Task Of_many_guesses_at_the_same_time_at_two_replicas_at_most_five_are_looked_at()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var one = await PeopleWorld.OpenAsync(store);
        await using var other = await PeopleWorld.OpenAsync(store, clock: one.Clock);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(guess =>
            (guess % 2 == 0 ? one : other).Local.CheckAsync("anna", $"guess {guess}", null, Cancellation)));

        Assert.InRange(answers.Count(answer => answer.Problems[0].Where == "password"), 0, 5);
        Assert.All(answers, answer => Assert.Contains(answer.Problems[0].Where, new[] { "password", "locked" }));
        Assert.Equal("locked", (await other.Local.CheckAsync("anna", PeopleWorld.Password, null, Cancellation)).Problems.FirstOrDefault()?.Where ?? "locked");
    }
}
