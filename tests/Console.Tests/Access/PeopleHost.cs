using System.Collections.Immutable;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Access;
using OpsConsole.Audit;
using OpsConsole.People;
using OpsConsole.Tests.Host;

namespace OpsConsole.Tests.Access;

/// <summary>The console with users of its own, who sign in as people do.</summary>
internal sealed class PeopleHost : IAsyncDisposable
{
    private const string Password = "a long enough pass phrase";
    // Each request brings its own cookies, or none.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(120) };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ops-console-people-");

    private PeopleHost(string grants, (string Name, string[] Groups)[] people, Action<IServiceCollection>? change, params (string Name, string Value)[] settings)
    {
        Grants = Path.Combine(folder.FullName, "access.yaml");
        File.WriteAllText(Grants, grants);
        var users = new UserEditor(Path.Combine(folder.FullName, UsersFile.Name), TimeProvider.System);
        foreach (var (name, groups) in people)
        {
            var added = users.Add(new User(name, name, [.. groups], string.Empty), Password);
            Assert.True(added.IsOk, added.IsOk ? null : added.Explanation);
        }

        Console = ConsoleHost.StartForStrangers(
            change,
            [("Storage:Folder", folder.FullName), ("Access:File", Grants), ("Http:Limits:SignInsPerMinute", "10000"), ("SignIn:Lockout:FailuresFromAddress", "10000"), .. settings]);
    }

    /// <summary>The file of the grants.</summary>
    public string Grants { get; }

    /// <summary>The console.</summary>
    public ConsoleHost Console { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    public static PeopleHost Start(string grants, params (string Name, string[] Groups)[] people) => new(grants, people, null);

    /// <summary>Starts it with settings of its own.</summary>
    public static PeopleHost StartWith((string Name, string Value)[] settings, string grants, params (string Name, string[] Groups)[] people) => new(grants, people, null, settings);

    /// <summary>Starts it with settings and services of its own.</summary>
    public static PeopleHost StartWith(
        Action<IServiceCollection>? change, (string Name, string Value)[] settings, string grants, params (string Name, string[] Groups)[] people) => new(grants, people, change, settings);

    /// <summary>Signs somebody in, as a browser without scripts would.</summary>
    /// <returns>The header to send from then on.</returns>
    public async Task<(string Name, string Value)> SignInAsync(string name)
    {
        using var blank = await http.GetAsync(new Uri(Console.Address, "/sign-in"), Cancellation);
        var page = await ConsoleHost.ParseAsync(await blank.Content.ReadAsStringAsync(Cancellation));
        var token = Assert.IsType<IHtmlInputElement>(page.QuerySelector("[name=__RequestVerificationToken]"), exactMatch: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Console.Address, "/sign-in"))
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token.Value), new("name", name), new("password", Password)]),
        };
        request.Headers.Add("Cookie", CookiesOf(blank));
        using var answer = await http.SendAsync(request, Cancellation);
        var session = CookiesOf(answer);
        Assert.True(session.Contains("ops-session=", StringComparison.Ordinal), $"{name} is not let in: {(int)answer.StatusCode} {answer.Headers.Location}");
        return ("Cookie", session);
    }

    /// <summary>Makes a personal token.</summary>
    /// <returns>The header to send.</returns>
    public async Task<(string Name, string Value)> TokenAsync(string owner, params Role[] roles)
    {
        var user = Console.Services.GetRequiredService<UserDirectory>().Find(owner)!;
        var person = new Person(user.Name, user.DisplayName, user.Groups, SignInMethod.Local);
        var made = await Console.Services.GetRequiredService<Tokens>().MakeAsync(person, "test", [.. roles], 1, Cancellation);
        return ("Authorization", $"Bearer {made.Value.Text}");
    }

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, (string Name, string Value)? credential, bool isBrowsing = false, params (string Name, string Value)[] more)
    {
        using var request = new HttpRequestMessage(method, new Uri(Console.Address, path));
        return await SendAsync(request, credential, isBrowsing, more);
    }

    /// <summary>Sends a request with a body.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, (string Name, string Value)? credential, bool isBrowsing, (string Name, string Value)[] more)
    {
        request.Headers.Add("Accept", isBrowsing ? "text/html" : "application/json");
        foreach (var (header, text) in more)
        {
            request.Headers.TryAddWithoutValidation(header, text);
        }

        if (credential is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>What is on record, newest first.</summary>
    public async Task<ImmutableArray<AuditEntry>> RecordAsync(AuditQuery query) =>
        (await Console.Services.GetRequiredService<IAuditReader>().ReadAsync(query, Cancellation)).Entries;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Console.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string CookiesOf(HttpResponseMessage answer) => string.Join("; ", answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : []);
}
