using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>What a line of a watch says.</summary>
internal enum ChangeKind
{
    /// <summary>There is a new object, or one that now fits.</summary>
    Added,

    /// <summary>An object changed.</summary>
    Modified,

    /// <summary>An object is gone, or no longer fits.</summary>
    Deleted,

    /// <summary>Nothing changed up to this place.</summary>
    Bookmark,
}

/// <param name="Kind">What happened.</param>
/// <param name="Object">The object; of a bookmark only the resourceVersion counts.</param>
internal sealed record Change<T>(ChangeKind Kind, T Object)
    where T : class, IKubernetesObject
{
    public string Place => Object.Metadata.ResourceVersion!;
}

/// <summary>An open watch: one JSON object a line.</summary>
internal sealed class KubernetesWatch<T>(
    SourceHttp http, KubernetesKind<T> kind, HttpResponseMessage response, Stream body, TimeProvider clock) : IDisposable
    where T : class, IKubernetesObject
{
    private const int LongestLine = 8_000_000;
    private readonly PipeReader reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));

    /// <summary>The next change; null when the cluster ended the watch in good order.</summary>
    /// <param name="silence">How long nothing may come.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">The watch broke. Gone: list again. TimedOut: nothing came.</exception>
    public async Task<Change<T>?> NextAsync(TimeSpan silence, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var change = await LineAsync(either.Token).ConfigureAwait(false);
            http.Meter.Streamed(null);
            return change;
        }
        catch (Exception e) when (UpstreamFaults.Of(http.Source, e, silence, cancellation) is { } failure)
        {
            // Silence and a forgotten place say nothing against the cluster: what follows will tell.
            if (failure.Fault is not (UpstreamFault.TimedOut or UpstreamFault.Gone))
            {
                http.Meter.Streamed(failure);
            }

            throw failure;
        }
    }

    public void Dispose()
    {
        reader.Complete();
        response.Dispose();
    }

    private async Task<Change<T>?> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var change = Parse(buffer.Slice(0, end));
                reader.AdvanceTo(buffer.GetPosition(1, end));
                if (change is not null)
                {
                    return change;
                }
            }
            else if (read.IsCompleted)
            {
                var change = Parse(buffer);
                reader.AdvanceTo(buffer.End);
                return change;
            }
            else if (buffer.Length > LongestLine)
            {
                throw new JsonException($"a line of a watch longer than {LongestLine / 1_000_000} MB");
            }
            else
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }

    private Change<T>? Parse(ReadOnlySequence<byte> line)
    {
        if (Blank(line))
        {
            return null;
        }

        var json = new Utf8JsonReader(line);
        var told = JsonSerializer.Deserialize(ref json, KubernetesJson.Default.WatchLine) ?? throw new JsonException("null where a change was due");
        var change = new Change<T>(Kind(told), told.Object.Deserialize(kind.Object) ?? throw new JsonException("a change without an object"));
        return change.Object.Metadata is { ResourceVersion.Length: > 0 }
            ? change
            : throw new JsonException("a change without a resourceVersion");
    }

    private ChangeKind Kind(WatchLine told) => told.Type switch
    {
        "ADDED" => ChangeKind.Added,
        "MODIFIED" => ChangeKind.Modified,
        "DELETED" => ChangeKind.Deleted,
        "BOOKMARK" => ChangeKind.Bookmark,
        "ERROR" => throw Error(told.Object.Deserialize(KubernetesJson.Default.StatusObject)),
        _ => throw new JsonException($"a change of a kind nobody knows: {told.Type}"),
    };

    // A watch fails inside an answer that is a success: the status stands in the line.
    private UpstreamException Error(StatusObject? status) => http.Source.Failure(
        status is { Code: >= 400 } ? UpstreamFaults.Of((System.Net.HttpStatusCode)status.Code) : UpstreamFault.Broken,
        $"ended the watch of {kind.Plural} ({status?.Code} {status?.Reason}): {ServerWords.Cut(status?.Message ?? "without a word")}");

    private static bool Blank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAnyExcept(" \r\t"u8))
            {
                return false;
            }
        }

        return true;
    }
}
