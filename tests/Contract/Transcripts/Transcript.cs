using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.World;

namespace OpsConsole.Contract.Transcripts;

/// <summary>What a real server (1.36) was asked and answered; Recorded/README.md says how it was recorded.</summary>
internal sealed record Transcript(string Name, string Description, IReadOnlyList<Step> Steps)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Transcript Read(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Transcripts", "Recorded", $"{name}.json");
        return JsonSerializer.Deserialize<Transcript>(File.ReadAllText(file), Web)!;
    }

    /// <summary>The names of all recorded files.</summary>
    public static IReadOnlyList<string> All() => [.. Directory
        .EnumerateFiles(Repository.At("tests", "Contract", "Transcripts", "Recorded"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
}

/// <summary>One request and its answer; without a request it is something that happened.</summary>
internal sealed record Step(string? Note, string? As, long AtMs, Request? Request, Response? Response);

internal sealed record Request(string Method, string Path, Dictionary<string, JsonNode?>? Query, Dictionary<string, string>? Headers, JsonNode? Body);

/// <param name="Status">Null when the wire failed.</param>
/// <param name="Headers">Those that matter.</param>
/// <param name="Body">JSON, or the text as a string.</param>
/// <param name="Lines">A stream's lines, instead of a body.</param>
/// <param name="End">How a stream ended.</param>
/// <param name="EndMs">When, since its request.</param>
internal sealed record Response(int? Status, Dictionary<string, JsonNode?>? Headers, JsonNode? Body, IReadOnlyList<Line>? Lines, string? End, long? EndMs);

/// <summary>A line of a stream; text when it was not JSON.</summary>
internal sealed record Line(long Ms, [property: System.Text.Json.Serialization.JsonPropertyName("line")] JsonNode? Content);
