using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.People;
using OpsConsole.Tests.Host;
using OpsConsole.Tests.Hubs;

namespace OpsConsole.Tests.SignIn;

public sealed class TokenWireTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_token_opens_the_hub_by_header_and_by_query()
    {
        Known.Fine(console.Live);
        var token = await MakeAsync(Role.Viewer);

        await using var byHeader = await HubListener.ConnectAsync(console.Address, ("Authorization", $"Bearer {token}"));
        await using var byQuery = await HubListener.ConnectAsync(new Uri(console.Address, $"?access_token={token}"), ("X-Nothing", "x"));

        Assert.Single(await byHeader.SubscribeAsync("slo"));
        Assert.Single(await byQuery.SubscribeAsync("slo"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/me")]
    [InlineData("/_blazor")]
    [InlineData("/session")]
    public async Task A_token_opens_no_page_and_no_circuit(string path)
    {
        using var answer = await AskAsync(path, await MakeAsync(Role.Admin));

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
    }

    [Theory]
    [InlineData("ops_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "not known")]
    [InlineData("ops_", "not known")]
    [InlineData("revoked", "was revoked")]
    public async Task A_token_that_is_no_good_is_told_so(string token, string says)
    {
        if (token == "revoked")
        {
            token = await MakeAsync(Role.Viewer);
            await Tokens.RevokeAsync(token.Split('_')[1], Tester, Cancellation);
        }

        using var answer = await AskAsync("/hubs/live", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_token_in_the_query_counts_on_the_hub_alone()
    {
        var token = await MakeAsync(Role.Admin);
        using var stranger = console.Stranger();
        using var answer = await stranger.Http.GetAsync(new Uri(console.Address, $"/systems/billing/pods/pay/a/log?container=a&access_token={token}"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Tokens Tokens => console.Services.GetRequiredService<Tokens>();

    private static Person Tester => new(ConsoleHost.Tester, "The tester", ["ops-admins"], SignInMethod.Local);

    private async Task<string> MakeAsync(Role role) => (await Tokens.MakeAsync(Tester with { Groups = ["ops-admins"] }, "script", [Role.Admin], 1, Cancellation)).Match(
        made => made.Text, problems => throw new InvalidOperationException($"{role}: {string.Join(' ', problems)}"));

    private async Task<HttpResponseMessage> AskAsync(string path, string token)
    {
        using var stranger = console.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await stranger.Http.SendAsync(request, Cancellation);
    }
}
