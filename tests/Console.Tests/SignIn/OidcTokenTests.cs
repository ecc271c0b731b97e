using System.Net;

namespace OpsConsole.Tests.SignIn;

/// <summary>ID tokens that are wrong in exactly one way, from a real provider.</summary>
public sealed class OidcTokenTests(ProviderFixture provider) : OidcTest(provider)
{
    [Theory]
    [InlineData("wrong-issuer", "another issuer")]
    [InlineData("wrong-audience", "for another client")]
    [InlineData("several-audiences", "(azp)")]
    [InlineData("wrong-azp", "(azp)")]
    [InlineData("wrong-nonce", "(nonce)")]
    [InlineData("no-nonce", "(nonce)")]
    [InlineData("expired", "expired")]
    [InlineData("not-yet", "not valid yet")]
    [InlineData("of-the-future", "(iat)")]
    [InlineData("no-expiry", "expired")]
    [InlineData("wrong-at-hash", "(at_hash)")]
    [InlineData("no-sub", "(sub)")]
    [InlineData("groups-as-number", "no list of texts")]
    [InlineData("groups-elsewhere", "too many for a token")]
    [InlineData("no-id-token", "no ID token")]
    [InlineData("wrong-key", "signature")]
    [InlineData("unknown-key", "signature")]
    [InlineData("broken-signature", "signature")]
    [InlineData("no-signature", "signature")]
    [InlineData("shared-secret", "sign")]
    public async Task It_is_not_believed(string fault, string says)
    {
        await Provider.FaultAsync(fault);
        using var visitor = new OidcVisitor(Console);

        using var answer = await visitor.SignInAsync("ann");

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.Forbidden, says, says);
    }

    [Fact]
    public async Task Keys_that_were_changed_are_asked_for_and_the_sign_in_goes_on()
    {
        using (await InAsync("ann"))
        {
            await Provider.RotateAsync();
        }

        using var visitor = await InAsync("ann");
        using var page = await visitor.GetAsync("/alerts");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
