using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Stands between Alertmanager and the console's hook, and notes when each alert's notification was handed on.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly WebApplication app;
    private readonly Uri hook;

    private Relay(WebApplication app, Uri hook) => (this.app, this.hook) = (app, hook);

    /// <summary>By alert name: when the console was told.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> HandedOn { get; } = new(StringComparer.Ordinal);

    public string Address { get; private init; } = string.Empty;

    public static async Task<Relay> StartAsync(int consolePort)
    {
        var port = LoopbackPorts.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var relay = new Relay(app, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{consolePort}/hooks/alertmanager")))
        {
            Address = app.Urls.Single(),
        };
        app.MapPost("/", relay.PassOnAsync);
        await app.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task<StatusCodeHttpResult> PassOnAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        using var post = JsonDocument.Parse(body.ToArray());
        using var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new("application/json");
        foreach (var alert in post.RootElement.GetProperty("alerts").EnumerateArray())
        {
            HandedOn.TryAdd(alert.GetProperty("labels").GetProperty("alertname").GetString()!, DateTimeOffset.UtcNow);
        }

        using var answer = await http.PostAsync(hook, content);
        return TypedResults.StatusCode((int)answer.StatusCode);
    }
}
