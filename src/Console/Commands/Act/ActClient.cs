using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpsConsole.Api;

namespace OpsConsole.Commands.Act;

/// <summary>What the console answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON.</param>
internal sealed record ActAnswer(int Status, string Body)
{
    /// <summary>Whether it did what it was asked.</summary>
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Reads it.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, ApiWords.Json) ?? throw new JsonException("null where an answer was due");
}

/// <summary>Speaks with a running console, as any program may: by its HTTP API and a personal token.</summary>
internal sealed class ActClient : IDisposable
{
    private const long LongestAnswer = 4_000_000;
    private const int Tries = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http;
    private readonly TimeProvider clock;

    /// <param name="server">The console's address.</param>
    /// <param name="token">A personal token.</param>
    /// <param name="clock">The time.</param>
    public ActClient(Uri server, string token, TimeProvider clock)
    {
        this.clock = clock;

        // A token follows no redirect: it would be shown to whoever the answer names.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = new Uri($"{server.AbsoluteUri.TrimEnd('/')}{ActionEndpoints.Root}/"),
            Timeout = TimeSpan.FromSeconds(90),
            MaxResponseContentBufferSize = LongestAnswer,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    /// <summary>Asks; again when no answer comes, since nothing is changed by it.</summary>
    /// <param name="path">What for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public Task<ActAnswer> GetAsync(string path, CancellationToken cancellation) => AgainAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <summary>Sends what changes something, or plans. With a key it is sent again when no answer comes: it is the same request, and done once.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="body">What.</param>
    /// <param name="key">The key that names the request; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public Task<ActAnswer> PostAsync(string path, object body, string? key, CancellationToken cancellation)
    {
        HttpRequestMessage Ask()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body, ApiWords.Json), Encoding.UTF8, "application/json") };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            return request;
        }

        return key is null ? OnceAsync(Ask, cancellation) : AgainAsync(Ask, cancellation);
    }

    private async Task<ActAnswer> AgainAsync(Func<HttpRequestMessage> ask, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(ask, cancellation);
            }
            catch (HttpRequestException) when (attempt < Tries)
            {
                await Task.Delay(Pause * attempt, clock, cancellation);
            }
        }
    }

    private async Task<ActAnswer> OnceAsync(Func<HttpRequestMessage> ask, CancellationToken cancellation)
    {
        try
        {
            using var request = ask();
            using var answer = await http.SendAsync(request, cancellation);
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            var isJson = answer.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
            return new((int)answer.StatusCode, isJson ? body : Plain((int)answer.StatusCode, body));
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer came in time", e);
        }
    }

    // What is refused at the door is one sentence; anything longer is no console.
    private static string Plain(int status, string body) => JsonSerializer.Serialize(
        new { title = $"HTTP {status}", detail = body.Length is > 0 and < 400 && !body.Contains('<', StringComparison.Ordinal) ? body.Trim() : "The answer is not one of a console's API: is the address right?" }, ApiWords.Json);
}
