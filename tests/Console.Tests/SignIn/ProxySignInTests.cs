using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Audit;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.SignIn;

public sealed class ProxySignInTests : IAsyncDisposable
{
    private const string Proxy = "127.0.0.2";
    private readonly ConsoleHost console = ConsoleHost.StartForStrangers(
        ("SignIn:Mode", "Proxy"), ("SignIn:Proxy:From:0", "127.0.0.2/31"), ("Http:KnownProxies:0", "127.0.0.4"));

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Theory]
    [InlineData("X-Forwarded-User: ann")]
    [InlineData("x-forwarded-groups: ops-admins")]
    [InlineData("X-Forwarded-Preferred-Username: Ann")]
    public async Task A_header_that_is_forged_from_elsewhere_is_refused_and_on_record(string header)
    {
        foreach (var path in (string[])["/alerts", "/css/tokens.css", "/health/live", "/hooks/alertmanager"])
        {
            var answer = await Wire.GetAsync(console, path, headers: header);

            Assert.Equal(403, answer.Status);
            Assert.Contains("Only the proxy may do that", answer.Body, StringComparison.Ordinal);
        }

        var entry = Assert.Single(await RecordAsync("sign-in"));
        Assert.Equal((AuditStage.Denied, "proxy", "127.0.0.1"), (entry.Stage, entry.Method, entry.Address));
    }

    [Fact]
    public async Task What_another_proxy_forwards_makes_nobody_the_proxy()
    {
        // 127.0.0.4 is believed about addresses, and about nothing else.
        var answer = await Wire.GetAsync(console, "/alerts", "127.0.0.4", "X-Forwarded-For: 127.0.0.2", "X-Forwarded-User: ann", "X-Forwarded-Groups: ops-admins");

        Assert.Equal(403, answer.Status);
    }

    [Theory]
    [InlineData("127.0.0.1", 403)]
    [InlineData("127.0.0.2", 200)]
    [InlineData("127.0.0.3", 200)]
    [InlineData("127.0.0.4", 403)]
    public async Task The_network_of_the_proxy_ends_where_it_says(string from, int status) =>
        Assert.Equal(status, (await AskAsync("ann", "ops-viewers", from: from)).Status);

    [Fact]
    public async Task Without_the_proxys_word_nobody_is_let_in()
    {
        var silent = await Wire.GetAsync(console, "/alerts", Proxy);
        var past = await Wire.GetAsync(console, "/alerts");

        Assert.Equal(401, silent.Status);
        Assert.Contains("does not say who you are", silent.Body, StringComparison.Ordinal);
        Assert.Equal(401, past.Status);
        Assert.Contains("open the console by its address there", past.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await Wire.GetAsync(console, "/css/tokens.css", Proxy)).Status);
        Assert.Equal(200, (await Wire.GetAsync(console, "/health/live", Proxy)).Status);
    }

    [Fact]
    public async Task A_session_begins_with_the_first_request_and_each_that_follows_confirms_it()
    {
        var first = await AskAsync("ann", "ops-viewers, others");
        var cookie = Cookie(first);
        Assert.Contains("httponly", first.Headers["set-cookie"].Single(one => one.StartsWith("ops-session=", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);

        Assert.Equal(200, (await AskAsync("ann", "ops-viewers", cookie)).Status);
        Assert.DoesNotContain((await AskAsync("ann", "ops-viewers", cookie)).Headers["set-cookie"], one => one.StartsWith("ops-session=", StringComparison.Ordinal));

        var entry = Assert.Single(await RecordAsync("sign-in"));
        Assert.Equal(("ann", AuditStage.Succeeded, "ops-viewers, others"), (entry.Subject, entry.Stage, entry.Parameters["groups"]));
    }

    [Fact]
    public async Task A_group_that_the_proxy_no_longer_names_is_gone_with_the_next_request()
    {
        var cookie = Cookie(await AskAsync("ann", "ops-viewers"));

        Assert.NotEqual(200, (await AskAsync("ann", "others", cookie)).Status);
    }

    [Fact]
    public async Task Another_user_behind_the_same_cookie_is_another_session()
    {
        var anns = Cookie(await AskAsync("ann", "ops-viewers"));

        var bobs = await AskAsync("bob", "ops-viewers", anns);

        Assert.Equal(200, bobs.Status);
        Assert.NotEqual(anns, Cookie(bobs));
        Assert.Equal(["bob", "ann"], (await RecordAsync("sign-in")).Select(entry => entry.Subject));

        // Ann's session is over, not only out of sight.
        var back = await AskAsync("ann", "ops-viewers", anns);
        Assert.NotEqual(anns, Cookie(back));
        Assert.Equal(3, (await RecordAsync("sign-in")).Length);
    }

    [Fact]
    public async Task A_cookie_alone_is_nobody()
    {
        var cookie = Cookie(await AskAsync("ann", "ops-viewers"));

        Assert.Equal(401, (await Wire.GetAsync(console, "/alerts", "127.0.0.1", $"Cookie: {cookie}")).Status);
        Assert.Equal(401, (await Wire.GetAsync(console, "/alerts", Proxy, $"Cookie: {cookie}")).Status);
    }

    [Theory]
    [InlineData("X-Forwarded-User: ann", "X-Forwarded-User: admin")]
    [InlineData("X-Forwarded-User: ann", "X-Forwarded-Groups: a", "X-Forwarded-Groups: ops-admins")]
    [InlineData("X-Forwarded-User: ")]
    public async Task What_the_proxy_says_must_be_clear(params string[] headers)
    {
        var answer = await Wire.GetAsync(console, "/alerts", Proxy, headers);

        Assert.Equal(400, answer.Status);
        Assert.Contains("does not say clearly who you are", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_granted_nothing_is_told_so()
    {
        var answer = await AskAsync("eve", "others");

        Assert.Equal(403, answer.Status);
        Assert.Contains("You are eve, but", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_and_separator_are_as_the_settings_say()
    {
        await using var other = ConsoleHost.StartForStrangers(("SignIn:Mode", "Proxy"), ("SignIn:Proxy:From:0", Proxy), ("SignIn:Proxy:UserHeader", "Remote-User"),
            ("SignIn:Proxy:GroupsHeader", "Remote-Groups"), ("SignIn:Proxy:Separator", "|"));

        Assert.Equal(200, (await Wire.GetAsync(other, "/alerts", Proxy, "Remote-User: ann", "Remote-Groups: others|ops-viewers")).Status);
        Assert.Equal(403, (await Wire.GetAsync(other, "/alerts", "127.0.0.3", "Remote-User: ann")).Status);
        Assert.Equal(401, (await Wire.GetAsync(other, "/alerts", Proxy, "X-Forwarded-User: ann")).Status);
    }

    private Task<WireAnswer> AskAsync(string user, string groups, string? cookie = null, string from = Proxy) => Wire.GetAsync(
        console, "/alerts", from, [$"X-Forwarded-User: {user}", $"X-Forwarded-Groups: {groups}", .. cookie is null ? [] : (string[])[$"Cookie: {cookie}"]]);

    private static string Cookie(WireAnswer answer) => answer.Headers["set-cookie"].Last(cookie => cookie.StartsWith("ops-session=", StringComparison.Ordinal)).Split(';')[0];

    private async Task<System.Collections.Immutable.ImmutableArray<AuditEntry>> RecordAsync(string action) => (await console.Services.GetRequiredService<IAuditReader>()
        .ReadAsync(new AuditQuery { Action = action }, TestContext.Current.CancellationToken)).Entries;
}
