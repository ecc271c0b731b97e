using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsConsole.World;

namespace OpsConsole.Benchmarks;

/// <summary>Answers each PromQL with the same three series, over the range that is asked, each time after the same wait, and counts what it is asked.</summary>
internal sealed class SlowPrometheus : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> byStep = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly TimeSpan wait;
    private int asked;

    private SlowPrometheus(WebApplication app, TimeSpan wait) => (this.app, this.wait) = (app, wait);

    public string Address { get; private init; } = string.Empty;

    /// <summary>How many requests came until now.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>How many range queries with that step came until now.</summary>
    /// <param name="seconds">The step.</param>
    public int AskedWithStep(int seconds) => byStep.GetValueOrDefault(seconds.ToString(CultureInfo.InvariantCulture));

    public static async Task<SlowPrometheus> StartAsync(TimeSpan wait, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Next()}"));
        var server = new SlowPrometheus(app, wait) { Address = app.Urls.Single() };
        app.MapPost("/api/v1/query", http => server.AnswerAsync(http, "vector", pod => new { metric = new { pod }, value = Point(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) }));
        app.MapPost("/api/v1/query_range", server.AnswerRangeAsync);
        await app.StartAsync(cancellation);
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerRangeAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (start, end, step) = (Number("start"), Number("end"), Number("step"));
        byStep.AddOrUpdate(form["step"].ToString(), 1, (_, count) => count + 1);
        await AnswerAsync(http, "matrix", pod => new { metric = new { pod }, values = Enumerable.Range(0, (int)((end - start) / step) + 1).Select(at => Point(start + (at * step))) });

        double Number(string field) => double.Parse(form[field].ToString(), CultureInfo.InvariantCulture);
    }

    private async Task AnswerAsync(HttpContext http, string resultType, Func<string, object> series)
    {
        Interlocked.Increment(ref asked);
        await Task.Delay(wait, TimeProvider.System, http.RequestAborted);
        var body = JsonSerializer.Serialize(new { status = "success", data = new { resultType, result = Enumerable.Range(0, 3).Select(at => series($"web-{at}")) } });
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted);
    }

    // Up and down, so that a line has something to draw.
    private static object[] Point(double seconds) => [seconds, (1.5 + Math.Sin(seconds / 300)).ToString("0.###", CultureInfo.InvariantCulture)];
}
