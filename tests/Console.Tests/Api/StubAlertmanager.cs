using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsConsole.Tests.Api;

/// <summary>An Alertmanager on loopback that holds silences, and can be away.</summary>
internal sealed class StubAlertmanager : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, JsonObject> silences = new();
    private int made;

    private StubAlertmanager(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Whether it answers with an error only.</summary>
    public bool IsAway { get; set; }

    /// <summary>How many silences were ever made.</summary>
    public int Made => made;

    public IReadOnlyList<JsonObject> Silences => [.. silences.Values];

    public IEnumerable<string> Active => silences.Values.Where(silence => silence["status"]!["state"]!.ToString() == "active").Select(silence => silence["id"]!.ToString());

    public static async Task<StubAlertmanager> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var stub = new StubAlertmanager(builder.Build());
        stub.app.Run(stub.AnswerAsync);
        await stub.app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (IsAway)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (path == "/api/v2/silences" && HttpMethods.IsPost(http.Request.Method))
        {
            await http.Response.WriteAsJsonAsync(new { silenceID = await PutAsync(http) });
        }
        else if (path == "/api/v2/silences")
        {
            await AnswerAsync(http, new JsonArray([.. silences.Values.Select(silence => silence.DeepClone())]));
        }
        else if (silences.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var silence))
        {
            if (HttpMethods.IsDelete(http.Request.Method))
            {
                var over = (JsonObject)silence.DeepClone();
                (over["status"], over["endsAt"]) = (new JsonObject { ["state"] = "expired" }, TimeProvider.System.GetUtcNow());
                silences[over["id"]!.ToString()] = over;
            }
            else
            {
                await AnswerAsync(http, silence.DeepClone());
            }
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private async Task<string> PutAsync(HttpContext http)
    {
        var silence = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        var id = Guid.NewGuid().ToString();
        (silence["id"], silence["updatedAt"], silence["status"]) = (id, TimeProvider.System.GetUtcNow(), new JsonObject { ["state"] = "active" });
        Interlocked.Increment(ref made);
        silences[id] = silence;
        return id;
    }

    private static Task AnswerAsync(HttpContext http, JsonNode answer)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(answer.ToJsonString(JsonSerializerOptions.Web));
    }
}
