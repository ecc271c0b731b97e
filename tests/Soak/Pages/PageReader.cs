using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using OpsConsole.World;

namespace OpsConsole.Soak.Pages;

/// <summary>Reads pages of one replica as a person's browser gets them.</summary>
/// <param name="replica">The replica's name.</param>
/// <param name="console">Where it listens.</param>
/// <param name="visitor">Who looks.</param>
internal sealed class PageReader(string replica, Uri console, Visitor visitor) : IDisposable
{
    private readonly HttpClient http = ClientOf(console, visitor);
    private readonly HtmlParser parser = new();

    /// <summary>Whose pages these are.</summary>
    public string Replica => replica;

    /// <summary>How deep the queues were when everything answered last.</summary>
    public Dictionary<string, double> Depths { get; } = new(StringComparer.Ordinal);

    /// <summary>The systems whose page named a leader when everything answered last.</summary>
    public HashSet<string> Led { get; } = new(StringComparer.Ordinal);

    /// <summary>A page.</summary>
    public async Task<IDocument> ReadAsync(string path, CancellationToken cancellation) => parser.ParseDocument(await http.GetStringAsync(path, cancellation));

    /// <summary>An answer of the API.</summary>
    public async Task<JsonNode> AskAsync(string path, CancellationToken cancellation) => JsonNode.Parse(await http.GetStringAsync($"api/v1/{path}", cancellation))!;

    public void Dispose() => http.Dispose();

    private static HttpClient ClientOf(Uri console, Visitor visitor)
    {
        var http = visitor.Http(console);
        http.Timeout = TimeSpan.FromSeconds(20);
        return http;
    }
}
