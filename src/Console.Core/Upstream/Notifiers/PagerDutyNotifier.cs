using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>
/// PagerDuty's Events API v2: one affair a dedup key, opened, acknowledged and resolved. A 202 says that the event is queued there; a 400 is never worth a second try.
/// </summary>
/// <param name="http">The way there.</param>
/// <param name="address">Where events go.</param>
/// <param name="keyFile">The file with the integration key.</param>
internal sealed class PagerDutyNotifier(NotifierHttp http, Uri address, string keyFile) : INotifier
{
    /// <summary>Where events go in the United States; in Europe it is <c>https://events.eu.pagerduty.com/v2/enqueue</c>.</summary>
    public const string UsualAddress = "https://events.pagerduty.com/v2/enqueue";

    // What the API takes.
    private const int LongestSummary = 1024;

    /// <inheritdoc/>
    public async Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation)
    {
        if (await SecretFile.ReadAsync(keyFile, cancellation).ConfigureAwait(false) is not { IsOk: true } key)
        {
            return http.NotAsked("its RoutingKeyFile can't be used, see the settings");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(Event(page, key.Value)) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await http.PostAsync(request, HiddenWords.Of(null, key.Value), DedupKey, cancellation).ConfigureAwait(false);
    }

    /// <summary>The event for a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="routingKey">The integration key.</param>
    public static JsonObject Event(Page page, string routingKey)
    {
        var said = new JsonObject
        {
            ["routing_key"] = routingKey,
            ["event_action"] = page.Kind switch { PageKind.Acknowledge => "acknowledge", PageKind.Resolve => "resolve", _ => "trigger" },
            ["dedup_key"] = page.DedupKey,
            ["client"] = "Ops Console",
        };
        if (page.Link is { } link)
        {
            said["client_url"] = link.AbsoluteUri;
            said["links"] = new JsonArray(new JsonObject { ["href"] = link.AbsoluteUri, ["text"] = "Open in the console" });
        }

        if (page.Kind is PageKind.Trigger)
        {
            said["payload"] = Payload(page);
        }

        return said;
    }

    /// <summary>Our severities in PagerDuty's four. What nobody classed is not taken for harmless.</summary>
    /// <param name="severity">The severity.</param>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "error",
    };

    private static JsonObject Payload(Page page)
    {
        var details = new JsonObject(PageWords.Facts(page).Select(fact => KeyValuePair.Create<string, JsonNode?>(fact.Name.ToLowerInvariant(), fact.Value)));
        if (PageText.Lines(page.Text, PageWords.LongestText) is { Length: > 0 } text)
        {
            details["text"] = text;
        }

        return new JsonObject
        {
            ["summary"] = PageText.Line(page.Title, LongestSummary),
            ["source"] = page.System is { } system ? PageText.Line(system, LongestSummary) : "ops-console",
            ["severity"] = Word(page.Severity),
            ["timestamp"] = page.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["custom_details"] = details,
        };
    }

    private static string? DedupKey(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject answer && answer["dedup_key"] is JsonValue key && key.TryGetValue<string>(out var text) ? PageText.Line(text, Page.LongestKey) : null;
        }
        catch (JsonException)
        {
            // It was taken; that it says so in other words is no failure.
            return null;
        }
    }

    private static ByteArrayContent Json(JsonObject body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
