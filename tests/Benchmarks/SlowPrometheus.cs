using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Answers each PromQL with the same three series, each time after the same wait, and counts what it is asked.</summary>
internal sealed class SlowPrometheus : IAsyncDisposable
{
    private const int Points = 61;
    private readonly WebApplication app;
    private readonly TimeSpan wait;
    private int asked;

    private SlowPrometheus(WebApplication app, TimeSpan wait) => (this.app, this.wait) = (app, wait);

    public string Address { get; private init; } = string.Empty;

    /// <summary>How many requests came until now.</summary>
    public int Asked => Volatile.Read(ref asked);

    public static async Task<SlowPrometheus> StartAsync(TimeSpan wait, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Next()}"));
        var server = new SlowPrometheus(app, wait) { Address = app.Urls.Single() };
        app.MapPost("/api/v1/query", http => server.AnswerAsync(http, "vector", pod => new { metric = new { pod }, value = Point(0) }));
        app.MapPost("/api/v1/query_range", http => server.AnswerAsync(http, "matrix", pod => new { metric = new { pod }, values = Enumerable.Range(0, Points).Select(at => Point(at - Points + 1)) }));
        await app.StartAsync(cancellation);
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, string resultType, Func<string, object> series)
    {
        Interlocked.Increment(ref asked);
        await Task.Delay(wait, TimeProvider.System, http.RequestAborted);
        var body = JsonSerializer.Serialize(new { status = "success", data = new { resultType, result = Enumerable.Range(0, 3).Select(at => series($"web-{at}")) } });
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static object[] Point(int minutes) => [TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds(), "1.5"];
}
