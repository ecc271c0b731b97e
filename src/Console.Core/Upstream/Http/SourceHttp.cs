using Polly;
using Polly.CircuitBreaker;

namespace OpsConsole.Upstream.Http;

/// <summary>The one way to a source: signed, timed, limited, classified, metered.</summary>
internal sealed class SourceHttp : IDisposable
{
    /// <summary>The longest answer, unpacked. 20,000 alerts are 13 MB.</summary>
    public const long LongestAnswer = 64_000_000;

    private readonly HttpClient http;
    private readonly ResiliencePipeline reads;
    private readonly TimeProvider clock;

    public SourceHttp(SourceMeter meter, HttpMessageHandler handler, TimeSpan timeout, TimeProvider clock)
    {
        (Meter, Timeout, this.clock) = (meter, timeout, clock);
        http = new HttpClient(handler) { BaseAddress = meter.Source.Address, Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        http.DefaultRequestVersion = System.Net.HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        http.DefaultRequestHeaders.UserAgent.ParseAdd("OpsConsole");
        reads = ReadPipeline.Of(timeout, clock);
    }

    public SourceMeter Meter { get; }

    public SourceIdentity Source => Meter.Source;

    /// <summary>The limit of one attempt.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Sends a read, again when that may help, and reads the answer.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="ask">Makes the request, once for each attempt.</param>
    /// <param name="read">Reads the body while it comes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<T> ReadAsync<T>(
        Func<HttpRequestMessage> ask, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await reads.ExecuteAsync(attempt => AttemptAsync(ask, read, attempt, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (BrokenCircuitException e)
        {
            throw Source.Failure(UpstreamFault.CircuitOpen,
                $"was not asked, because it failed again and again; it is tried anew {Soon(e.RetryAfter)}. Its last failure: {Meter.Status.Error}", e);
        }
    }

    /// <summary>Sends a write, once, and reads the answer.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer's head and body.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellation">Ends the wait; the write may be carried out all the same.</param>
    public async Task<T> WriteAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, Stream, CancellationToken, ValueTask<T>> read, TimeSpan deadline, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        return await AttemptAsync(request, read, deadline, either.Token, cancellation).ConfigureAwait(false);
    }

    /// <summary>Begins a stream: the answer's head must come within the limit, its body may take any time.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellation) => OpenAsync(request, Timeout, cancellation);

    /// <summary>Begins a stream whose head may take longer or shorter than usual.</summary>
    /// <param name="request">The request.</param>
    /// <param name="head">The limit for the answer's head; infinite for none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, TimeSpan head, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(head, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        HttpResponseMessage? response = null;
        try
        {
            response = await HeadAsync(request, begun, either.Token).ConfigureAwait(false);
            Meter.Succeeded(clock.GetElapsedTime(begun));
            return response;
        }
        catch (Exception e) when (UpstreamFaults.Of(Source, e, head, cancellation) is { } failure)
        {
            response?.Dispose();
            Meter.Failed(failure, clock.GetElapsedTime(begun));
            throw failure;
        }
    }

    public void Dispose() => http.Dispose();

    private async ValueTask<T> AttemptAsync<T>(
        Func<HttpRequestMessage> ask, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken attempt, CancellationToken caller)
    {
        using var request = ask();
        return await AttemptAsync(request, (_, body, either) => read(body, either), Timeout, attempt, caller).ConfigureAwait(false);
    }

    private async ValueTask<T> AttemptAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, Stream, CancellationToken, ValueTask<T>> read, TimeSpan deadline,
        CancellationToken attempt, CancellationToken caller)
    {
        var begun = clock.GetTimestamp();
        try
        {
            using var response = await HeadAsync(request, begun, attempt).ConfigureAwait(false);
            var content = await response.Content.ReadAsStreamAsync(attempt).ConfigureAwait(false);
            await using var body = new LimitedStream(content, LongestAnswer, Source);
            var answer = await read(response, body, attempt).ConfigureAwait(false);
            Meter.Succeeded(clock.GetElapsedTime(begun));
            return answer;
        }
        catch (Exception e) when (UpstreamFaults.Of(Source, e, deadline, caller) is { } failure)
        {
            Meter.Failed(failure, clock.GetElapsedTime(begun));
            throw failure;
        }
    }

    private async Task<HttpResponseMessage> HeadAsync(HttpRequestMessage request, long begun, CancellationToken cancellation)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        try
        {
            Meter.Dated(response.Headers.Date, clock.GetElapsedTime(begun));
            return !response.IsSuccessStatusCode ? throw await UpstreamFaults.OfAsync(Source, response, cancellation).ConfigureAwait(false)
                : response.Content.Headers.ContentType?.MediaType is "text/html" ? throw UpstreamFaults.Page(Source, response)
                : response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static string Soon(TimeSpan? after) =>
        after is { } wait && wait > TimeSpan.Zero ? $"in {Math.Ceiling(wait.TotalSeconds):0} s" : "soon";
}
