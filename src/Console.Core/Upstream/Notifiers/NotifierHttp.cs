using System.Net;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Http;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>The one way to post a page over HTTP: once, timed, no redirect followed, the answer classified and put into words without secrets.</summary>
/// <param name="channel">Which channel.</param>
/// <param name="handler">The connections; owned from now on.</param>
/// <param name="timeout">The limit of one try, the answer's body included.</param>
/// <param name="clock">The time.</param>
internal sealed class NotifierHttp(ChannelIdentity channel, HttpMessageHandler handler, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public ChannelIdentity Channel => channel;

    /// <summary>Posts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hidden">What must not be told of the answer.</param>
    /// <param name="read">What a success' body says: the service's own name for the page, null when it gives none.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Delivery> PostAsync(HttpRequestMessage request, HiddenWords hidden, Func<string, string?> read, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        request.Headers.UserAgent.ParseAdd("OpsConsole");
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var body = hidden.In(await ServerWords.BodyAsync(response, either.Token).ConfigureAwait(false));
            return Of(response, body, read) with { Took = clock.GetElapsedTime(begun) };
        }
        catch (Exception e) when (e is not OperationCanceledException && cancellation.IsCancellationRequested)
        {
            // Cut off in the middle, the client complains of the connection.
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && (limit.IsCancellationRequested ? TimedOut() : NotThere(e)) is { } why)
        {
            return Delivery.NotNow($"{channel} {hidden.In(why)}", null, clock.GetElapsedTime(begun));
        }
    }

    /// <summary>Was not asked, because a file of its settings is wrong: that may be mended at any time.</summary>
    /// <param name="problem">What is wrong.</param>
    public Delivery NotAsked(string problem) => Delivery.NotNow($"{channel} was not asked: {problem}", null, TimeSpan.Zero);

    public void Dispose() => http.Dispose();

    private Delivery Of(HttpResponseMessage response, string body, Func<string, string?> read)
    {
        var code = (int)response.StatusCode;
        var words = ServerWords.Of(response.Content.Headers.ContentType?.MediaType, body);
        var said = words.Text.Length > 0 ? $": {words.Text}" : string.Empty;
        return code switch
        {
            >= 200 and < 300 when words.Form is WordsForm.Page => Delivery.Refused(
                $"{channel} answered with a web page (HTTP {code}){said}; is there a sign-in or a proxy in between? Nobody knows whether it took the page", TimeSpan.Zero),
            >= 200 and < 300 => Delivery.Taken($"{channel} took it (HTTP {code})", read(body), TimeSpan.Zero),
            >= 300 and < 400 => Delivery.Refused($"{channel} sends us elsewhere (HTTP {code}), which is not followed; is the address right?", TimeSpan.Zero),
            408 or 425 or 429 => Delivery.NotNow($"{channel} got too much at once, or waited too long (HTTP {code}){said}", Wish(response), TimeSpan.Zero),
            >= 500 => Delivery.NotNow($"{channel} is broken or starting (HTTP {code}){said}", Wish(response), TimeSpan.Zero),
            _ => Delivery.Refused($"{channel} {Meaning(response.StatusCode)} (HTTP {code}){said}", TimeSpan.Zero),
        };
    }

    private static string Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => "finds the page wrong",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "does not accept our key or address",
        HttpStatusCode.NotFound or HttpStatusCode.Gone => "is not served at this address; was the webhook taken away?",
        HttpStatusCode.RequestEntityTooLarge => "finds the page too long",
        _ => "refused the page",
    };

    private TimeSpan? Wish(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } until } when until > clock.GetUtcNow() => until - clock.GetUtcNow(),
        _ => null,
    };

    private string TimedOut() => $"did not answer within {timeout.TotalSeconds:0.###} s; nobody knows whether it took the page";

    // Null for what is a defect of ours, which must be seen.
    private string? NotThere(Exception e) => e switch
    {
        HttpRequestException http when ConnectionWords.NeverConnected(http) =>
            $"can't be reached at {channel.Address}: {ServerWords.Cut(ConnectionWords.Of(http, new Uri(channel.Address).Host, "CaFile"))}",
        HttpRequestException or IOException => "broke the connection off before the end of its answer; nobody knows whether it took the page",
        _ => null,
    };
}
