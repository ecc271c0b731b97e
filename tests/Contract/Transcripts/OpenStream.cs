using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Transcripts;

/// <summary>A stream that goes on while other steps are sent, and what came of it.</summary>
internal sealed class OpenStream(LineStream stream, Step step, Names names) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] KeptByControllers = ["/deployments", "/statefulsets", "/replicasets", "/pods", "/events", "/nodes"];

    private IReadOnlyList<Line> Recorded => step.Response!.Lines!;

    private bool EndsByItself => step.Response!.End?.StartsWith("complete", StringComparison.Ordinal) is true;

    /// <summary>Reads as much as was recorded and says what differs.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync()
    {
        if (stream.Status != step.Response!.Status)
        {
            return [$"status {stream.Status} instead of {step.Response.Status}"];
        }

        var comparison = new Comparison(names);
        if (KeptByControllers.Any(kind => step.Request!.Path.EndsWith(kind, StringComparison.Ordinal)))
        {
            await CompareLivesAsync(comparison);
        }
        else
        {
            await CompareLinesAsync(comparison);
        }

        return comparison.Differences;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    // Nobody else writes these: line for line.
    private async Task CompareLinesAsync(Comparison comparison)
    {
        var wanted = Recorded.Where(line => !IsMere(line.Content)).ToList();
        foreach (var (index, line) in wanted.Index())
        {
            if (await NextAsync() is not { } text)
            {
                comparison.Same($"{wanted.Count} lines", $"{index} lines and the end", "stream");
                return;
            }

            if (line.Content is JsonObject was)
            {
                var here = JsonNode.Parse(text)!;
                names.Learn(was, here);
                comparison.Same($"{was["type"]}", $"{here["type"]}", $"line {index + 1}.type");
                comparison.Body(was["object"] ?? was, here["object"] ?? here, $"line {index + 1}");
            }
        }

        if (EndsByItself)
        {
            comparison.Same(null, await NextAsync(), "a line more");
        }
    }

    // When bookmarks come depends on how long a watch lasts, and that is shortened here; Suite/WatchTests awaits one.
    private async Task<string?> NextAsync()
    {
        string? text;
        while ((text = await stream.NextLineAsync(Patience)) is not null && step.As is not null && text.StartsWith('{') && IsMere(JsonNode.Parse(text)))
        {
        }

        return text;
    }

    private static bool IsMere(JsonNode? line) =>
        line is JsonObject && $"{line["type"]}" == "BOOKMARK" && line["object"]?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] is null;

    // Controllers write as often as they need to: what is compared is each object's life, ADDED, MODIFIED (once or often), DELETED.
    private async Task CompareLivesAsync(Comparison comparison)
    {
        var wanted = Lives(Recorded.Select(line => line.Content!));
        List<JsonNode> seen = [];
        try
        {
            while (Lives(seen) != wanted && await stream.NextLineAsync(Patience) is { } text)
            {
                seen.Add(JsonNode.Parse(text)!);
            }
        }
        catch (TimeoutException)
        {
            // The comparison says what is missing.
        }

        comparison.Same(wanted, Lives(seen), "lives of the watched objects");
    }

    private static string Lives(IEnumerable<JsonNode> lines) => string.Join("; ", lines
        .Where(line => $"{line["type"]}" != "BOOKMARK")
        .GroupBy(line => $"{line["object"]!["metadata"]!["name"]}")
        .Select(life => string.Join(' ', life.Select(line => $"{line["type"]}").Aggregate(new List<string>(), (types, type) =>
        {
            if (types is [] || types[^1] != type)
            {
                types.Add(type);
            }

            return types;
        })))
        .Order(StringComparer.Ordinal));
}
