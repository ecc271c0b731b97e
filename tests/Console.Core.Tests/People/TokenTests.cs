using Dapper;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.People;

public sealed class TokenTests(Stores stores)
{
    private static readonly Person Anna = PeopleWorld.Person("anna", "ops-operators", "ops-viewers");
    private static readonly Person Root = PeopleWorld.Person("root", "ops-admins");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_token_is_its_owner_narrowed_to_its_roles_and_only_its_hash_is_stored(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var made = (await world.Tokens.MakeAsync(Anna, "wallboard", [Role.Viewer], 90, Cancellation)).Value;

        var person = (await world.Tokens.CheckAsync(made.Text, "192.0.2.8", Cancellation)).Value;
        Assert.Equal(("anna", SignInMethod.Token, "192.0.2.8", made.Token.Id), (person.Subject, person.Method, person.Address, person.TokenId));
        Assert.Equal([Role.Viewer], person.TokenRoles!.Value);
        Assert.True(world.Get<IAccessRules>().Decide(person, Actions.View).IsAllowed);
        Assert.False(world.Get<IAccessRules>().Decide(person, Actions.LeaseDelete, "billing").IsAllowed);
        var rows = await world.Database.ReadAsync(connection => connection.QueryAsync("SELECT * FROM tokens"), Cancellation);
        Assert.DoesNotContain(made.Text.Split('_', 3)[2], string.Join('|', rows.SelectMany(row => (IDictionary<string, object?>)row).Select(cell => cell.Value)), StringComparison.Ordinal);
        Assert.Equal("viewer", Assert.Single(await world.EntriesAsync("token-make")).Parameters["roles"]);
        Assert.All(await AllTextAsync(world), text => Assert.DoesNotContain(made.Text.Split('_', 3)[2], text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 90, "viewer", "name")]
    [InlineData("a", 0, "viewer", "days")]
    [InlineData("a", 366, "viewer", "days")]
    [InlineData("a", 90, "admin", "roles")]
    [InlineData("a", 90, "", "roles")]
    public async Task A_wish_that_can_not_be_met_is_refused_at_its_field(string name, int days, string role, string field)
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);

        var refused = await world.Tokens.MakeAsync(Anna, name, role.Length == 0 ? [] : [Roles.Find(role)!.Value], days, Cancellation);

        Assert.Equal(field, Assert.Single(refused.Problems).Where);
        Assert.Empty(await world.Tokens.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task Whoever_has_any_role_may_make_a_token_that_only_looks()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var otto = PeopleWorld.Person("otto", "ops-operators");
        Assert.Equal([Role.Viewer, Role.Operator], world.Tokens.RolesFor(otto));
        Assert.Empty(world.Tokens.RolesFor(PeopleWorld.Person("nobody", "strangers")));
        world.Write(PeopleWorld.User("otto", "ops-operators"));
        world.Users.Look();

        var made = (await world.Tokens.MakeAsync(otto, "wallboard", [Role.Viewer], 90, Cancellation)).Value;

        var person = (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Value;
        Assert.True(world.Get<IAccessRules>().Decide(person, Actions.View).IsAllowed);
        Assert.False(world.Get<IAccessRules>().Decide(person, Actions.LeaseDelete, "billing").IsAllowed);
    }

    [Fact]
    public async Task A_token_makes_no_token_and_revokes_none()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var made = (await world.Tokens.MakeAsync(Root, "script", [Role.Admin], 1, Cancellation)).Value;
        var person = (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Value;

        Assert.Contains("A token can't make tokens", (await world.Tokens.MakeAsync(person, "another", [Role.Admin], 1, Cancellation)).Explanation, StringComparison.Ordinal);
        Assert.False(await world.Tokens.RevokeAsync(made.Token.Id, person, Cancellation));
    }

    [Fact]
    public async Task Expired_revoked_unknown_and_tampered_tokens_are_refused_in_words()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var one = (await world.Tokens.MakeAsync(Anna, "one", [Role.Viewer], 1, Cancellation)).Value;
        var other = (await world.Tokens.MakeAsync(Anna, "other", [Role.Viewer], 2, Cancellation)).Value;
        Assert.True(await world.Tokens.RevokeAsync(other.Token.Id, Anna, Cancellation));
        Assert.False(await world.Tokens.RevokeAsync(other.Token.Id, Anna, Cancellation));

        Assert.Equal("This token was revoked.", await RefusalAsync(other.Text));
        Assert.Equal("This token is not known.", await RefusalAsync($"ops_{one.Token.Id}_{new string('A', 43)}"));
        Assert.Equal("This token is not known.", await RefusalAsync($"ops_0123456789ab_{one.Text.Split('_', 3)[2]}"));
        Assert.Equal("This token is not known.", await RefusalAsync("ops_"));
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("This token has expired.", await RefusalAsync(one.Text));
        Assert.Empty(await world.Tokens.ListAsync("anna", Cancellation));
        Assert.Contains(await world.EntriesAsync("token-use"), entry => entry is { Stage: AuditStage.Denied, Reason: "the token was revoked", Subject: "anna" });

        async Task<string> RefusalAsync(string text) => Assert.Single((await world.Tokens.CheckAsync(text, "192.0.2.8", Cancellation)).Problems).What;
    }

    [Fact]
    public async Task A_flood_of_bad_tokens_is_one_entry_a_minute()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        for (var guess = 0; guess < 50; guess++)
        {
            Assert.False((await world.Tokens.CheckAsync($"ops_{guess:x12}_{new string('A', 43)}", "192.0.2.8", Cancellation)).IsOk);
        }

        Assert.Single(await world.EntriesAsync("token-use"));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Tokens.CheckAsync("ops_no", "192.0.2.8", Cancellation);
        Assert.Equal(2, (await world.EntriesAsync("token-use")).Length);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Its_use_is_on_record_once_a_day_and_the_last_one_is_known_to_the_minute(Dialect dialect)
    {
        await using var store = await stores.NewAsync(dialect, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var made = (await world.Tokens.MakeAsync(Anna, "script", [Role.Viewer], 90, Cancellation)).Value;
        var begun = world.Clock.GetUtcNow();
        for (var use = 0; use < 5; use++)
        {
            Assert.True((await world.Tokens.CheckAsync(made.Text, null, Cancellation)).IsOk);
            world.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Single(await world.EntriesAsync("token-use"));
        Assert.Equal(begun.AddSeconds(60), Assert.Single(await world.Tokens.ListAsync("anna", Cancellation)).UsedAt);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.Tokens.CheckAsync(made.Text, null, Cancellation);
        Assert.Equal(2, (await world.EntriesAsync("token-use")).Length);
    }

    [Fact]
    public async Task What_its_owner_loses_it_loses_too()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var made = (await world.Tokens.MakeAsync(Anna, "script", [Role.Operator], 90, Cancellation)).Value;
        world.Write(PeopleWorld.User("anna", "ops-viewers"));
        world.Users.Look();

        var person = (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Value;
        Assert.False(world.Get<IAccessRules>().Decide(person, Actions.LeaseDelete, "billing").IsAllowed);

        world.Write(PeopleWorld.User("anna", "ops-operators") with { IsDisabled = true });
        world.Users.Look();
        Assert.Equal("This token belongs to nobody who may sign in.", (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Problems[0].What);
        Assert.False((await world.Tokens.StillAsync(made.Token.Id, Cancellation)).IsOk);
    }

    [Fact]
    public async Task Where_groups_are_learnt_at_sign_in_a_token_is_refused_once_its_owner_was_not_seen_for_long()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store, settings: ("SignIn:Mode", "Oidc"));
        var owner = Anna with { Method = SignInMethod.Oidc };
        var made = (await world.Tokens.MakeAsync(owner, "script", [Role.Operator], 90, Cancellation)).Value;
        Assert.Equal("This token belongs to nobody who signs in here.", (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Problems[0].What);

        await world.BeginAsync(owner);
        Assert.Equal(owner.Groups, (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Value.Groups);
        world.Clock.Advance(TimeSpan.FromDays(31));

        Assert.Contains("did not sign in for 30 d", (await world.Tokens.CheckAsync(made.Text, null, Cancellation)).Problems[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_revokes_anybodys_and_nobody_else_does()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var made = (await world.Tokens.MakeAsync(Anna, "script", [Role.Viewer], 90, Cancellation)).Value;

        Assert.False(await world.Tokens.RevokeAsync(made.Token.Id, PeopleWorld.Person("ben", "ops-viewers"), Cancellation));
        Assert.True((await world.Tokens.CheckAsync(made.Text, null, Cancellation)).IsOk);
        Assert.True(await world.Tokens.RevokeAsync(made.Token.Id, Root, Cancellation));
        Assert.False((await world.Tokens.CheckAsync(made.Text, null, Cancellation)).IsOk);

        Assert.Equal([("ben", AuditStage.Denied), ("root", AuditStage.Succeeded)], (await world.EntriesAsync("token-revoke")).Select(entry => (entry.Subject, entry.Stage)));
    }

    private static async Task<IEnumerable<string>> AllTextAsync(PeopleWorld world) =>
        (await world.Get<IAuditReader>().ReadAsync(new AuditQuery { Size = 500 }, Cancellation)).Entries.Select(entry => $"{entry.Name} {entry.Target} {entry.Reason} {string.Join(' ', entry.Parameters.Values)}");
}
