using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Transcripts;

/// <summary>Sends a transcript's requests to the sandbox in their order and holds each answer to the recorded one.</summary>
internal sealed class Replay(Cluster cluster, Transcript transcript, IReadOnlyDictionary<int, string> leftOut)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Names names = new();
    private readonly List<string> differences = [];
    private readonly List<(int Number, Step Step, OpenStream Stream)> open = [];

    /// <summary>What differs, in words; empty when nothing does.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await new Stage(cluster, transcript, names).SetAsync();
        foreach (var (index, step) in transcript.Steps.Index())
        {
            await FinishAsync(stream => stream.Step.AtMs + (stream.Step.Response!.EndMs ?? long.MaxValue / 2) <= step.AtMs);
            if (step.Request is not null && step.Response?.Status is not null && !leftOut.ContainsKey(index + 1))
            {
                await SendAsync(index + 1, step);
            }
        }

        await FinishAsync(_ => true);
        return differences;
    }

    private async Task SendAsync(int number, Step step)
    {
        if (step.Response!.Lines is not null)
        {
            await LearnNowAsync(step.Request!);
        }

        var (path, body, type) = Here(step);
        if (step.Response.Lines is not null)
        {
            open.Add((number, step, new(await As(step).StreamAsync(path), step, names)));
            return;
        }

        // What controllers write comes in its own time: a question is asked again until the answer fits.
        var differences = Compare(step, await As(step).SendAsync(new(step.Request!.Method), path, body, type));
        var (first, fits) = (differences, differences.Count == 0);
        for (var watch = Stopwatch.StartNew(); !fits && step.Request.Method == "GET" && watch.Elapsed < Patience;)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            fits = Compare(step, await As(step).SendAsync(HttpMethod.Get, path, body, type)).Count == 0;
        }

        Note(number, step, fits ? [] : first);
    }

    // A watch from a version that no recorded answer shows began at what was then the newest state.
    private async Task LearnNowAsync(Request request)
    {
        if ($"{request.Query?.GetValueOrDefault("resourceVersion")}" is { Length: > 2 } version && names.Version(version) == version && char.IsDigit(version[0]))
        {
            var now = (await cluster.Admin.GetAsync($"{names.Here(request.Path)}?limit=1")).Expect(200).Json["metadata"]!["resourceVersion"]!.GetValue<string>();
            names.Learn(new JsonObject { ["resourceVersion"] = version }, new JsonObject { ["resourceVersion"] = now });
        }
    }

    private IReadOnlyList<string> Compare(Step step, Answer answer)
    {
        var recorded = step.Response!;
        if (answer.Status != recorded.Status)
        {
            return [$"status {answer.Status} instead of {recorded.Status} ({answer})"];
        }

        var comparison = new Comparison(names);
        if (recorded.Headers?.GetValueOrDefault("Content-Type")?.GetValue<string>() is { } type && !type.Contains("protobuf", StringComparison.Ordinal))
        {
            comparison.Same(type.Split(';')[0], answer.ContentType, "Content-Type");
        }

        comparison.Same(recorded.Headers?.GetValueOrDefault("Retry-After")?.GetValue<string>(), answer.Headers.RetryAfter?.ToString(), "Retry-After");
        comparison.Same(Warnings(recorded), answer.Headers.TryGetValues("Warning", out var warnings) ? string.Join('\n', warnings.Order(StringComparer.Ordinal)) : "", "Warning");
        if (recorded.Body is JsonObject was)
        {
            var here = JsonNode.Parse(answer.Text);
            Moved(was, here, comparison);
            names.Learn(was, here);
            comparison.Body(was, here, "body");
        }

        return comparison.Differences;
    }

    private static string Warnings(Response recorded) => recorded.Headers?.GetValueOrDefault("Warning") switch
    {
        null => "",
        JsonArray several => string.Join('\n', several.Select(warning => $"{warning}").Order(StringComparer.Ordinal)),
        var one => $"{one}",
    };

    // A lease's version moves when it is written and only then; other objects are also written by controllers.
    private void Moved(JsonObject was, JsonNode? here, Comparison comparison)
    {
        if ($"{was["kind"]}" == "Lease" && $"{was["metadata"]?["resourceVersion"]}" is { Length: > 0 } version && names.KnownVersion(version) is { } known)
        {
            comparison.Same(known, $"{here?["metadata"]?["resourceVersion"]}", "body.metadata.resourceVersion");
        }
    }

    private async Task FinishAsync(Func<(int Number, Step Step, OpenStream Stream), bool> isOver)
    {
        foreach (var stream in open.Where(isOver).ToList())
        {
            open.Remove(stream);
            await using (stream.Stream)
            {
                Note(stream.Number, stream.Step, await stream.Stream.CompareAsync());
            }
        }
    }

    private void Note(int number, Step step, IReadOnlyList<string> found) => differences.AddRange(found.Select(difference =>
        $"step {number}, {step.Request!.Method} {step.Request.Path}: {difference}"));

    private Caller As(Step step)
    {
        var caller = step.As switch
        {
            "console" or "viewer" => cluster.As(step.As),
            "nobody" => cluster.Admin.WithToken(null),
            "a bad token" => cluster.Admin.WithToken("spoilt"),
            _ => cluster.Admin,
        };
        return caller.With([.. (step.Request!.Headers ?? [])
            .Where(header => header.Key.StartsWith("Impersonate", StringComparison.Ordinal) || header.Key is "Accept" or "If-None-Match")
            .Select(header => (header.Key, names.Here(header.Value)))]);
    }

    private (string Path, byte[]? Body, string? Type) Here(Step step)
    {
        var request = step.Request!;
        var query = (request.Query ?? []).Select(term => $"{term.Key}={Uri.EscapeDataString(Term(step, term.Key, $"{term.Value}"))}");
        var path = names.Here(request.Path) + (request.Query is { Count: > 0 } ? $"?{string.Join('&', query)}" : "");
        var body = request.Body switch
        {
            null => null,
            JsonObject sent when sent["(protobuf, base64)"] is { } protobuf => Convert.FromBase64String($"{protobuf}"),
            JsonValue text when text.TryGetValue<string>(out var raw) => Encoding.UTF8.GetBytes(names.Here(raw)),
            var sent => Encoding.UTF8.GetBytes(Renamed(sent, "").ToJsonString()),
        };
        return (path, body, request.Headers?.GetValueOrDefault("Content-Type"));
    }

    private string Term(Step step, string key, string value) => key switch
    {
        "resourceVersion" => names.Version(value),
        // Long enough for what happens meanwhile, also on a busy machine; nothing is gained by waiting as long as the recorder did.
        "timeoutSeconds" when step.Response!.End?.StartsWith("complete", StringComparison.Ordinal) is true && value is not "1" => "5",
        _ => names.Here(value),
    };

    private JsonNode Renamed(JsonNode node, string key) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member =>
            KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Renamed(member.Value, member.Key)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Renamed(item, key))]),
        JsonValue value when value.TryGetValue<string>(out var text) => key switch
        {
            "namespace" => names.NamespaceHere(text),
            "resourceVersion" => names.Version(text),
            _ => names.Here(text),
        },
        _ => node.DeepClone(),
    };
}
