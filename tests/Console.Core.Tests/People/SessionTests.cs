using Dapper;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

public sealed class SessionTests(Stores stores)
{
    private static readonly Person Anna = PeopleWorld.Person("anna", "ops-operators", "ops-viewers");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_session_begins_on_record_and_the_store_holds_no_key(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var begun = await world.BeginAsync(Anna);

        var valid = Assert.IsType<Standing.Valid>(await world.CheckAsync(begun));
        Assert.Equal(Anna with { Groups = valid.Session.Person.Groups }, valid.Session.Person);
        Assert.Equal(Anna.Groups, valid.Session.Person.Groups);
        Assert.Equal(begun.Session.EndsAt, begun.Session.CreatedAt.AddHours(16));
        Assert.Equal(43, begun.Key.Length);
        var stored = await world.Database.ReadAsync(connection => connection.QueryAsync("SELECT * FROM sessions"), Cancellation);
        Assert.DoesNotContain(begun.Key, string.Join('|', stored.SelectMany(row => (IDictionary<string, object?>)row).Select(cell => cell.Value)), StringComparison.Ordinal);
        var entry = Assert.Single(await world.EntriesAsync("sign-in"));
        Assert.Equal(("anna", "Anna Ek", "local", "192.0.2.7", AuditStage.Succeeded), (entry.Subject, entry.Name, entry.Method, entry.Address, entry.Stage));
        Assert.Equal("ops-operators, ops-viewers", entry.Parameters["groups"]);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Being_asked_about_keeps_no_session_from_becoming_idle_but_doing_something_does(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var asked = await world.BeginAsync(Anna);
        var used = await world.BeginAsync(Anna);
        for (var hour = 0; hour < 7; hour++)
        {
            world.Clock.Advance(TimeSpan.FromHours(1));
            Assert.IsType<Standing.Valid>(await world.CheckAsync(asked));
            Assert.IsType<Standing.Valid>(await world.CheckAsync(used, isActivity: true));
        }

        world.Clock.Advance(TimeSpan.FromHours(1));

        var over = Assert.IsType<Standing.Over>(await world.CheckAsync(asked));
        Assert.Equal((SessionEnd.Idle, "Nothing was done for 8 h, so the session ended."), (over.Why, over.Words));
        Assert.IsType<Standing.Valid>(await world.CheckAsync(used));
        Assert.Equal("nothing was done for too long", Assert.Single(await world.EntriesAsync("session-end")).Reason);
    }

    [Fact]
    public async Task However_busy_its_person_is_a_session_ends_after_its_longest_time()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(Anna);
        for (var hour = 0; hour < 15; hour++)
        {
            world.Clock.Advance(TimeSpan.FromHours(1));
            Assert.IsType<Standing.Valid>(await world.CheckAsync(begun, isActivity: true));
        }

        world.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(SessionEnd.Longest, Assert.IsType<Standing.Over>(await world.CheckAsync(begun, isActivity: true)).Why);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_ended_session_is_over_at_once_says_why_and_is_ended_once_only(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var (one, other) = (await world.BeginAsync(Anna, new("refresh", "access", "id")), await world.BeginAsync(Anna));
        Assert.IsType<Standing.Valid>(await world.CheckAsync(one));

        Assert.True(await world.Sessions.EndAsync(one.Session.Id, SessionEnd.EndedByAdmin, PeopleWorld.Person("root", "ops-admins"), Cancellation));
        Assert.False(await world.Sessions.EndAsync(one.Session.Id, SessionEnd.SignedOut, Anna, Cancellation));

        var over = Assert.IsType<Standing.Over>(await world.CheckAsync(one));
        Assert.Equal((SessionEnd.EndedByAdmin, "An admin ended this session."), (over.Why, over.Words));
        Assert.Null(await world.Sessions.SecretsAsync(one.Session.Id, Cancellation));
        Assert.Equal(other.Session.Id, Assert.Single(await world.Sessions.ListAsync("anna", Cancellation)).Id);
        var entry = Assert.Single(await world.EntriesAsync("session-end"));
        Assert.Equal(("root", "anna"), (entry.Subject, entry.Target));
        Assert.Equal(1, await world.Sessions.EndAllOfAsync("anna", SessionEnd.EndedElsewhere, Anna, Cancellation));
    }

    [Fact]
    public async Task What_one_replica_ends_is_over_on_the_other_within_a_second()
    {
        await using var store = await stores.NewAsync(Dialect.PostgreSql, Cancellation);
        await using var one = await PeopleWorld.OpenAsync(store);
        await using var other = await PeopleWorld.OpenAsync(store, clock: one.Clock);
        var listens = new TaskCompletionSource();
        other.Sessions.Told += id =>
        {
            if (id == OpsConsole.People.Sessions.AnySession)
            {
                listens.TrySetResult();
            }
        };
        await other.StartAsync();
        await listens.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await Eventually.SoAsync(() => Task.FromResult<bool?>(other.Database.News.IsHeardFromServer ? true : null), TimeSpan.FromSeconds(60), Cancellation);
        var begun = await one.BeginAsync(Anna);
        Assert.IsType<Standing.Valid>(await other.CheckAsync(begun));
        var told = new TaskCompletionSource();
        other.Sessions.Told += id =>
        {
            if (id == begun.Session.Id)
            {
                told.TrySetResult();
            }
        };

        // The time stands still: only the news can tell the other to read again.
        await one.Sessions.EndAsync(begun.Session.Id, SessionEnd.SignedOut, Anna, Cancellation);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(SessionEnd.SignedOut, Assert.IsType<Standing.Over>(await other.CheckAsync(begun)).Why);
        Assert.Single(await one.EntriesAsync("sign-out"));
    }

    [Fact]
    public async Task Whoever_no_grant_lets_see_is_refused_with_the_reason_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var refused = await world.Sessions.BeginAsync(PeopleWorld.Person("zoe"), null, null, Cancellation);

        Assert.Equal("grants", Assert.Single(refused.Problems).Where);
        Assert.Contains("you are in no group", refused.Problems[0].What, StringComparison.Ordinal);
        Assert.Equal(AuditStage.Denied, Assert.Single(await world.EntriesAsync("sign-in")).Stage);
        Assert.Empty(await world.Sessions.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_grant_that_is_taken_away_ends_the_sessions_that_lived_by_it()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var (anna, root) = (await world.BeginAsync(Anna), await world.BeginAsync(PeopleWorld.Person("root", "ops-admins")));

        world.Grant("grants:\n  - {role: admin, groups: [ops-admins]}\n");

        var over = Assert.IsType<Standing.Over>(await world.CheckAsync(anna));
        Assert.Equal(SessionEnd.NoGrant, over.Why);
        Assert.Contains("no role is granted to you", over.Words, StringComparison.Ordinal);
        Assert.IsType<Standing.Valid>(await world.CheckAsync(root));
    }

    [Fact]
    public async Task A_sign_in_that_can_not_be_recorded_is_refused_and_leaves_no_session()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store, services => services.AddSingleton<IAuditLog, FullRecord>());

        var refused = await world.Sessions.BeginAsync(Anna, null, null, Cancellation);

        Assert.Equal("record", Assert.Single(refused.Problems).Where);
        Assert.Empty(await world.Sessions.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task What_a_provider_gave_is_read_back_and_is_stored_encrypted()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(Anna, new("opensesame-refresh", null, "opensesame-id"));

        Assert.Equal(new SessionSecrets("opensesame-refresh", null, "opensesame-id"), await world.Sessions.SecretsAsync(begun.Session.Id, Cancellation));

        await world.Sessions.KeepSecretsAsync(begun.Session.Id, new("opensesame-second", "opensesame-access", null), Cancellation);
        Assert.Equal("opensesame-second", (await world.Sessions.SecretsAsync(begun.Session.Id, Cancellation))!.RefreshToken);
        var stored = await world.Database.ReadAsync(connection => connection.ExecuteScalarAsync<byte[]>("SELECT secrets FROM sessions"), Cancellation);
        Assert.DoesNotContain("opensesame", System.Text.Encoding.Latin1.GetString(stored!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_out_with_no_page_open_is_ended_once_and_on_record()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var begun = await world.BeginAsync(Anna);
        world.Clock.Advance(TimeSpan.FromHours(9));

        await world.Sessions.SweepAsync(Cancellation);
        await world.Sessions.SweepAsync(Cancellation);

        Assert.Equal(AuditStage.Succeeded, Assert.Single(await world.EntriesAsync("session-end")).Stage);
        Assert.Equal(SessionEnd.Idle, Assert.IsType<Standing.Over>(await world.CheckAsync(begun)).Why);
    }

    private sealed class FullRecord : IAuditLog
    {
        public Task<Result<AuditReceipt>> AppendAsync(AuditEvent happened, CancellationToken cancellation) =>
            Task.FromResult<Result<AuditReceipt>>(new Problem(string.Empty, "the disk is full"));
    }
}
