using System.Collections.Immutable;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsConsole.Live;

namespace OpsConsole.Tests.Host;

/// <summary>
/// The console itself on a real port. Its collectors do not run unless asked for: the live state is what the test says; the real
/// servers are the end-to-end tests' matter.
/// </summary>
internal sealed class ConsoleHost : WebApplicationFactory<Program>
{
    private static readonly ImmutableArray<string> Kept = ["MetricsStart", "LiveBroadcaster", "GenericWebHostService"];
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("ops-console-host-");
    private readonly bool withCollectors;
    private readonly (string Name, string Value)[] settings;

    private ConsoleHost(bool withCollectors, (string Name, string Value)[] settings) => (this.withCollectors, this.settings) = (withCollectors, settings);

    /// <summary>The live state that the pages and the hub show.</summary>
    public LiveState Live => Services.GetRequiredService<LiveState>();

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A client that follows no redirect and unpacks nothing.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The folder of the profiles.</summary>
    public string Systems => root.CreateSubdirectory("systems").FullName;

    /// <summary>Starts it with nothing known.</summary>
    public static ConsoleHost Start(params (string Name, string Value)[] settings) => new ConsoleHost(false, settings).Begin([]);

    /// <summary>Starts it with all its collectors and with profiles.</summary>
    public static ConsoleHost StartWhole((string Id, string Yaml)[] profiles, params (string Name, string Value)[] settings) =>
        new ConsoleHost(true, settings).Begin(profiles);

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
        builder.ConfigureLogging(logging => logging.ClearProviders());
        foreach (var (name, value) in settings)
        {
            builder.UseSetting(name, value);
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Http?.Dispose();
        base.Dispose(disposing);
        if (root.Exists)
        {
            root.Delete(recursive: true);
        }
    }

    private static bool IsCollector(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && !Kept.Contains(service.ImplementationType?.Name ?? string.Empty);

    private ConsoleHost Begin((string Id, string Yaml)[] profiles)
    {
        foreach (var (id, yaml) in profiles)
        {
            File.WriteAllText(Path.Combine(Systems, $"{id}.yaml"), yaml);
        }

        UseKestrel(0);
        StartServer();
        Address = new UriBuilder(ClientOptions.BaseAddress) { Host = "127.0.0.1" }.Uri;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
        return this;
    }
}
