using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Kubernetes.Connecting;
using OpsConsole.Sandbox.Model;
using OpsConsole.Sandbox.Scenarios;

namespace OpsConsole.Sandbox.Hosting;

/// <summary>Puts the sandbox together.</summary>
internal static class SandboxApp
{
    public static string FleetFolder => Path.Combine(AppContext.BaseDirectory, "Fleet");

    /// <summary>Null when it must not start; the reason has then been written to standard error.</summary>
    public static WebApplication? Build(string[] args, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var urls = Loopback.Configured(builder.Configuration);
        if (Loopback.FirstOther(urls) is { } other)
        {
            Console.Error.WriteLine($"The sandbox listens on loopback only, because nobody signs in to it. {other} is not a loopback address; "
                + $"give one, such as --urls {Loopback.DefaultUrl}.");
            return null;
        }
        // kubectl keeps its token to itself without TLS, so the cluster's API has an address of its own beside the plain one.
        var certificate = new ServingCertificate(clock);
        builder.Services.AddSingleton(certificate);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate.Server));
        builder.WebHost.UseUrls([.. urls, Loopback.KubernetesUrl(builder.Configuration)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // A page of another site must not reach the sandbox by a name that resolves to this machine.
        builder.Services.AddHostFiltering(options => options.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        Register(builder.Services, clock);
        var app = builder.Build();
        app.UseHostFiltering();
        Map(app);
        return app;
    }

    private static void Register(IServiceCollection services, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(FleetReader.Read(FleetFolder));
        services.AddSingleton(_ => new ObjectStore(clock, firstVersion: FirstVersion(clock)));
        services.AddCluster();
        services.AddSingleton<World>();
        services.AddSingleton<ScenarioBoard>();
        services.AddHostedService<Heartbeat>();
        services.AddRouting();
        services.AddProblemDetails();
    }

    // Versions of a later run lie above those of an earlier one, so that a client of the earlier run is told "too old" and lists
    // again, instead of waiting for a version that never comes.
    private static long FirstVersion(TimeProvider clock) => 4 * (clock.GetUtcNow().ToUnixTimeSeconds() - 1_767_225_600);

    private static void Map(WebApplication app)
    {
        var fleet = app.Services.GetRequiredService<IReadOnlyList<SystemDescription>>();
        var store = app.Services.GetRequiredService<ObjectStore>();
        foreach (var name in fleet.SelectMany(s => s.Workloads).Select(w => w.Namespace).Append("default").Append("kube-system").Distinct())
            store.Put(Kinds.Namespace, new("", name), NamespaceKind.Active(name));
        app.MapCluster();
        app.MapScrapes();
        app.MapFleetControl();
        app.MapScenarios();
        app.MapHome();
    }
}
