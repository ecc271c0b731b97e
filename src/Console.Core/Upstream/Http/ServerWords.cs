using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsConsole.Upstream.Http;

/// <summary>What kind of text an error came as.</summary>
internal enum WordsForm
{
    /// <summary>JSON, as the APIs promise.</summary>
    Json,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>A web page.</summary>
    Page,
}

/// <summary>A server's own words about an error, cut to a sane length: untrusted text.</summary>
/// <param name="Form">What it came as.</param>
/// <param name="Text">The words; empty when there were none.</param>
/// <param name="Type">Prometheus' errorType or Kubernetes' reason; empty when there is none.</param>
internal sealed partial record ServerWords(WordsForm Form, string Text, string Type)
{
    private const int LongestBody = 64 * 1024;
    private const int LongestText = 500;

    /// <summary>The body of a failure, as far as it is of a sane length.</summary>
    public static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[LongestBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>Finds the words in a body, whatever its label says: a Kubernetes Status comes labelled text/plain, too.</summary>
    public static ServerWords Of(string? mediaType, string body)
    {
        var text = body.Trim();
        if (text.StartsWith('{') || text.StartsWith('"'))
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                return OfJson(json.RootElement);
            }
            catch (JsonException)
            {
                // Then it is text that begins like JSON, and is shown as it came.
            }
        }

        var isPage = mediaType is "text/html" or "application/xhtml+xml" || text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        return isPage
            ? new ServerWords(WordsForm.Page, Cut(WebUtility.HtmlDecode(Title().Match(text).Groups[1].Value)), string.Empty)
            : new ServerWords(WordsForm.Text, Cut(text), string.Empty);
    }

    /// <summary>One line, no control characters, not long.</summary>
    public static string Cut(string text)
    {
        var line = Blanks().Replace(text.Length > 4 * LongestText ? text[..(4 * LongestText)] : text, " ").Trim();
        return line.Length <= LongestText ? line : $"{line[..(LongestText - (char.IsHighSurrogate(line[LongestText - 1]) ? 1 : 0))]}...";
    }

    private static ServerWords OfJson(JsonElement root)
    {
        // Prometheus: error and errorType. Alertmanager: a bare string, or code and message. Kubernetes: message and reason. PagerDuty: message and errors.
        var text = root.ValueKind is JsonValueKind.String ? root.GetString() : Property(root, "error") ?? Property(root, "message") + Errors(root);
        text = string.IsNullOrEmpty(text) ? null : text;
        var type = Property(root, "errorType") ?? Property(root, "reason") ?? string.Empty;
        return new ServerWords(WordsForm.Json, Cut(text ?? root.GetRawText()), Cut(type));
    }

    private static string? Errors(JsonElement root) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty("errors", out var all) && all.ValueKind is JsonValueKind.Array
            && all.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.String).Select(one => one.GetString()).ToList() is { Count: > 0 } errors
                ? $" ({string.Join("; ", errors)})"
                : null;

    private static string? Property(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"<title[^>]*>([^<]{0,200})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Title();
}
