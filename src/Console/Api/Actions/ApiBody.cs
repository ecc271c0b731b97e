using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OpsConsole.Api;

/// <summary>Takes the body of a request: JSON, of at most 64 KB, with nothing in it that is not understood.</summary>
internal static class ApiBody
{
    /// <summary>The largest body.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>What the server lets through to here: more than may be, so that who sends too much is told so in words and not cut off.</summary>
    public const long MostSent = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads it.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads its members.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The body, or the answer that refuses it.</returns>
    public static async Task<(T? Body, ProblemHttpResult? Refusal)> ReadAsync<T>(HttpRequest request, Func<JsonBody, T> read, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Refuse(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON: send it with Content-Type: application/json."));
        }

        if (await BytesAsync(request, cancellation) is not { } bytes)
        {
            return (null, Refuse(StatusCodes.Status413PayloadTooLarge, $"The body has more than {MostBytes / 1024} KB."));
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            var body = JsonBody.Read(json.RootElement, read);
            return body.IsOk ? (body.Value, null) : (null, ActionProblems.Unreadable(body.Problems));
        }
        catch (JsonException e)
        {
            return (null, Refuse(StatusCodes.Status400BadRequest, NoJson(bytes.Length, e)));
        }
    }

    // The framework's own words name its types and settings.
    private static string NoJson(int length, JsonException e) => length == 0 ? "The body is empty; a JSON object is due."
        : e.Message.Contains("uplicate", StringComparison.Ordinal) ? $"The body has a member twice{At(e)}."
        : $"The body is no JSON{At(e)}: it must be one object, at most eight deep.";

    private static string At(JsonException e) => e.LineNumber is { } line && e.BytePositionInLine is { } place ? $", at line {line + 1}, place {place + 1}" : string.Empty;

    private static ProblemHttpResult Refuse(int status, string detail) => TypedResults.Problem(detail, statusCode: status, title: "The request can't be read");

    private static async Task<byte[]?> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(part, cancellation)) > 0;)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(part, 0, read);
        }

        return body.ToArray();
    }
}
