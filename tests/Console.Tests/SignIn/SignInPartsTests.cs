using Microsoft.AspNetCore.Http;
using OpsConsole.SignIn;

namespace OpsConsole.Tests.SignIn;

public sealed class SignInPartsTests
{
    [Theory]
    [InlineData("/alerts?q=a#b", "/alerts?q=a#b")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("alerts", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\\b", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/a\r\nSet-Cookie: b", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/sign-in?returnUrl=/", "/")]
    [InlineData("/SIGN-OUT", "/")]
    [InlineData("/sign-in/oidc", "/")]
    public void Only_a_page_of_this_console_is_gone_back_to(string? asked, string to) => Assert.Equal(to, ReturnPath.Of(asked));

    [Theory]
    [InlineData("http", "ops-session=x; path=/")]
    [InlineData("https", "__Host-ops-session=x; path=/")]
    public void Over_tls_the_cookie_is_bound_to_this_host(string scheme, string begins)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };

        new SecureCookies().AppendResponseCookie(context, "ops-session", "x", new CookieOptions { Path = "/", Secure = scheme == "https" });

        Assert.StartsWith(begins, context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Demo operator", "DO")]
    [InlineData("anna", "A")]
    [InlineData("anna.ek@example.com", "AC")]
    [InlineData("", "?")]
    [InlineData("😀 b", "😀B")]
    public void A_person_is_two_letters(string name, string letters) => Assert.Equal(letters, Initials.Of(name));
}
