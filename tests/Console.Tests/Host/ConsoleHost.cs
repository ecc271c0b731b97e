using System.Collections.Immutable;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsConsole.Live;
using OpsConsole.People;

namespace OpsConsole.Tests.Host;

/// <summary>
/// The console itself on a real port. Its collectors do not run unless asked for: the live state is what the test says; the real
/// servers are the end-to-end tests' matter.
/// </summary>
internal sealed class ConsoleHost : WebApplicationFactory<Program>
{
    /// <summary>Who the host's own client is signed in as: a user in the group of admins.</summary>
    public const string Tester = "tester";

    /// <summary>The name of a setting of a test: a background service that runs all the same.</summary>
    public const string Keep = "Test:Keep";

    /// <summary>A user who may only look.</summary>
    public const string Viewer = "vera";

    /// <summary>The password of every user that <see cref="WriteUsers"/> makes.</summary>
    public const string Password = "correct horse battery";

    private static readonly ImmutableArray<string> Kept =
        ["MetricsStart", "LiveBroadcaster", "GenericWebHostService", "SessionUpkeep", "UserWatch", "AccessWatch", "LiveConnectionCheck"];

    // A hash of few rounds: most tests are about something else.
    private static readonly string Hash = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 100 })).HashPassword(Tester, Password);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-host-");
    private readonly bool withCollectors;
    private readonly (string Name, string Value)[] settings;
    private readonly TimeProvider? clock;
    private readonly bool withoutSignIn;
    private readonly Action<IServiceCollection>? change;

    private ConsoleHost(bool withCollectors, (string Name, string Value)[] settings, TimeProvider? clock = null, bool withoutSignIn = false, Action<IServiceCollection>? change = null) =>
        (this.withCollectors, this.settings, this.clock, this.withoutSignIn, this.change) = (withCollectors, settings, clock, withoutSignIn, change);

    /// <summary>The live state that the pages and the hub show.</summary>
    public LiveState Live => Services.GetRequiredService<LiveState>();

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A client that is signed in, follows no redirect and unpacks nothing.</summary>
    public HttpClient Http => Self.Http;

    /// <summary>The person that <see cref="Http"/> is signed in as.</summary>
    public SignedIn Self { get; private set; } = null!;

    /// <summary>The folder of what is kept.</summary>
    public string Data => root.CreateSubdirectory("data").FullName;

    /// <summary>The file of the grants: the console's own, until a test writes another.</summary>
    public string AccessFile => Path.Combine(root.FullName, "access.yaml");

    /// <summary>The folder of the profiles.</summary>
    public string Systems => root.CreateSubdirectory("systems").FullName;

    /// <summary>Starts it with nothing known.</summary>
    public static ConsoleHost Start(params (string Name, string Value)[] settings) => new ConsoleHost(false, settings).Begin([]);

    /// <summary>Starts it with nothing known and nobody signed in.</summary>
    public static ConsoleHost StartForStrangers(params (string Name, string Value)[] settings) => new ConsoleHost(false, settings, withoutSignIn: true).Begin([]);

    /// <summary>Starts it with nothing known, nobody signed in, and services of the test's own.</summary>
    public static ConsoleHost StartForStrangers(Action<IServiceCollection>? change, params (string Name, string Value)[] settings) =>
        new ConsoleHost(false, settings, withoutSignIn: true, change: change).Begin([]);

    /// <summary>Starts it by another clock.</summary>
    public static ConsoleHost StartBy(TimeProvider clock) => new ConsoleHost(false, [], clock).Begin([]);

    /// <summary>Starts it with a time that the test moves; nobody is signed in yet.</summary>
    public static ConsoleHost StartAt(TimeProvider clock, params (string Name, string Value)[] settings) => new ConsoleHost(false, settings, clock, withoutSignIn: true).Begin([]);

    /// <summary>Starts it as it is before the first user was added.</summary>
    public static ConsoleHost StartWithoutUsers(params (string Name, string Value)[] settings)
    {
        var host = new ConsoleHost(false, settings, null, withoutSignIn: true);
        host.WriteUsers();
        return host.Begin([]);
    }

    /// <summary>Starts it with all its collectors and with profiles.</summary>
    public static ConsoleHost StartWhole((string Id, string Yaml)[] profiles, params (string Name, string Value)[] settings) =>
        new ConsoleHost(true, settings).Begin(profiles);

    /// <summary>A browser that nobody is signed in with.</summary>
    public SignedIn Stranger() => new(Address);

    /// <summary>Signs somebody in by the form, in a browser of their own.</summary>
    public async Task<SignedIn> SignInAsync(string name)
    {
        var browser = Stranger();
        Assert.Equal("/", await browser.SignInAsync(name, Password));
        return browser;
    }

    /// <summary>Writes the users file anew.</summary>
    public void WriteUsers(params (string Name, string[] Groups)[] users) =>
        UsersFile.Write(Path.Combine(Data, UsersFile.Name), users.Select(user => new User(user.Name, $"The {user.Name}", [.. user.Groups], Hash)));

    /// <summary>Reads a page as a browser without scripts would.</summary>
    public async Task<IDocument> PageAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(Address, path), TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {html}");
        return await ParseAsync(html);
    }

    /// <summary>Reads HTML.</summary>
    public static Task<IDocument> ParseAsync(string html) =>
        BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production").UseSetting("urls", "http://127.0.0.1:0");
        builder.UseSetting("Systems:Folder", Systems).UseSetting("Systems:RunbooksFolder", root.CreateSubdirectory("runbooks").FullName);
        builder.UseSetting("Storage:Folder", Data).UseSetting("Access:File", AccessFile);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
        }

        if (clock is not null)
        {
            builder.ConfigureServices(services => services.AddSingleton(clock));
        }

        if (change is not null)
        {
            builder.ConfigureServices(change);
        }

        if (!withCollectors)
        {
            builder.ConfigureServices(services =>
            {
                foreach (var service in services.Where(IsCollector).ToList())
                {
                    services.Remove(service);
                }
            });
        }
    }

    /// <summary>Where to listen is a setting, as it is for people: given afterwards, it would come too late where the program is quick to start.</summary>
    protected override IHost CreateHost(IHostBuilder builder)
    {
        var host = builder.Build();
        host.Start();
        return host;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Self?.Dispose();
        base.Dispose(disposing);
        if (root.Exists)
        {
            root.Delete(recursive: true);
        }
    }

    private bool IsCollector(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && !Kept.Concat(settings.Where(setting => setting.Name == Keep).Select(setting => setting.Value)).Contains(NameOf(service));

    // One that is made by a function is known by what the function makes.
    private static string NameOf(ServiceDescriptor service) => (service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments[^1])?.Name ?? string.Empty;

    private ConsoleHost Begin((string Id, string Yaml)[] profiles)
    {
        foreach (var (id, yaml) in profiles)
        {
            File.WriteAllText(Path.Combine(Systems, $"{id}.yaml"), yaml);
        }

        if (!File.Exists(Path.Combine(Data, UsersFile.Name)))
        {
            WriteUsers((Tester, ["ops-admins"]), (Viewer, ["ops-viewers"]));
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, "access.yaml"), AccessFile);
        UseKestrel();
        StartServer();
        Address = new UriBuilder(ClientOptions.BaseAddress) { Host = "127.0.0.1" }.Uri;
        Self = Stranger();
        if (!withoutSignIn)
        {
            Assert.Equal("/", Task.Run(() => Self.SignInAsync(Tester, Password)).GetAwaiter().GetResult());
        }

        return this;
    }
}
