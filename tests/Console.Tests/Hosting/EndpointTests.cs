using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Hosting;

/// <summary>All endpoints there are: a new one that a page of another site could use fails here.</summary>
public sealed class EndpointTests
{
    // They ask for the token themselves, so that an old form leads back to a new one.
    private static readonly string[] AskThemselves = ["/sign-in", "/sign-in/oidc", "/sign-out"];

    // No form leads there, and a script of another site is stopped by its origin: the browser's own page and hub connections.
    private static readonly string[] Connections = ["/_blazor", "/hubs/live"];

    // Its own secret, and no cookie.
    private static readonly string[] WithoutCookie = ["/hooks/alertmanager", "/hooks/alertmanager/events"];

    // Asks for a token, or for the word of a browser that a page of ours sends it: Api/ApiRefusalTests tries each.
    private const string Api = "/api/v1/";

    public static TheoryData<string> Modes => ["Local", "Oidc", "Proxy"];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whatever_changes_something_wants_a_token_of_our_own_page_or_looks_at_no_cookie(string mode)
    {
        await using var console = Start(mode);
        var changing = Changing(console);

        Assert.Contains(changing, one => one.Path == "/sign-in");
        Assert.Contains(changing, one => one.Path == "/hooks/alertmanager");
        Assert.All(changing, one => Assert.True(
            one.Endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }
            || one.Path.StartsWith(Api, StringComparison.Ordinal) || AskThemselves.Contains(one.Path) || WithoutCookie.Contains(one.Path) || Connections.Any(path => one.Path.StartsWith(path, StringComparison.Ordinal)),
            $"{one.Endpoint.DisplayName} takes {one.Method} without asking whose page sends it"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whatever_changes_something_refuses_a_page_of_another_site(string mode)
    {
        await using var console = Start(mode);
        foreach (var one in Changing(console))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(one.Path, @"\{[^}]*\}", "x");
            foreach (var header in (string[])["Origin: https://evil.example", "Sec-Fetch-Site: cross-site"])
            {
                Assert.True((await Wire.SendAsync(console, one.Method, path, "127.0.0.1", string.Empty, header)).Status == 403, $"{one.Method} {path} with {header}");
            }
        }
    }

    [Theory]
    [InlineData("Local", "/sign-in", "name=ann&password=whatever-it-is")]
    [InlineData("Local", "/sign-out", "x=y")]
    [InlineData("Oidc", "/sign-in/oidc", "returnUrl=%2F")]
    public async Task What_asks_for_the_token_itself_does_nothing_without_it(string mode, string path, string form)
    {
        await using var console = Start(mode);

        var answer = await Wire.PostAsync(console, path, form, headers: "Content-Type: application/x-www-form-urlencoded");

        Assert.Equal(302, answer.Status);
        Assert.StartsWith("/", answer.Header("Location"), StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Headers["set-cookie"], cookie => cookie.StartsWith("ops-session=C", StringComparison.Ordinal));
        Assert.DoesNotContain("why=out", answer.Header("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strangers_may_open_is_this_and_no_more()
    {
        await using var console = Start("Oidc");
        var open = Routes(console).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(Path).Where(path => !path.Contains('.', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(
            ["/error", "/health/detailed", "/health/live", "/health/ready", "/hooks/alertmanager", "/hooks/alertmanager/events", "/metrics", "/not-found", "/sign-in", "/sign-in/oidc", "/sign-out", "/signed-out", "/wall/{name}", "/wall/{name}/now"], open);
    }

    private static ConsoleHost Start(string mode) => ConsoleHost.StartForStrangers(("SignIn:Mode", mode), ("SignIn:Proxy:From:0", "127.0.0.9"),
        ("SignIn:Oidc:Authority", "https://id.example.com"), ("SignIn:Oidc:ClientId", "ops-console"));

    private static IEnumerable<RouteEndpoint> Routes(ConsoleHost console) => console.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Path(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static List<(string Method, string Path, RouteEndpoint Endpoint)> Changing(ConsoleHost console) =>
        [.. Routes(console).SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST"])
            .Where(method => method is not ("GET" or "HEAD" or "OPTIONS")).Select(method => (method, Path(endpoint), endpoint)))];
}
