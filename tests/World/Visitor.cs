using System.Net;
using System.Text.RegularExpressions;

namespace OpsConsole.World;

/// <summary>A person of the tests: written into the console's own users file, signed in by the console's own form.</summary>
/// <param name="Name">The name they sign in with.</param>
/// <param name="Cookie">The session, as a browser sends it: NAME=VALUE.</param>
internal sealed partial record Visitor(string Name, string Cookie)
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "a long word for tests";

    /// <summary>May do everything: for tests that are about something else.</summary>
    public const string Admin = "ada";

    /// <summary>May run guarded actions.</summary>
    public const string Operator = "otto";

    /// <summary>Agrees to what others ask for.</summary>
    public const string Approver = "petra";

    /// <summary>May look.</summary>
    public const string Viewer = "vera";

    /// <summary>All of them, with their groups.</summary>
    public static IReadOnlyList<(string Name, string Groups)> Everybody { get; } =
        [(Admin, "ops-admins"), (Operator, "ops-operators"), (Approver, "ops-approvers"), (Viewer, "ops-viewers")];

    /// <summary>Writes a person into the users file as an operator would.</summary>
    /// <param name="console">The published console.</param>
    /// <param name="folder">Its data folder.</param>
    /// <param name="name">The name to sign in with.</param>
    /// <param name="groups">Their groups, separated by commas.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task AddAsync(string console, string folder, string name, string groups, CancellationToken cancellation)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet",
            [console, "users", "add", name, "--groups", groups, "--password-stdin", "--folder", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = await Launcher.StartAsync(start);
        await run.StandardInput.WriteLineAsync(Password.AsMemory(), cancellation);
        run.StandardInput.Close();
        var said = await Task.WhenAll(run.StandardOutput.ReadToEndAsync(cancellation), run.StandardError.ReadToEndAsync(cancellation));
        await run.WaitForExitAsync(cancellation);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} could not be added: {string.Join('\n', said)}");
        }
    }

    /// <summary>Signs in.</summary>
    /// <param name="console">The console.</param>
    /// <param name="name">Who.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="password">The password, when it is not that of the tests.</param>
    public static async Task<Visitor> SignInAsync(Uri console, string name, CancellationToken cancellation, string password = Password)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = console };
        var page = await http.GetStringAsync("sign-in", cancellation);
        using var form = new FormUrlEncodedContent(HiddenField().Matches(page)
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))
            .Append(new("name", name)).Append(new("password", password)));
        using var answer = await http.PostAsync("sign-in", form, cancellation);
        var cookie = cookies.GetCookies(console).FirstOrDefault(cookie => cookie.Name.Contains("session", StringComparison.Ordinal));
        return cookie is null
            ? throw new InvalidOperationException($"{name} could not sign in ({(int)answer.StatusCode}): {await answer.Content.ReadAsStringAsync(cancellation)}")
            : new Visitor(name, $"{cookie.Name}={cookie.Value}");
    }

    /// <summary>A client that is signed in.</summary>
    /// <param name="console">The console.</param>
    public HttpClient Http(Uri console) => new() { BaseAddress = console, DefaultRequestHeaders = { { "Cookie", Cookie } } };

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]+)\"[^>]*value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenField();
}
