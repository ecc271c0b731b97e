using OpsConsole.Access;
using OpsConsole.Core.Tests.People;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Remediation;
using OpsConsole.Storage;

namespace OpsConsole.Core.Tests.Remediation.Running;

public sealed class ActionPeopleTests(Stores stores)
{
    private static readonly Person Anna = PeopleWorld.Person("anna", "ops-operators", "ops-viewers");
    private static readonly Person Root = PeopleWorld.Person("root", "ops-admins");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asked_with_a_token_is_asked_about_by_that_token()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var now = ActionPeople.By(world.Get<TokenOwners>(), world.Tokens, world.Clock);
        var token = (await world.Tokens.MakeAsync(Anna, "deploys", [Role.Operator], 90, Cancellation)).Value;
        var was = (await world.Tokens.CheckAsync(token.Text, "192.0.2.8", Cancellation)).Value;

        var still = (await now(was, Cancellation)).Value;
        Assert.Equal((was.Subject, was.TokenId, was.Address), (still.Subject, still.TokenId, still.Address));
        Assert.Equal([Role.Operator], still.TokenRoles!.Value);

        Assert.True(await world.Tokens.RevokeAsync(token.Token.Id, Root, Cancellation));
        Assert.Equal(new Problem("grant", "the token that Anna Ek asked with was revoked"), Assert.Single((await now(was, Cancellation)).Problems));
        Assert.True((await now(Anna, Cancellation)).IsOk);
    }

    [Fact]
    public async Task A_token_that_expired_or_that_nobody_knows_begins_nothing()
    {
        await using var store = await stores.NewAsync(Dialect.Sqlite, Cancellation);
        await using var world = await PeopleWorld.OpenAsync(store);
        var now = ActionPeople.By(world.Get<TokenOwners>(), world.Tokens, world.Clock);
        var token = (await world.Tokens.MakeAsync(Anna, "deploys", [Role.Operator], 1, Cancellation)).Value;
        var was = (await world.Tokens.CheckAsync(token.Text, null, Cancellation)).Value;

        world.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal("the token that Anna Ek asked with has expired", Assert.Single((await now(was, Cancellation)).Problems).What);
        Assert.Equal("the token that Anna Ek asked with is not known", Assert.Single((await now(was with { TokenId = "0123456789ab" }, Cancellation)).Problems).What);
    }
}
