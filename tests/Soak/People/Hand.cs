using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Soak.Servers;
using OpsConsole.World;

namespace OpsConsole.Soak.People;

/// <summary>An answer to a request.</summary>
/// <param name="Status">The status; 0 when none came.</param>
/// <param name="Body">Its JSON; null when there is none.</param>
internal sealed record Reply(int Status, JsonNode? Body)
{
    private const int Longest = 160;

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>What it means for the record.</summary>
    public ActAnswer Answer => IsDone ? ActAnswer.Done : Status switch { 503 => ActAnswer.Away, >= 400 and < 500 => ActAnswer.Refused, _ => ActAnswer.Unknown };

    /// <summary>It in words.</summary>
    public string Says => Body?["detail"]?.ToString() is not { } detail ? Status == 0 ? "no answer" : string.Empty : detail.Length > Longest ? $"{detail[..Longest]}…" : detail;
}

/// <summary>A person who is signed in, and asks whichever replica they happen to be on.</summary>
internal sealed class Hand : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly IReadOnlyList<HttpClient> consoles;
    private readonly Random chance;

    /// <param name="visitor">Who.</param>
    /// <param name="replicas">The consoles.</param>
    /// <param name="chance">What they happen to do.</param>
    public Hand(Visitor visitor, IEnumerable<Replica> replicas, Random chance)
    {
        (Name, this.chance) = (visitor.Name, chance);
        consoles = [.. replicas.Select(replica => ClientOf(visitor, replica))];
    }

    /// <summary>Who.</summary>
    public string Name { get; }

    /// <summary>A number below another.</summary>
    public int Below(int most) => chance.Next(most);

    /// <summary>One of several; null of none.</summary>
    public T? OneOf<T>(IReadOnlyList<T> all)
        where T : class => all.Count == 0 ? null : all[chance.Next(all.Count)];

    /// <summary>Asks to see something.</summary>
    public Task<Reply> GetAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, null, cancellation);

    /// <summary>Asks for something to be done.</summary>
    /// <param name="path">Below the API's root.</param>
    /// <param name="body">What is sent; null for nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="key">The request's own key, where it takes one.</param>
    public Task<Reply> PostAsync(string path, JsonNode? body, CancellationToken cancellation, string? key = null) => SendAsync(HttpMethod.Post, path, body, key, cancellation);

    public void Dispose()
    {
        foreach (var console in consoles)
        {
            console.Dispose();
        }
    }

    private static HttpClient ClientOf(Visitor visitor, Replica replica)
    {
        var http = visitor.Http(new Uri(replica.Address, "api/v1/"));
        http.Timeout = Patience;

        // As a browser says of a page of the console's own.
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return http;
    }

    private async Task<Reply> SendAsync(HttpMethod method, string path, JsonNode? body, string? key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        try
        {
            using var answer = await consoles[chance.Next(consoles.Count)].SendAsync(request, cancellation);
            return new((int)answer.StatusCode, await ReadAsync(answer, cancellation));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(0, null);
        }
    }

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            return answer.StatusCode == HttpStatusCode.NoContent || text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return new JsonObject { ["detail"] = text };
        }
    }
}
