using System.Text.Json.Nodes;

namespace OpsConsole.Contract.Clusters;

/// <summary>An answer that comes line by line: a watch, or a log that is followed.</summary>
internal sealed class LineStream(HttpResponseMessage response) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private StreamReader? reader;

    public int Status => (int)response.StatusCode;

    public string ContentType => response.Content.Headers.ContentType?.MediaType ?? "";

    /// <summary>The next line; null when the server has ended the answer in an orderly way.</summary>
    public async Task<string?> NextLineAsync(TimeSpan? within = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(within ?? Patience);
        reader ??= new(await response.Content.ReadAsStreamAsync(limit.Token));
        try
        {
            return await reader.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no line and no end within {(within ?? Patience).TotalSeconds:0} s");
        }
    }

    /// <summary>The next event of a watch; null at its orderly end.</summary>
    public async Task<WatchLine?> NextAsync(TimeSpan? within = null) =>
        await NextLineAsync(within) is { } line ? new(JsonNode.Parse(line)!) : null;

    /// <summary>All events until the orderly end.</summary>
    public async Task<IReadOnlyList<WatchLine>> ToEndAsync()
    {
        List<WatchLine> lines = [];
        while (await NextAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public ValueTask DisposeAsync()
    {
        reader?.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One event of a watch.</summary>
/// <param name="Json">The line.</param>
internal sealed record WatchLine(JsonNode Json)
{
    public string Type => Json["type"]!.GetValue<string>();

    public JsonNode Object => Json["object"]!;

    public string? Name => Object["metadata"]?["name"]?.GetValue<string>();

    public string Version => Object["metadata"]!["resourceVersion"]!.GetValue<string>();
}
