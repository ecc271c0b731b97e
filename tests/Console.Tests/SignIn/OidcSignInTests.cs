using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using OpsConsole.Audit;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.SignIn;

public sealed class OidcSignInTests(ProviderFixture provider) : OidcTest(provider)
{
    [Fact]
    public async Task Who_signs_in_at_the_provider_comes_back_to_the_page_and_is_on_record()
    {
        using var visitor = new OidcVisitor(Console);
        using var back = await visitor.SignInAsync("ann", "/alerts?q=x");

        Assert.Equal((HttpStatusCode.Redirect, "/alerts?q=x"), (back.StatusCode, back.Headers.Location?.OriginalString));
        var cookie = visitor.Cookies.GetCookies(Console.Address)["ops-session"]!;
        Assert.True(cookie.HttpOnly);
        using var page = await visitor.GetAsync("/alerts");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var entry = (await RecordAsync()).First();
        Assert.Equal(("ann", "ann of Example", "oidc", AuditStage.Succeeded), (entry.Subject, entry.Name, entry.Method, entry.Stage));
        Assert.Equal("ops-viewers, others", entry.Parameters["groups"]);
    }

    [Fact]
    public async Task The_way_there_is_bound_to_this_browser_and_tells_nothing()
    {
        using var visitor = new OidcVisitor(Console);
        var query = QueryHelpers.ParseQuery((await visitor.BeginAsync()).Query);

        Assert.Equal(("code", "S256", "openid profile groups"), (query["response_type"].ToString(), query["code_challenge_method"].ToString(), query["scope"].ToString()));
        Assert.Equal($"{Console.Address.GetLeftPart(UriPartial.Authority)}/sign-in/oidc/back", query["redirect_uri"]);
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.True(query[name].ToString().Length >= 43, name));
        Assert.False(query.ContainsKey("client_secret"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/sign-out")]
    public async Task Nobody_is_led_to_another_site(string returnUrl)
    {
        using var visitor = new OidcVisitor(Console);
        using var back = await visitor.SignInAsync("ann", returnUrl);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (back.StatusCode, back.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_sign_in_begins_with_a_form_of_ours_only()
    {
        using var visitor = new OidcVisitor(Console);
        using var without = await visitor.PostAsync("/sign-in/oidc", ("returnUrl", "/"));
        using var get = await visitor.GetAsync("/sign-in/oidc");

        // An old form, or another site's, leads to a fresh one and not to the provider.
        Assert.Equal(HttpStatusCode.Redirect, without.StatusCode);
        Assert.StartsWith("/sign-in?", without.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(get.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.Redirect });
        Assert.False(get.Headers.Location?.OriginalString.StartsWith("http", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("state", "")]
    [InlineData("state", "CfDJ8made-up")]
    [InlineData("state", null)]
    public async Task A_state_that_is_not_ours_is_refused(string name, string? value)
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");

        using var answer = await visitor.OpenAsync(With(back, name, value));

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadRequest, "does not belong to a sign-in that this browser began", "tampered");
    }

    [Fact]
    public async Task A_state_with_one_letter_changed_is_refused()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");
        var state = QueryHelpers.ParseQuery(back.Query)["state"].ToString();

        using var answer = await visitor.OpenAsync(With(back, "state", state[..40] + (state[40] == 'A' ? 'B' : 'A') + state[41..]));

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadRequest, "does not belong", "tampered");
    }

    [Fact]
    public async Task An_answer_that_another_browser_began_is_refused()
    {
        using var other = new OidcVisitor(Console);
        var back = await other.AtProviderAsync(await other.BeginAsync(), "ann");
        using var visitor = new OidcVisitor(Console);

        using var answer = await visitor.OpenAsync(back);

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadRequest, "does not belong", "tampered");
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");
        var kept = visitor.Cookies.GetCookies(back).Single(cookie => cookie.Name.StartsWith(".AspNetCore.Correlation", StringComparison.Ordinal));
        using var first = await visitor.OpenAsync(back);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);

        using var thief = new OidcVisitor(Console);
        using var again = await thief.OpenAsync(back);
        await AssertRefusedAsync(thief, again, HttpStatusCode.BadRequest, "does not belong", "used before");

        // Even with the browser's cookie: the provider takes its code once.
        thief.Cookies.Add(Console.Address, new Cookie(kept.Name, kept.Value, kept.Path));
        using var third = await thief.OpenAsync(back);
        await AssertRefusedAsync(thief, third, HttpStatusCode.BadRequest, "came too late, or was used before", "invalid_grant");
    }

    [Fact]
    public async Task A_code_that_was_made_up_is_refused()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");

        using var answer = await visitor.OpenAsync(With(back, "code", "made-up"));

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadRequest, "came too late, or was used before", "invalid_grant");
    }

    [Fact]
    public async Task An_answer_that_names_another_provider_is_refused()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");

        using var answer = await visitor.OpenAsync(With(back, "iss", "https://evil.example"));

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadRequest, "another provider", "another issuer");
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_told_so()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann", "no");

        using var answer = await visitor.OpenAsync(back);

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.Forbidden, "did not let you in, or you said no", "access_denied");
    }

    [Fact]
    public async Task An_error_of_the_provider_is_named_and_nothing_that_was_made_up_is_repeated()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");

        using var answer = await visitor.OpenAsync(With(With(back, "code", null), "error", "<b>call 555</b>"));

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.BadGateway, "one without a proper name", "one without a proper name");
    }

    [Fact]
    public async Task Who_is_in_no_group_is_known_and_told_that_nothing_is_granted()
    {
        await Provider.PersonAsync("bob");
        using var visitor = new OidcVisitor(Console);

        using var answer = await visitor.SignInAsync("bob");

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.Forbidden, "You are bob of Example, but", "no role is granted");
    }

    [Fact]
    public async Task With_the_token_endpoint_down_it_is_said_that_nobody_can_sign_in()
    {
        using var visitor = new OidcVisitor(Console);
        var back = await visitor.AtProviderAsync(await visitor.BeginAsync(), "ann");
        await Provider.FaultAsync("token-down");

        using var answer = await visitor.OpenAsync(back);

        await AssertRefusedAsync(visitor, answer, HttpStatusCode.ServiceUnavailable, "The provider can't be asked", "answers 503");
    }

    [Fact]
    public async Task With_the_provider_away_the_button_says_so()
    {
        await using var console = ConsoleHost.StartForStrangers([.. Provider.Settings.Select(setting => setting.Name.EndsWith("Authority", StringComparison.Ordinal) ? (setting.Name, "http://127.0.0.1:1") : setting)]);
        using var visitor = new OidcVisitor(console);

        using var answer = await visitor.PressAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Nobody can sign in now", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static Uri With(Uri address, string name, string? value)
    {
        var query = QueryHelpers.ParseQuery(address.Query).ToDictionary(part => part.Key, part => (string?)part.Value.ToString());
        query.Remove(name);
        if (value is not null)
        {
            query[name] = value;
        }

        return new Uri(QueryHelpers.AddQueryString(address.GetLeftPart(UriPartial.Path), query));
    }
}
