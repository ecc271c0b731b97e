using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Core.Tests.RealServers;
using OpsConsole.People;
using OpsConsole.Tests.Host;
using OpsConsole.Tests.Pages;

namespace OpsConsole.Tests.SignIn;

public sealed class SignInTests : IAsyncDisposable
{
    private readonly ConsoleHost console = ConsoleHost.Start();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("/", "/sign-in")]
    [InlineData("/alerts?q=a%3Db", "/sign-in?returnUrl=%2Falerts%3Fq%3Da%253Db")]
    [InlineData("/me", "/sign-in?returnUrl=%2Fme")]
    [InlineData("/nowhere", "/sign-in?returnUrl=%2Fnowhere")]
    public async Task A_stranger_is_led_to_the_sign_in_page_and_afterwards_back(string path, string to)
    {
        using var stranger = console.Stranger();
        using var answer = await stranger.BrowseAsync(path);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(to, new Uri(console.Address, answer.Headers.Location!).PathAndQuery);
        var page = await stranger.PageAsync(to);
        Assert.Equal(path, await stranger.SendAsync(page.QuerySelector("form[action='sign-in']")!, ("name", ConsoleHost.Tester), ("password", ConsoleHost.Password)));
    }

    [Fact]
    public async Task Who_comes_to_a_console_that_started_without_its_database_reads_so_instead_of_typing_in_vain()
    {
        await using var without = ConsoleHost.StartForStrangers(("Storage:PostgreSql", "Host=127.0.0.1;Port=1;Database=ops;Username=console"));
        using var stranger = without.Stranger();
        var page = await stranger.PageAsync("/sign-in?returnUrl=%2Falerts");
        Assert.Contains("The console's database does not answer, so nobody new can sign in.", page.QuerySelector("[role=status]")?.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));
        Assert.Equal("sign-in?returnUrl=%2Falerts", page.QuerySelectorAll("main a, section a").Single(link => link.TextContent == "Try again").GetAttribute("href"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/session")]
    [InlineData("/hubs/live")]
    [InlineData("/_blazor")]
    [InlineData("/systems/billing/pods/pay/billing-api-1/log?container=api")]
    public async Task A_script_without_a_token_is_told_in_a_sentence(string path)
    {
        using var stranger = console.Stranger();
        using var answer = await stranger.Http.GetAsync(new Uri(console.Address, path), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("Sign in, or send a personal token", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/health/ready", 503)]
    [InlineData("/css/tokens.css", 200)]
    [InlineData("/js/session.js", 200)]
    [InlineData("/error", 200)]
    public async Task These_are_open_to_strangers(string path, int status)
    {
        using var stranger = console.Stranger();
        using var answer = await stranger.Http.GetAsync(new Uri(console.Address, path), Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/error")]
    [InlineData("/not-found")]
    public async Task What_a_stranger_may_open_shows_nothing_of_the_state_and_starts_no_circuit(string path)
    {
        Known.InTrouble(console.Live);
        using var stranger = console.Stranger();
        using var answer = await stranger.BrowseAsync(path);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("billing", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("blazor.web.js", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<nav", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_the_reach_of_scripts_and_other_sites_and_says_nothing_of_the_person()
    {
        using var stranger = console.Stranger();
        var page = await stranger.PageAsync("/sign-in");
        using var content = new FormUrlEncodedContent(page.QuerySelectorAll("form[action='sign-in'] input[type=hidden]")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!))
            .Concat([new("name", ConsoleHost.Tester), new("password", ConsoleHost.Password)]));
        using var answer = await stranger.Http.PostAsync(new Uri(console.Address, "/sign-in"), content, Cancellation);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("ops-session=", StringComparison.Ordinal));
        Assert.Contains("; path=/; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ConsoleHost.Tester, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tester", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("tester", "")]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_words(string name, string password)
    {
        using var stranger = console.Stranger();

        var to = await stranger.SignInAsync(name, password, "/alerts");

        Assert.Equal("/sign-in?returnUrl=%2Falerts&why=password", to);
        Assert.Equal("Name or password is wrong.", (await stranger.PageAsync(to)).QuerySelector("[role=status]")!.Words());
        using var answer = await stranger.BrowseAsync("/alerts");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/sign-out")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site_whatever_is_asked_for(string returnUrl)
    {
        using var stranger = console.Stranger();

        Assert.Equal("/", await stranger.SignInAsync(ConsoleHost.Tester, ConsoleHost.Password, returnUrl));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_signs_nobody_in_and_nobody_out()
    {
        using var content = new FormUrlEncodedContent([new("name", ConsoleHost.Tester), new("password", ConsoleHost.Password)]);
        using var stranger = console.Stranger();
        using var signingIn = await stranger.Http.PostAsync(new Uri(console.Address, "/sign-in"), content, Cancellation);
        using var nothing = new FormUrlEncodedContent([]);
        using var signingOut = await console.Http.PostAsync(new Uri(console.Address, "/sign-out"), nothing, Cancellation);

        Assert.Equal("/sign-in?why=again", signingIn.Headers.Location!.OriginalString);
        Assert.Equal("/me", signingOut.Headers.Location!.OriginalString);
        Assert.Equal("The tester", (await console.Self.PageAsync("/me")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Whoever_signed_out_is_out_also_with_a_copy_of_the_cookie()
    {
        using var person = await console.SignInAsync(ConsoleHost.Tester);
        var copy = person.Cookies.GetCookieHeader(console.Address);
        var page = await person.PageAsync("/");

        Assert.Equal("/sign-in?why=out", await person.SendAsync(page.QuerySelector("form[action='sign-out']")!));
        Assert.Equal("You are signed out.", (await person.PageAsync("/sign-in?why=out")).QuerySelector("[role=status]")!.Words());

        using var request = new HttpRequestMessage(HttpMethod.Get, console.Address) { Headers = { { "Cookie", copy }, { "Accept", "text/html" } } };
        using var plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var answer = await plain.SendAsync(request, Cancellation);
        Assert.Equal("/sign-in?why=out", new Uri(console.Address, answer.Headers.Location!).PathAndQuery);
    }

    [Fact]
    public async Task Signing_in_anew_leaves_the_session_of_before_behind()
    {
        using var person = await console.SignInAsync(ConsoleHost.Tester);
        var before = person.Cookies.GetCookieHeader(console.Address);
        await person.SignInAsync(ConsoleHost.Tester, ConsoleHost.Password);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Address, "/session")) { Headers = { { "Cookie", before } } };
        using var plain = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var old = await plain.SendAsync(request, Cancellation);
        using var now = await person.Http.GetAsync(new Uri(console.Address, "/session"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, now.StatusCode);
    }

    [Fact]
    public async Task Me_says_who_one_is_and_shows_an_admin_everybody()
    {
        console.WriteUsers((ConsoleHost.Tester, ["ops-admins"]), ("vera", ["ops-viewers"]));
        var users = console.Services.GetRequiredService<UserDirectory>();
        await Eventually.GetAsync(() => Task.FromResult(users.Find("vera") is not null), isThere => isThere, Cancellation);
        using var vera = await console.SignInAsync("vera");

        var hers = (await vera.PageAsync("/me")).Body!.Words();
        var admins = (await console.Self.PageAsync("/me")).Body!.Words();

        Assert.Contains("The vera", hers, StringComparison.Ordinal);
        Assert.Contains("access.yaml:", hers, StringComparison.Ordinal);
        Assert.Contains("this one", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("Everybody's sessions", hers, StringComparison.Ordinal);
        Assert.DoesNotContain("tester", hers, StringComparison.Ordinal);
        Assert.Contains("Everybody's sessions", admins, StringComparison.Ordinal);
        Assert.Contains("The vera", admins, StringComparison.Ordinal);
    }
}
