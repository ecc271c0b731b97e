using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OpsConsole.Core.Tests.Upstream;

/// <summary>Answers of real servers, as recorded in <c>Samples</c>, replayed over the wire.</summary>
internal static class Recorded
{
    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "Console.Core.Tests", "Upstream", "Samples");

    private static string Transcripts { get; } = Path.Combine(Repository.Root, "tests", "Console.Core.Tests", "Upstream", "Kubernetes", "Transcripts");

    public static JsonElement Read(string name) => ReadFile(Path.Combine(Folder, $"{name}.json"));

    /// <summary>A step of a cluster's transcript: a request and its answer.</summary>
    public static JsonElement Transcript(string name, int step) => ReadFile(Path.Combine(Transcripts, $"{name}.json")).GetProperty("steps")[step];

    /// <summary>Answers as the recorded server did.</summary>
    public static RequestDelegate Answer(string name) => Answer(Read(name).GetProperty("response"));

    /// <summary>Answers as in one step of a cluster's transcript.</summary>
    public static RequestDelegate Step(string name, int step) => Answer(Transcript(name, step).GetProperty("response"));

    /// <summary>One line of a stream in a transcript.</summary>
    public static string Line(string name, int step, int line) => JsonSerializer.Serialize(
        Transcript(name, step).GetProperty("response").GetProperty("lines")[line].GetProperty("line")) + "\n";

    public static RequestDelegate Answer(JsonElement response) => async context =>
    {
        context.Response.StatusCode = response.GetProperty("status").GetInt32();
        foreach (var header in response.GetProperty("headers").EnumerateObject().Where(header => header.Name is not ("Content-Encoding" or "Content-Length" or "Transfer-Encoding")))
        {
            context.Response.Headers[header.Name] = header.Value.GetString();
        }

        if (response.TryGetProperty("lines", out var lines))
        {
            await StreamAsync(context, lines);
            return;
        }

        var body = response.GetProperty("body");
        var isText = body.ValueKind == JsonValueKind.String && context.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true;
        await context.Response.WriteAsync(isText ? body.GetString()! : body.GetRawText(), context.RequestAborted);
    };

    private static JsonElement ReadFile(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static async Task StreamAsync(HttpContext context, JsonElement lines)
    {
        foreach (var line in lines.EnumerateArray())
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(line.GetProperty("line")) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
