using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using OpsConsole.Audit;
using OpsConsole.Tests.Host;
using OpsConsole.World;

namespace OpsConsole.Tests.SignIn;

/// <summary>What the provider says of somebody after they signed in.</summary>
public sealed class OidcSessionTests(ProviderFixture provider) : OidcTest(provider)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_group_that_is_taken_away_ends_the_session()
    {
        using var visitor = await InAsync("ann");
        await Provider.PersonAsync("ann", "others");

        await AssertOverAsync(visitor, "grants");
    }

    [Fact]
    public async Task Who_is_removed_at_the_provider_is_out()
    {
        await Provider.PersonAsync("cid", "ops-viewers");
        using var visitor = await InAsync("cid");
        await Provider.GoneAsync("cid");

        await AssertOverAsync(visitor, "gone");
        Assert.Contains("Example ended your sign-in", (await RecordAsync("session-end")).First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_requests_at_once_ask_the_provider_once()
    {
        using var visitor = await InAsync("ann");
        var before = await Provider.RefreshesAsync();
        var begun = TimeProvider.System.GetTimestamp();
        await Eventually.SoAsync("the provider is asked again", Soon, async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await visitor.GetAsync("/health/detailed")).Dispose()));
            return (await Provider.RefreshesAsync()).Taken > before.Taken;
        }, Cancellation);

        // Once in five seconds, as the settings say: twenty requests at once on a busy machine may take longer.
        var (after, most) = (await Provider.RefreshesAsync(), 1 + (int)(TimeProvider.System.GetElapsedTime(begun) / TimeSpan.FromSeconds(5)));
        Assert.InRange(after.Taken - before.Taken, 1, most);
        Assert.Equal(before.Refused, after.Refused);
    }

    [Fact]
    public async Task While_the_provider_is_away_the_session_goes_on_for_a_while_and_then_ends()
    {
        var own = await OidcServer.StartAsync();
        await own.PersonAsync("ann", "ops-viewers");
        await using var console = ConsoleHost.StartForStrangers([.. own.Settings, ("SignIn:Oidc:TrustWithoutAnswer", "00:00:15")]);
        using var visitor = new OidcVisitor(console);
        using var back = await visitor.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);

        await own.DisposeAsync();

        using (var page = await visitor.GetAsync("/alerts"))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        await AssertOverAsync(visitor, "gone");
    }

    [Theory]
    [InlineData("groups-in-userinfo")]
    [InlineData("groups-in-userinfo", "without-refresh")]
    public async Task Groups_that_only_the_userinfo_endpoint_tells_are_asked_for_there_and_again(params string[] flags)
    {
        await using var own = await OidcServer.StartAsync(flags);
        await own.PersonAsync("ann", "ops-viewers");
        await using var console = ConsoleHost.StartForStrangers(own.Settings);
        using var visitor = new OidcVisitor(console);
        using var back = await visitor.SignInAsync("ann");
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        using (var page = await visitor.GetAsync("/alerts"))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        await own.PersonAsync("ann");

        await AssertOverAsync(visitor, "grants");
    }

    [Fact]
    public async Task Signing_out_signs_out_at_the_provider_too_and_says_so()
    {
        using var visitor = await InAsync("ann");

        using var onward = await visitor.SignOutAsync();
        var there = await OidcVisitor.LinkAsync(onward);
        var query = QueryHelpers.ParseQuery(there.Query);
        Assert.Equal(("/session/end", $"{Console.Address.GetLeftPart(UriPartial.Authority)}/signed-out"), (there.AbsolutePath, query["post_logout_redirect_uri"].ToString()));
        Assert.NotEmpty(query["id_token_hint"].ToString());
        using (var page = await visitor.GetAsync("/alerts"))
        {
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);    // out here at once, whatever happens there
        }

        using var end = await visitor.OpenAsync(await visitor.ConfirmSignOutAsync(there));
        Assert.Contains("You are signed out here and at Example", await end.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(AuditStage.Succeeded, (await RecordAsync("sign-out")).First().Stage);

        // The provider asks again who it is.
        var again = await visitor.BeginAsync();
        using var question = await visitor.OpenAsync(again);
        Assert.Contains("/interaction/", question.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_only_claims_to_be_the_providers_answer_is_not_believed()
    {
        using var visitor = await InAsync("ann");
        using var onward = await visitor.SignOutAsync();

        using var end = await visitor.GetAsync("/signed-out?state=made-up");

        var said = await end.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("You are signed out here.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("at Example", said, StringComparison.Ordinal);
    }

    private static Task AssertOverAsync(OidcVisitor visitor, string why) => Eventually.SoAsync($"the session is over: {why}", Soon, async () =>
    {
        using var page = await visitor.GetAsync("/alerts");
        return page.StatusCode == HttpStatusCode.Redirect && page.Headers.Location!.OriginalString.Contains($"why={why}", StringComparison.Ordinal);
    }, Cancellation);
}
