using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using OpsConsole.Upstream.Http;
using OpsConsole.Workloads;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>Reads a container's log as it comes.</summary>
internal static class PodLog
{
    /// <summary>A line is cut here: one without an end must not fill the memory.</summary>
    public const int LongestLine = 16 * 1024;

    public static async IAsyncEnumerable<LogLine> ReadAsync(
        SourceHttp http, LogQuery query, ActAs? person, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path(query));
        person?.Sign(request);

        // It comes as plain text, but a cluster bargains over it as over an object: who takes plain text alone is refused with 406.
        request.Headers.Accept.ParseAdd("application/json, */*");

        // The answer's head may come with the first line only, and a log that is followed may be silent for long.
        using var response = await http.OpenAsync(request, query.Follow ? Timeout.InfiniteTimeSpan : http.Timeout, cancellation).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var reader = PipeReader.Create(body);
        try
        {
            // Not every cluster heeds the limit that it is asked for.
            var (cut, left) = (false, query is { Follow: false, LimitBytes: { } limit } ? limit : long.MaxValue);
            while (left > 0 && await NextAsync(http, reader, cancellation).ConfigureAwait(false) is var (bytes, whole))
            {
                left -= bytes.Length + 1;
                // What follows the cut of a long line is passed over up to its end.
                if (!cut)
                {
                    yield return Line(bytes);
                }

                cut = !whole;
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static string Path(LogQuery query)
    {
        var terms = new List<string> { $"container={Uri.EscapeDataString(query.Container)}", "timestamps=true" };
        void Add(string name, long? value) => terms.AddRange(value is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"{name}={value}")]);
        Add("tailLines", query.TailLines);
        Add("sinceSeconds", query.Since is { } since ? Math.Max(1, (long)Math.Ceiling(since.TotalSeconds)) : null);
        Add("limitBytes", query.Follow ? null : query.LimitBytes);
        terms.AddRange(query.Follow ? ["follow=true"] : []);
        terms.AddRange(query.Previous ? ["previous=true"] : []);
        return $"api/v1/namespaces/{Uri.EscapeDataString(query.Namespace)}/pods/{Uri.EscapeDataString(query.Pod)}/log?{string.Join('&', terms)}";
    }

    /// <summary>The next line, or the piece of one that is too long; null at the end.</summary>
    private static async Task<(byte[] Bytes, bool Whole)?> NextAsync(SourceHttp http, PipeReader reader, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
                var buffer = read.Buffer;
                if (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    var bytes = line.Slice(0, Math.Min(line.Length, LongestLine)).ToArray();
                    reader.AdvanceTo(buffer.GetPosition(1, end));
                    return (bytes, true);
                }

                if (buffer.Length > LongestLine || (read.IsCompleted && buffer.Length > 0))
                {
                    var bytes = buffer.Slice(0, Math.Min(buffer.Length, LongestLine)).ToArray();
                    reader.AdvanceTo(buffer.End);
                    return (bytes, read.IsCompleted);
                }

                if (read.IsCompleted)
                {
                    return null;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        catch (Exception e) when (UpstreamFaults.Of(http.Source, e, http.Timeout, cancellation) is { } failure)
        {
            throw failure;
        }
    }

    private static LogLine Line(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\r');
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var stamp = space < 0 ? text : text[..space];

        // Nine digits of a second come; a clock of ours has seven.
        return stamp.Length >= 20 && stamp[10] == 'T'
            && DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new LogLine(at, space < 0 ? string.Empty : text[(space + 1)..])
            : new LogLine(null, text);
    }
}
