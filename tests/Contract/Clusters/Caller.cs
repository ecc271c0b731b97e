using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Contract.Clusters;

/// <summary>Somebody who asks an API server, with plain HTTP: no client's opinion lies between the tests and the wire.</summary>
internal sealed class Caller(HttpClient http, string? token, IReadOnlyList<(string Name, string Value)> headers)
{
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string JsonPatch = "application/json-patch+json";
    public const string Json = "application/json";

    /// <summary>
    /// The same caller in a person's name, with one group at most: HttpClient would write two into one line, which a server takes
    /// for one group with a comma in its name.
    /// </summary>
    public Caller InTheNameOf(string user, string? group = null) =>
        With([("Impersonate-User", user), .. group is null ? [] : (ReadOnlySpan<(string, string)>)[("Impersonate-Group", group)]]);

    /// <summary>The same caller with more headers.</summary>
    public Caller With(params (string Name, string Value)[] more) => new(http, token, [.. headers, .. more]);

    /// <summary>The same connection with another token, or with none.</summary>
    public Caller WithToken(string? other) => new(http, other, headers);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, (byte[]?)null, Json);

    public Task<Answer> PostAsync(string path, JsonNode? body) => SendAsync(HttpMethod.Post, path, body?.ToJsonString(), Json);

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString(), Json);

    public Task<Answer> PatchAsync(string path, JsonNode body, string type = Merge) => SendAsync(HttpMethod.Patch, path, body.ToJsonString(), type);

    public Task<Answer> DeleteAsync(string path, JsonNode? options = null) => SendAsync(HttpMethod.Delete, path, options?.ToJsonString(), Json);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body, string? type) =>
        SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), type);

    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body, string? type)
    {
        using var request = Request(method, path, body, type);
        using var response = await http.SendAsync(request, Cancellation);
        return new((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Begins a watch, or any other answer that comes line by line, and returns once its headers are there.</summary>
    public async Task<LineStream> StreamAsync(string path)
    {
        using var request = Request(HttpMethod.Get, path, null, null);
        return new(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string? type)
    {
        var request = new HttpRequestMessage(method, path.TrimStart('/'));
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        }

        return request;
    }
}
