using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>An open watch: one JSON object a line.</summary>
internal sealed class KubernetesWatch<T>(
    SourceHttp http, KubernetesKind<T> kind, HttpResponseMessage response, Stream body, TimeProvider clock) : IDisposable
    where T : class, IClusterObject
{
    private const int LongestLine = 8_000_000;
    private readonly PipeReader reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 16 * 1024));

    /// <summary>The next change; null when the cluster ended the watch in good order.</summary>
    /// <param name="silence">How long nothing may come.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UpstreamException">The watch broke. Gone: list again. TimedOut: nothing came.</exception>
    public async Task<WatchLine<T>?> NextAsync(TimeSpan silence, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var told = await LineAsync(either.Token).ConfigureAwait(false);
            if (told is WatchLine<T>.Error error)
            {
                throw Failure(error.Status);
            }

            http.Meter.Streamed(null);
            return told;
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

    private async Task<WatchLine<T>?> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var told = Parse(buffer.Slice(0, end));
                reader.AdvanceTo(buffer.GetPosition(1, end));
                if (told is not null)
                {
                    return told;
                }
            }
            else if (read.IsCompleted)
            {
                var told = Parse(buffer);
                reader.AdvanceTo(buffer.End);
                return told;
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

    private WatchLine<T>? Parse(ReadOnlySequence<byte> line) => Blank(line) ? null : WatchLine<T>.Read(line, kind);

    private UpstreamException Failure(KubernetesStatus status) => new(http.Source.Name,
        status.Code >= 400 ? UpstreamFaults.Of((System.Net.HttpStatusCode)status.Code) : UpstreamFault.Broken,
        $"{http.Source} ended the watch of {kind.Plural} ({status.Code} {status.Reason}): {ServerWords.Cut(status.Message is { Length: > 0 } words ? words : "without a word")}")
    {
        Kubernetes = status,
        RetryAfter = status.RetryAfter,
    };

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
