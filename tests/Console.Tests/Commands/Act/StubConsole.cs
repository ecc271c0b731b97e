using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpsConsole.Api;
using OpsConsole.Remediation;

namespace OpsConsole.Tests.Commands.Act;

/// <summary>What a console was asked.</summary>
internal sealed record Sent(string Method, string Path, string? Token, string? Key, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A console on loopback that answers in turn what the test says, and remembers what it was asked.</summary>
internal sealed class StubConsole : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<RequestDelegate> answers = new();
    private readonly ConcurrentQueue<Sent> sent = new();

    private StubConsole(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    public IReadOnlyList<Sent> Sent => [.. sent];

    public static async Task<StubConsole> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var stub = new StubConsole(builder.Build());
        stub.app.Run(stub.AnswerAsync);
        await stub.app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public StubConsole Then(int status, object answer) => Then(async http =>
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(answer, ApiWords.Json, status >= 400 ? "application/problem+json" : "application/json");
    });

    public StubConsole Then(ActionPlan plan, AsksReply? asks = null) => Then(200, PlanReply.Of(plan, asks ?? new(plan.Target.Typed, true, plan.Tier is RiskTier.SecondPerson, ["Grace"], false)));

    public StubConsole Then(ActionRun run, int status = 200) => Then(status, new RunReply(run));

    /// <summary>Takes the request and cuts the connection without an answer.</summary>
    public StubConsole ThenCut() => Then(http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    public StubConsole Then(RequestDelegate answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Assert.Empty(answers);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        sent.Enqueue(new(http.Request.Method, $"{http.Request.Path}{http.Request.QueryString}", http.Request.Headers.Authorization, http.Request.Headers["Idempotency-Key"], body));
        await (answers.TryDequeue(out var answer) ? answer(http) : throw new InvalidOperationException($"Nobody told what to answer to {http.Request.Path}."));
    }
}
