using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Sandbox.Hosting;
using OpsConsole.Sandbox.Kubernetes.Access;

namespace OpsConsole.Sandbox.Tests.Hosting;

/// <summary>A real sandbox on a free port of the loopback.</summary>
public sealed class RunningSandbox : IAsyncLifetime
{
    private WebApplication? app;

    /// <summary>At the plain address, as the cluster's admin where that counts.</summary>
    public HttpClient Http { get; } = new();

    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        app = SandboxApp.Build(["--urls", "http://127.0.0.1:0"], TimeProvider.System)!;
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.Single(u => u.StartsWith("http://", StringComparison.Ordinal)));
        Http.DefaultRequestHeaders.Authorization = TokenOf(Services, "admin");
    }

    internal static AuthenticationHeaderValue TokenOf(IServiceProvider services, string person) =>
        new("Bearer", services.GetRequiredService<People>().Tokens.Single(t => t.Name == person).Token);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }
}
