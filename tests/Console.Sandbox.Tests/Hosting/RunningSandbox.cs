using Microsoft.AspNetCore.Builder;
using OpsConsole.Sandbox.Hosting;

namespace OpsConsole.Sandbox.Tests.Hosting;

/// <summary>A real sandbox on a free port of the loopback.</summary>
public sealed class RunningSandbox : IAsyncLifetime
{
    private WebApplication? app;

    public HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        app = SandboxApp.Build(["--urls", "http://127.0.0.1:0"], TimeProvider.System)!;
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }
}
