using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsConsole.Sandbox.Fleet;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Kubernetes.Connecting;
using OpsConsole.Sandbox.Model;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

/// <summary>The cluster's API alone, on a free port: no controller writes anything, so a test knows all that happens.</summary>
public sealed class QuietCluster : IAsyncLifetime
{
    private WebApplication? app;

    /// <summary>At its address, as the cluster's admin.</summary>
    public HttpClient Http { get; } = new();

    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IReadOnlyList<SystemDescription>>([]).AddSingleton<World>();
        builder.Services.AddSingleton(_ => new ObjectStore(TimeProvider.System)).AddSingleton(_ => new ServingCertificate(TimeProvider.System));
        builder.Services.AddCluster();
        app = builder.Build();
        app.MapCluster();
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.Single());
        Http.DefaultRequestHeaders.Authorization = RunningSandbox.TokenOf(Services, "admin");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }
}
