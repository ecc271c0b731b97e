using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>A real server on loopback that answers as it is told, and remembers what it was asked.</summary>
internal sealed class ReplayServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Asked> asked = new();

    private ReplayServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public IReadOnlyList<Asked> Requests => [.. asked];

    /// <summary>What it answers; may be exchanged while it runs.</summary>
    public RequestDelegate Answer { get; set; } = context => throw new InvalidOperationException($"Nobody told what to answer to {context.Request.Path}.");

    /// <summary>What it answers when a cluster's client asks for its version or whether it is well: aside, and not remembered.</summary>
    public Dictionary<string, RequestDelegate> Aside { get; } = [];

    public static async Task<ReplayServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new ReplayServer(builder.Build()) { Answer = answer };
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>By path: each with its own answer.</summary>
    public static Task<ReplayServer> StartAsync(params (string Path, RequestDelegate Answer)[] answers) => StartAsync(context =>
        answers.FirstOrDefault(answer => context.Request.Path == answer.Path).Answer is { } answer ? answer(context) : Recorded.Answer("prom-not-found")(context));

    /// <summary>One answer after the other; the last one for all further requests.</summary>
    public static async Task<ReplayServer> StartInTurnAsync(params RequestDelegate[] answers)
    {
        var turn = -1;
        var server = await StartAsync(context => answers[Math.Min(Interlocked.Increment(ref turn), answers.Length - 1)](context));
        server.Aside["/version"] = Json("""{"major":"1","minor":"36","gitVersion":"v1.36.2"}""");
        server.Aside["/livez"] = Text(200, "text/plain", "ok");
        return server;
    }

    public static RequestDelegate Text(int status, string mediaType, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static RequestDelegate Json(string body) => Text(200, "application/json", body);

    /// <summary>Says nothing until the caller gives up.</summary>
    public static RequestDelegate Hang { get; } = async context =>
    {
        var left = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    };

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (Aside.TryGetValue(context.Request.Path.Value ?? string.Empty, out var aside))
        {
            await aside(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        asked.Enqueue(new(context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? string.Empty,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        await Answer(context);
    }

    public sealed record Asked(string Method, string Path, string Query, Dictionary<string, string> Headers, string Body);
}
