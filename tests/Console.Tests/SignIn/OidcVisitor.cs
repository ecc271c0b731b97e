using System.Net;
using AngleSharp.Dom;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.SignIn;

/// <summary>A browser without scripts that goes through a sign-in step by step, so that each step can be tampered with.</summary>
internal sealed class OidcVisitor : IDisposable
{
    private readonly ConsoleHost console;
    private readonly HttpClient http;

    public OidcVisitor(ConsoleHost console)
    {
        this.console = console;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { Timeout = TimeSpan.FromSeconds(90) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks for a page of the console.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(console.Address, path), Cancellation);

    /// <summary>Presses the button of the sign-in page.</summary>
    public async Task<HttpResponseMessage> PressAsync(string returnUrl = "/")
    {
        using var page = await GetAsync("/sign-in");
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        var token = (await ConsoleHost.ParseAsync(html)).QuerySelector("form input[name=__RequestVerificationToken]")?.GetAttribute("value");
        Assert.True(token is not null, $"the sign-in page answered {(int)page.StatusCode} without a token: {html}");
        return await PostAsync("/sign-in/oidc", ("__RequestVerificationToken", token), ("returnUrl", returnUrl));
    }

    /// <summary>Posts a form.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await http.PostAsync(new Uri(console.Address, path), form, Cancellation);
    }

    /// <summary>Begins; the address at the provider.</summary>
    public async Task<Uri> BeginAsync(string returnUrl = "/")
    {
        using var page = await PressAsync(returnUrl);
        return await LinkAsync(page);
    }

    /// <summary>The address that a page leads to.</summary>
    public static async Task<Uri> LinkAsync(HttpResponseMessage page)
    {
        var html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.True(page.StatusCode == HttpStatusCode.OK, $"{(int)page.StatusCode}: {html}");
        var document = await ConsoleHost.ParseAsync(html);
        var address = document.QuerySelector("main a")!.GetAttribute("href")!;
        Assert.Equal($"0;url={address}", document.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        return new Uri(address);
    }

    /// <summary>Signs in at the provider; the address that it sends the browser back to.</summary>
    public async Task<Uri> AtProviderAsync(Uri authorization, string person, string answer = "in")
    {
        var (at, page) = await FollowAsync(authorization);
        if (page is null)
        {
            return at;    // it knew the browser
        }

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("login", person), KeyValuePair.Create("answer", answer)]);
        using var next = await http.PostAsync(at, form, Cancellation);
        return (await FollowAsync(new Uri(at, next.Headers.Location!))).At;
    }

    /// <summary>Goes the whole way.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string person, string returnUrl = "/") =>
        await OpenAsync(await AtProviderAsync(await BeginAsync(returnUrl), person));

    /// <summary>Opens an address as it is.</summary>
    public Task<HttpResponseMessage> OpenAsync(Uri address) => http.GetAsync(address, Cancellation);

    /// <summary>Presses "sign out"; the page after it.</summary>
    public async Task<HttpResponseMessage> SignOutAsync()
    {
        using var page = await GetAsync("/sign-in");
        var token = (await ConsoleHost.ParseAsync(await page.Content.ReadAsStringAsync(Cancellation))).QuerySelector("form input[name=__RequestVerificationToken]")!;
        return await PostAsync("/sign-out", ("__RequestVerificationToken", token.GetAttribute("value")!));
    }

    /// <summary>Says yes to the provider's question whether to sign out; the address that it sends the browser back to.</summary>
    public async Task<Uri> ConfirmSignOutAsync(Uri address)
    {
        var (at, page) = await FollowAsync(address);
        if (page is null)
        {
            return at;
        }

        var form = page.QuerySelector("form")!;
        using var said = new FormUrlEncodedContent([
            KeyValuePair.Create("xsrf", form.QuerySelector("input[name=xsrf]")!.GetAttribute("value")!), KeyValuePair.Create("logout", "yes")]);
        using var next = await http.PostAsync(new Uri(at, form.GetAttribute("action")), said, Cancellation);
        return (await FollowAsync(new Uri(at, next.Headers.Location!))).At;
    }

    public void Dispose() => http.Dispose();

    // Until a page is shown, or the console is reached.
    private async Task<(Uri At, IDocument? Page)> FollowAsync(Uri at)
    {
        while (at.Port != console.Address.Port)
        {
            using var answer = await http.GetAsync(at, Cancellation);
            if (answer.Headers.Location is not { } next)
            {
                return (at, await ConsoleHost.ParseAsync(await answer.Content.ReadAsStringAsync(Cancellation)));
            }

            at = new Uri(at, next);
        }

        return (at, null);
    }
}
