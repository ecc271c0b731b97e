using System.Net;
using AngleSharp.Dom;

namespace OpsConsole.Tests.Host;

/// <summary>A browser without scripts: it keeps cookies, and follows no redirect.</summary>
internal sealed class SignedIn(Uri console) : IDisposable
{
    private HttpClient? http;

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http => http ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { Timeout = TimeSpan.FromSeconds(90) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Signs in by the form, as a person does.</summary>
    /// <returns>Where the console leads to afterwards.</returns>
    public async Task<string> SignInAsync(string name, string password, string? returnUrl = null)
    {
        var page = await PageAsync($"/sign-in{(returnUrl is null ? null : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}");
        return await SendAsync(page.QuerySelector("form[action='sign-in']")!, ("name", name), ("password", password));
    }

    /// <summary>Sends a form with what is hidden in it.</summary>
    /// <returns>Where the console leads to.</returns>
    public async Task<string> SendAsync(IElement form, params (string Name, string Value)[] typed)
    {
        var fields = form.QuerySelectorAll("input[type=hidden]").Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value") ?? string.Empty))
            .Concat(typed.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await Http.PostAsync(new Uri(console, form.GetAttribute("action")), content, Cancellation);
        Assert.True(answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Opens a page.</summary>
    public async Task<IDocument> PageAsync(string path)
    {
        using var answer = await BrowseAsync(path);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode} {answer.Headers.Location}: {html}");
        return await ConsoleHost.ParseAsync(html);
    }

    /// <summary>Asks for a page and takes whatever comes.</summary>
    public async Task<HttpResponseMessage> BrowseAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(console, path)) { Headers = { { "Accept", "text/html" } } };
        return await Http.SendAsync(request, Cancellation);
    }

    public void Dispose() => http?.Dispose();
}
