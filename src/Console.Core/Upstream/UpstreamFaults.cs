using System.Net;
using System.Text.Json;
using OpsConsole.Sources;
using OpsConsole.Upstream.Http;
using OpsConsole.Upstream.Kubernetes;

namespace OpsConsole.Upstream;

/// <summary>The one place where failures of upstreams are told apart and put into words.</summary>
internal static class UpstreamFaults
{
    /// <summary>What a status code means.</summary>
    public static UpstreamFault Of(HttpStatusCode status) => (int)status switch
    {
        400 or 422 => UpstreamFault.Invalid,
        401 or 403 => UpstreamFault.Refused,
        404 or 405 => UpstreamFault.Missing,
        408 => UpstreamFault.TimedOut,
        409 => UpstreamFault.Conflict,
        410 => UpstreamFault.Gone,
        429 => UpstreamFault.Throttled,
        >= 500 => UpstreamFault.Broken,
        _ => UpstreamFault.Unreadable,
    };

    /// <summary>An answer that is not a success, read and put into words.</summary>
    public static async Task<UpstreamException> OfAsync(SourceIdentity source, HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = (int)response.StatusCode;
        if (code is >= 300 and < 400)
        {
            var to = response.Headers.Location is { } location ? WithoutQuery(location) : "elsewhere";
            return source.Failure(UpstreamFault.Unreadable,
                $"sends us to {to} (HTTP {code}): is there a sign-in or a proxy in between, or does the address lack its path prefix?");
        }

        var body = await ServerWords.BodyAsync(response, cancellation).ConfigureAwait(false);
        return OfWords(source, response, ServerWords.Of(response.Content.Headers.ContentType?.MediaType, body), body);
    }

    /// <summary>A success that is a web page: a sign-in in between, most likely.</summary>
    public static UpstreamException Page(SourceIdentity source, HttpResponseMessage response) =>
        OfWords(source, response, new ServerWords(WordsForm.Page, string.Empty, string.Empty), string.Empty);

    /// <summary>What an exception of a request means; null when it is not the upstream's: the caller gave up, or a defect of ours.</summary>
    public static UpstreamException? Of(SourceIdentity source, Exception e, TimeSpan deadline, CancellationToken caller) => e switch
    {
        UpstreamException known => known,
        OperationCanceledException when caller.IsCancellationRequested => null,
        OperationCanceledException => source.Failure(UpstreamFault.TimedOut, $"did not answer within {deadline.TotalSeconds:0.###} s", e),
        JsonException or InvalidDataException => source.Failure(UpstreamFault.Unreadable,
            $"answered with something else than its API promises: {ServerWords.Cut(e.Message)}", e),
        HttpRequestException http => Unreachable(source, http),
        HttpIOException or IOException => source.Failure(UpstreamFault.Unreachable, "broke the connection off before the end of its answer", e),
        _ => null,
    };

    private static UpstreamException OfWords(SourceIdentity source, HttpResponseMessage response, ServerWords words, string body)
    {
        var code = (int)response.StatusCode;
        if (words.Form is WordsForm.Page)
        {
            var server = ServerWords.Cut(response.Headers.Server.FirstOrDefault()?.Product?.Name ?? source.ShownAddress);
            var title = words.Text.Length > 0 ? $", \"{words.Text}\"" : string.Empty;
            var fault = code >= 400 && Of(response.StatusCode) is var it && it is not UpstreamFault.Invalid ? it : UpstreamFault.Unreadable;
            return source.Failure(fault, $"answered with a web page (HTTP {code} from {server}{title}): is there a proxy in between?");
        }

        var meaning = Meaning(response.StatusCode, words);
        var type = words.Type.Length > 0 ? $", {words.Type}" : string.Empty;
        var text = words.Text.Length > 0 ? $": {words.Text}" : string.Empty;
        var status = source.Kind is SourceKind.Kubernetes ? KubernetesStatus.Of(code, body, response.Headers.RetryAfter?.Delta) : null;
        return new(source.Name, meaning, $"{source} {Verb(meaning)} (HTTP {code}{type}){text}")
        {
            RetryAfter = status?.RetryAfter ?? response.Headers.RetryAfter?.Delta,
            Kubernetes = status,
        };
    }

    private static UpstreamFault Meaning(HttpStatusCode status, ServerWords words) => Of(status) switch
    {
        // The APIs explain a 400 in JSON; text comes from something before them ("Client sent an HTTP request to an HTTPS server").
        UpstreamFault.Invalid when words.Form is not WordsForm.Json => UpstreamFault.Unreadable,

        // Prometheus gave this one query up: it is well, and asking again would cost it the same once more.
        UpstreamFault.Broken when words is { Form: WordsForm.Json, Type: "timeout" or "canceled" } => UpstreamFault.Invalid,
        var fault => fault,
    };

    private static string Verb(UpstreamFault fault) => fault switch
    {
        UpstreamFault.Invalid => "can't do what it was asked",
        UpstreamFault.Refused => "does not accept our credentials or denies us this",
        UpstreamFault.Missing => "does not serve this; is the address right, with its path prefix?",
        UpstreamFault.Conflict => "has a conflict",
        UpstreamFault.Gone => "no longer knows our place",
        UpstreamFault.Throttled => "got too many requests",
        UpstreamFault.Broken => "is broken or starting",
        _ => "gave an answer that is not its API's",
    };

    private static UpstreamException Unreachable(SourceIdentity source, HttpRequestException e) => source.Failure(
        UpstreamFault.Unreachable,
        $"can't be reached at {source.ShownAddress}: {ServerWords.Cut(ConnectionWords.Of(e, source.Address.Host, Authority(source)))}", e);

    private static string Authority(SourceIdentity source) => source.Kind is SourceKind.Kubernetes ? "the kubeconfig's certificate-authority" : "CaFile";

    // What follows the question mark of a sign-in redirect can hold secrets.
    private static string WithoutQuery(Uri location) => ServerWords.Cut(
        location.IsAbsoluteUri ? SourceIdentity.Shown(location) : location.OriginalString.Split('?', '#')[0]);
}
