using System.Net.Http.Headers;

namespace OpsConsole.Tests.Api;

/// <summary>A host for tests that change nothing.</summary>
public sealed class ActionsFixture : IAsyncLifetime
{
    internal ActionsHost Host { get; private set; } = null!;

    internal (string Name, string Value) Olga { get; private set; }

    internal (string Name, string Value) Piet { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Host = await ActionsHost.StartAsync();
        (Olga, Piet) = (await Host.TokenAsync("olga"), await Host.TokenAsync("piet"));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>What the API does not take: nothing is done, and the answer says what would be right.</summary>
/// <param name="fixture">The host.</param>
public sealed class ApiRefusalTests(ActionsFixture fixture) : IClassFixture<ActionsFixture>
{
    private static readonly string Tomorrow = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
    private readonly ActionsHost host = fixture.Host;
    private readonly (string Name, string Value) olga = fixture.Olga;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("with blanks in it")]
    public async Task Without_a_key_that_names_the_request_nothing_is_done(string? key)
    {
        var plan = await host.PostAsync(olga, "actions/plan", ActionsHost.Silence());

        var answer = await host.PostAsync(olga, "actions", ActionsHost.Confirmed(plan["hash"]!), key is null ? [] : [("Idempotency-Key", key)]);

        Assert.Equal(400, answer.Status);
        Assert.Contains("must be given once", Assert.Single(answer.Errors("Idempotency-Key")), StringComparison.Ordinal);
        Assert.Equal(0, host.Alertmanager.Made);
    }

    [Theory]
    [InlineData("silence-create", "billing", "main", "{\"matchers\": \"system=\\\"billing\\\"\", \"duration\": \"soon\"}", "duration")]
    [InlineData("silence-create", "billing", "main", "{\"duration\": \"1h\"}", "matchers")]
    [InlineData("silence-create", "billing", "elsewhere", "{\"matchers\": \"system=\\\"billing\\\"\", \"duration\": \"1h\"}", "target")]
    [InlineData("silence-create", "billing", "main", "{\"matchers\": \"system=\\\"billing\\\"\", \"duration\": \"1h\", \"replicas\": 3}", "replicas")]
    [InlineData("silence-creat", "billing", "main", "{}", "kind")]
    [InlineData("scale", "billing", "pay/api", "{\"replicas\": -1}", "kind")]
    [InlineData("silence-create", "nobody", "main", "{}", "system")]
    public async Task What_makes_no_sense_is_told_by_the_field_that_is_wrong(string kind, string system, string target, string parameters, string field)
    {
        var answer = await host.PostAsync(
            olga, "actions/plan", new { kind, system, target, parameters = System.Text.Json.JsonDocument.Parse(parameters).RootElement });

        Assert.True(answer.Status == 422, answer.Text);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("refuse")]
    [InlineData("withdraw")]
    [InlineData("begin")]
    public async Task An_action_that_is_not_there_is_not_found(string verb)
    {
        var answer = await host.PostAsync(olga, $"actions/0abcdefghij123456789/{verb}", new { planHash = "x", reason = "looks right" });

        Assert.Equal((404, "There is no action '0abcdefghij123456789'."), (answer.Status, answer["detail"]));
        Assert.Equal(404, (await host.GetAsync(olga, "actions/%3Cscript%3E")).Status);
        Assert.DoesNotContain("<", (await host.GetAsync(olga, "actions/%3Cscript%3E"))["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait=soon", "wait")]
    [InlineData("wait=2h", "wait")]
    [InlineData("wait=-5s", "wait")]
    [InlineData("after=x", "after")]
    [InlineData("after=-1", "after")]
    public async Task A_wait_without_measure_is_refused(string query, string field)
    {
        var answer = await host.GetAsync(olga, $"actions/0a?{query}");

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("size=0", "size")]
    [InlineData("size=1000", "size")]
    [InlineData("size=x", "size")]
    [InlineData("sytem=billing", "sytem")]
    public async Task A_list_that_is_asked_for_wrongly_is_refused(string query, string field)
    {
        var answer = await host.GetAsync(olga, $"actions?{query}");

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("nobody", "2099-01-01T00:00:00Z", "the year is closed", "system")]
    [InlineData("billing", "2020-01-01T00:00:00Z", "the year is closed", "to")]
    [InlineData("billing", "2099-01-01T00:00:00Z", "the year is closed", "to")]
    [InlineData("billing", null, "no", "reason")]
    public async Task A_freeze_that_makes_no_sense_is_told_by_field(string system, string? to, string reason, string field)
    {
        var answer = await host.PostAsync(fixture.Piet, "freezes", new { system, to = to ?? Tomorrow, reason });

        Assert.True(answer.Status == 422, answer.Text);
        Assert.NotEmpty(answer.Errors(field));
    }

    public static TheoryData<string, string, int, string> Bodies => new()
    {
        { "application/json", "", 400, "The body is empty" },
        { "application/json", "{", 400, "The body is no JSON, at line 1" },
        { "application/json", "{\"kind\": 1, \"kind\": 2}", 400, "twice" },
        { "application/json", "{\"kind\": \"x\",}", 400, "The body is no JSON" },
        { "application/json", "{/* x */}", 400, "The body is no JSON" },
        { "application/json", new string('[', 5_000), 400, "at most eight deep" },
        { "application/json", "null", 400, "must be a JSON object" },
        { "application/json", "{\"kind\": \"silence-create\", \"system\": \"billing\", \"extra\": {}}", 400, "extra: is not known here" },
        { "application/json", $"{{\"kind\": \"{new string('x', 70_000)}\"}}", 413, "more than 64 KB" },
        { "application/json", $"{{\"kind\": \"{new string('x', 300_000)}\"}}", 413, "more than 64 KB" },
        { "text/plain", "{}", 415, "application/json" },
        { "application/x-www-form-urlencoded", "kind=silence-create", 415, "application/json" },
        { "application/json", "\u0000\u0001", 400, "The body is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_can_not_be_read_is_told_in_a_sentence_and_never_by_our_insides(string type, string body, int status, string words)
    {
        foreach (var (path, key) in new[] { ("actions/plan", false), ("actions", true), ("actions/0a/approve", false), ("freezes", false) })
        {
            using var content = new StringContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            var answer = await host.SendAsync(HttpMethod.Post, olga, path, content, key ? [ActionsHost.Key()] : []);

            Assert.True(answer.Status == status, $"{path}: {answer.Status} {answer.Text}");
            Assert.Equal("application/problem+json", answer.MediaType);
            Assert.Contains(words, answer["detail"]!, StringComparison.Ordinal);
            Assert.DoesNotMatch("System\\.|OpsConsole\\.|Exception|\\bat [A-Z]\\w+\\.", answer.Text);
        }
    }

    [Fact]
    public async Task A_cookie_counts_for_pages_of_our_own_only()
    {
        var signedIn = await host.People.SignInAsync("olga");
        var own = host.People.Console.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(200, (await host.PostAsync(signedIn, "actions/plan", ActionsHost.Silence(), ("Origin", own))).Status);
        Assert.Equal(200, (await host.PostAsync(signedIn, "actions/plan", ActionsHost.Silence(), ("Sec-Fetch-Site", "same-origin"))).Status);
        Assert.Equal(200, (await host.GetAsync(signedIn, "actions")).Status);
        foreach (var path in (string[])["actions/plan", "actions", "actions/0a/approve", "actions/0a/refuse", "actions/0a/withdraw", "actions/0a/begin", "freezes"])
        {
            foreach (var header in ((string, string)[])[("X", "no word of where from"), ("Origin", "null"), ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "none")])
            {
                Assert.True((await host.PostAsync(signedIn, path, ActionsHost.Silence(), header, ActionsHost.Key())).Status == 403, $"{path} {header}");
            }
        }

        Assert.Equal(403, (await host.SendAsync(HttpMethod.Delete, signedIn, "freezes/0a", null)).Status);
    }

    [Fact]
    public async Task Nobody_is_let_in_without_saying_who_and_nobody_brings_in_impersonation()
    {

        Assert.Equal(401, (await host.PostAsync(null, "actions/plan", ActionsHost.Silence())).Status);
        Assert.Equal(401, (await host.PostAsync(("Authorization", "Bearer ops_nobody"), "actions/plan", ActionsHost.Silence())).Status);
        foreach (var header in (string[])["Impersonate-User", "impersonate-group", "Impersonate-Uid", "Impersonate-Extra-scopes"])
        {
            Assert.Equal(403, (await host.PostAsync(olga, "actions/plan", ActionsHost.Silence(), (header, "anna"))).Status);
        }
    }
}
