using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>
/// A webhook of the console's own form, signed. Every try of a page has the same body and the same idempotency key; a change of the form gets another number in
/// <c>version</c>.
/// </summary>
/// <param name="http">The way there.</param>
/// <param name="place">The receiver and the key.</param>
/// <param name="clock">The time, for the signature.</param>
internal sealed class WebhookNotifier(NotifierHttp http, WebhookPlace place, TimeProvider clock) : INotifier
{
    private const int Version = 1;
    private const int LongestLine = 1_024;

    /// <inheritdoc/>
    public async Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation)
    {
        Result<string> address = place.UrlFile is { } file ? await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false) : place.Url!;
        if (!address.IsOk || NotifierAddress.Wrong(string.Empty, address.Value, place.UrlFile is not null, isShown: false) is not null)
        {
            return http.NotAsked("its UrlFile holds no address that can be used, see the settings");
        }

        if (await SecretFile.ReadAsync(place.SecretFile, cancellation).ConfigureAwait(false) is not { IsOk: true } secret)
        {
            return http.NotAsked("its SecretFile can't be used, see the settings");
        }

        using var request = Request(page, new Uri(address.Value), secret.Value);
        return await http.PostAsync(request, HiddenWords.Of(request.RequestUri, secret.Value), _ => page.Id, cancellation).ConfigureAwait(false);
    }

    private HttpRequestMessage Request(Page page, Uri address, string secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Body(page));
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(clock.GetUtcNow(), body, secret));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", page.Id);
        return request;
    }

    private static JsonObject Body(Page page) => new()
    {
        ["version"] = Version,
        ["id"] = page.Id,
        ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(page.Kind.ToString()),
        ["dedupKey"] = page.DedupKey,
        ["step"] = page.Step,
        ["system"] = page.System,
        ["title"] = PageText.Line(page.Title, LongestLine),
        ["severity"] = page.Severity.Label(),
        ["text"] = PageText.Lines(page.Text, PageWords.LongestText),
        ["link"] = page.Link?.AbsoluteUri,
        ["to"] = page.To is { } to ? PageText.Line(to, LongestLine) : null,
        ["since"] = page.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["late"] = page.Late is { } late ? PageText.Line(late, LongestLine) : null,
    };
}

/// <summary>Where a webhook goes.</summary>
/// <param name="Url">The receiver; null when a file holds it.</param>
/// <param name="UrlFile">The file that holds it; null when it is no secret.</param>
/// <param name="SecretFile">The file with the key of the signature.</param>
internal sealed record WebhookPlace(string? Url, string? UrlFile, string SecretFile);
