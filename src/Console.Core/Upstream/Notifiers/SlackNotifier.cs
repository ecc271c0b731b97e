using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsConsole.Incidents;

namespace OpsConsole.Upstream.Notifiers;

/// <summary>An incoming webhook as Slack has it. Its address is the secret; each page is a message of its own, since a webhook can't change an earlier one.</summary>
/// <param name="http">The way there.</param>
/// <param name="addressFile">The file with the address.</param>
internal sealed class SlackNotifier(NotifierHttp http, string addressFile) : INotifier
{
    // What a text of a block may have.
    private const int LongestText = 3_000;
    private const int LongestField = 2_000;

    /// <inheritdoc/>
    public async Task<Delivery> HandOverAsync(Page page, CancellationToken cancellation)
    {
        var read = await SecretFile.ReadAsync(addressFile, cancellation).ConfigureAwait(false);
        if (!read.IsOk || NotifierAddress.Wrong(string.Empty, read.Value, isSecret: true, isShown: false) is not null)
        {
            return http.NotAsked("its UrlFile holds no address that can be used, see the settings");
        }

        var address = new Uri(read.Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(Message(page))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        return await http.PostAsync(request, HiddenWords.Of(address), _ => null, cancellation).ConfigureAwait(false);
    }

    /// <summary>The message for a page: blocks, and a text for services that show none and for the notification.</summary>
    /// <param name="page">The page.</param>
    public static JsonObject Message(Page page)
    {
        var headline = SlackText.Escape(PageWords.Headline(page, LongestText), LongestText - 2);
        var facts = PageWords.Facts(page).Select(fact => $"{fact.Name}: {SlackText.Escape(fact.Value, LongestField)}").ToList();
        var blocks = new JsonArray(Section($"*{headline}*"));
        if (SlackText.Escape(PageText.Lines(page.Text, LongestText), LongestText) is { Length: > 0 } text)
        {
            blocks.Add(Section(text));
        }

        blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray([.. facts.Select(Text)]) });
        if (page.Link is { } link)
        {
            blocks.Add(Section(SlackText.Link(link, "Open in the console")));
        }

        var lines = string.Join('\n', facts.Prepend(headline));
        return new JsonObject
        {
            ["text"] = lines.Length <= LongestText ? lines : headline,
            ["blocks"] = blocks,
        };
    }

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Text(text) };

    // Verbatim: channel names and addresses in it are not made into links.
    private static JsonObject Text(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };
}
