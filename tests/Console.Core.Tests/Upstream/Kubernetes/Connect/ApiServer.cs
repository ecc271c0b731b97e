using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;

/// <summary>An API server with TLS as a cluster's: it notes who asked, over which connection and by which name.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Call> calls = new();

    private ApiServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public int Port => new Uri(Url).Port;

    public IReadOnlyList<Call> Calls => [.. calls];

    public IEnumerable<string?> Tokens => Calls.Select(call => call.Authorization);

    /// <summary>Its certificate; may be exchanged while it runs.</summary>
    public required X509Certificate2 Certificate { get; set; }

    /// <summary>What it answers; may be exchanged while it runs.</summary>
    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsync("ok", context.RequestAborted);

    public static async Task<ApiServer> StartAsync(X509Certificate2 certificate, bool asksForCertificate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        ApiServer? server = null;
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => server!.Certificate;
            https.ClientCertificateMode = asksForCertificate ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.NoCertificate;
            https.ClientCertificateValidation = (own, chain, _) =>
            {
                server!.LastChain = [.. chain!.ChainPolicy.ExtraStore.Select(one => one.Subject)];
                return own is not null;
            };
        })));
        server = new ApiServer(builder.Build()) { Certificate = certificate };
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>What the last client sent beside its own certificate.</summary>
    public IReadOnlyList<string> LastChain { get; private set; } = [];

    /// <summary>Answers 401 to all that do not carry this token.</summary>
    public void Accept(string token) => Answer = context =>
    {
        context.Response.StatusCode = context.Request.Headers.Authorization == $"Bearer {token}" ? 200 : 401;
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var own = await context.Connection.GetClientCertificateAsync(context.RequestAborted);
        calls.Enqueue(new(context.Request.Method, context.Request.Headers.Authorization, own?.Subject, context.Request.Host.Value, context.Connection.Id, body));
        await Answer(context);
    }

    public sealed record Call(string Method, string? Authorization, string? Certificate, string? Host, string Connection, string Body);
}
