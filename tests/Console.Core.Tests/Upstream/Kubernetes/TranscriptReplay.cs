using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Core.Tests.Upstream.Kubernetes;

/// <summary>
/// A server that answers the steps of a transcript in their order, and a client to it. A request that differs from the recorded one in
/// method, path, query, media type, person or body is refused and fails the test.
/// </summary>
internal sealed class TranscriptReplay : IAsyncDisposable
{
    // What a client may add for its own sake.
    private static readonly HashSet<string> Own = ["timeout", "fieldManager", "limit"];
    private static readonly string[] Compared = ["Content-Type", "Impersonate-User", "Impersonate-Group", "Impersonate-Uid"];
    private readonly ConcurrentQueue<JsonElement> steps;
    private readonly ConcurrentQueue<string> differences = new();
    private readonly ReplayServer server;
    private readonly TestCluster cluster;

    private TranscriptReplay(ReplayServer server, IEnumerable<JsonElement> steps)
    {
        (this.server, this.steps) = (server, new(steps));
        cluster = new TestCluster(server.Url, pace => pace);
        server.Answer = AnswerAsync;
        server.Aside["/api/v1"] = Recorded.Step("discovery-per-group", 0);
    }

    public ClusterReads Reads => cluster.Cluster.Reads;

    public ClusterWrites Writes => cluster.Cluster.Writes;

    public ClusterClient Client => cluster.Cluster;

    public ReplayServer Server => server;

    /// <summary>Sends a request as it is, whatever is answered.</summary>
    public async Task SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var response = await http.SendAsync(request, cancellation);
    }

    public static async Task<TranscriptReplay> StartAsync(string transcript, params int[] steps) =>
        new(await ReplayServer.StartInTurnAsync(ReplayServer.Hang), steps.Select(step => Recorded.Transcript(transcript, step)));

    public async ValueTask DisposeAsync()
    {
        cluster.Dispose();
        await server.DisposeAsync();
        Assert.Empty(differences);
        Assert.Empty(steps);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (!steps.TryDequeue(out var step))
        {
            differences.Enqueue($"nothing more was due, but came {context.Request.Method} {context.Request.Path}");
        }
        else if (Difference(step.GetProperty("request"), server.Requests[^1]) is { } difference)
        {
            differences.Enqueue(difference);
        }
        else
        {
            await Recorded.Answer(step.GetProperty("response"))(context);
            return;
        }

        await ReplayServer.Text(400, "text/plain", string.Join('\n', differences))(context);
    }

    private static string? Difference(JsonElement due, ReplayServer.Asked came)
    {
        var body = due.TryGetProperty("body", out var json) && json.ValueKind is not JsonValueKind.Null ? JsonNode.Parse(json.GetRawText()) : null;
        var (dueLine, cameLine) = (Line(due, body), Line(came));
        if (dueLine != cameLine)
        {
            return $"due: {dueLine}\ncame: {cameLine}";
        }

        var sent = came.Body.Length > 0 ? JsonNode.Parse(came.Body) : null;
        return JsonNode.DeepEquals(body, sent) ? null : $"{cameLine}\ndue: {body?.ToJsonString()}\ncame: {sent?.ToJsonString()}";
    }

    private static string Line(JsonElement due, JsonNode? body)
    {
        // Some clients write a rehearsal twice; where it is in the body, that is what counts.
        var inBody = body is JsonObject && (body["dryRun"] ?? body["deleteOptions"]?["dryRun"]) is not null;
        var query = due.GetProperty("query").EnumerateObject().Select(term => (term.Name, Value: term.Value.ToString())).Where(term => !(inBody && term.Name == "dryRun"));
        var headers = due.GetProperty("headers").EnumerateObject().Select(header => (header.Name, Value: header.Value.ToString()));
        return Line(due.GetProperty("method").GetString()!, due.GetProperty("path").GetString()!, query, headers);
    }

    private static string Line(ReplayServer.Asked came) => Line(came.Method, came.Path,
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(came.Query).Select(term => (term.Key, term.Value.ToString())), came.Headers.Select(it => (it.Key, it.Value)));

    private static string Line(string method, string path, IEnumerable<(string Name, string Value)> query, IEnumerable<(string Name, string Value)> headers) => string.Join(' ',
        [method, path, .. query.Where(it => !Own.Contains(it.Name)).OrderBy(it => it.Name, StringComparer.Ordinal).Select(it => $"{it.Name}={it.Value}"),
            .. Compared.SelectMany(name => headers.Where(it => it.Name == name).Select(it => $"[{name}: {it.Value}]"))]);
}
