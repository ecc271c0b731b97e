using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using OpsConsole.Silences;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>
/// Reads the list of silences while it comes in. Alertmanager can't be asked for some states alone: of those that are over all but the newest
/// are let go at once, so that tens of thousands of them take no memory, and none of their expressions is compiled.
/// </summary>
internal sealed class SilenceReader(AlertmanagerJson json, string source, int mostExpired)
{
    private readonly ImmutableArray<Silence>.Builder kept = ImmutableArray.CreateBuilder<Silence>();
    private readonly PriorityQueue<SilenceDto, DateTimeOffset> expired = new();
    private int countOfExpired;

    public async Task<SilenceList> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        await AlertReader.ExpectListAsync(reader, "silences", cancellation).ConfigureAwait(false);
        await foreach (var silence in JsonSerializer.DeserializeAsyncEnumerable(reader, json.SilenceDto, cancellation).ConfigureAwait(false))
        {
            Add(silence ?? throw new JsonException("null where a silence was due"));
        }

        kept.AddRange(expired.UnorderedItems.Select(item => SilenceAnswers.Of(item.Element, source)));
        return new SilenceList(kept.ToImmutable(), countOfExpired);
    }

    private void Add(SilenceDto silence)
    {
        if (silence.Status?.State != "expired")
        {
            kept.Add(SilenceAnswers.Of(silence, source));
            return;
        }

        countOfExpired++;
        if (expired.Count < mostExpired)
        {
            expired.Enqueue(silence, silence.EndsAt);
        }
        else if (mostExpired > 0)
        {
            expired.EnqueueDequeue(silence, silence.EndsAt);
        }
    }
}
