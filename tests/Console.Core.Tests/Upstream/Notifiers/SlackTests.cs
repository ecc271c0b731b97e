using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>Messages as an incoming webhook takes them.</summary>
public sealed class SlackTests
{
    private static readonly Gen<string> Hostile = Gen.ArrayOf(Gen.Elements(
        "<", ">", "&", "!", "@", "#", "|", "channel", "here", "bob", "&lt;", "[", "](", ")", "http://x.example", "*", "_", "`", "\n", " ", "é", "😀", "\uD83D", "a@b.example")).Select(string.Concat);

    [Fact]
    public async Task A_page_is_a_message_of_blocks_with_a_text_for_those_that_show_none()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        using var notifier = TestNotifier.Of(ChannelKind.Slack, server.Url);

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.IsDelivered);
        Assert.Equal("Slack phone took it (HTTP 200)", delivery.Says);
        var asked = Assert.Single(server.Requests);
        Assert.Equal(TestNotifier.SlackPath, asked.Path);
        var message = JsonNode.Parse(asked.Body)!;
        Assert.Equal("Critical: Nobody leads\nSystem: billing\nSince: 2026-11-21 11:55 UTC\nFor: Ada Ek (first line)", (string?)message["text"]);
        Assert.Equal(
            [
                "*Critical: Nobody leads*", "The lease billing-leader was not renewed for 3 min.\nWrites wait.", "System: billing", "Since: 2026-11-21 11:55 UTC",
                "For: Ada Ek (first line)", "<https://console.example.com/alerts/4711?a=1&amp;b=2|Open in the console>",
            ],
            Texts(message));
    }

    [Fact]
    public void A_label_calls_nobody()
    {
        var page = SomePages.Of(title: "<!channel> <@U123> -@here & [news](http://evil.example)") with { Text = "<https://evil.example|the console>, ask ops@example.com", System = "<!everyone>" };

        var texts = Texts(SlackNotifier.Message(page));

        Assert.Equal("*Critical: &lt;!channel&gt; &lt;@\u200BU123&gt; -@\u200Bhere &amp; [news]\u200B(http://evil.example)*", texts[0]);
        Assert.Equal("&lt;https://evil.example|the console&gt;, ask ops@example.com", texts[1]);
        Assert.Equal("System: &lt;!everyone&gt;", texts[2]);
    }

    [Theory]
    [InlineData(PageKind.Acknowledge, "Acknowledged: Nobody leads")]
    [InlineData(PageKind.Resolve, "Resolved: Nobody leads")]
    public void The_end_of_an_affair_is_said_in_the_first_words(PageKind kind, string words) =>
        Assert.StartsWith(words, (string?)SlackNotifier.Message(SomePages.Of(kind))["text"], StringComparison.Ordinal);

    [Fact]
    public void No_text_of_a_message_is_longer_than_Slack_takes()
    {
        var page = SomePages.Of(title: new string('<', 9_000)) with { Text = new string('&', 9_000), To = new string('>', 9_000), Late = new string('x', 9_000) };

        var message = SlackNotifier.Message(page);

        Assert.All(Texts(message).Append((string)message["text"]!), text => Assert.InRange(text.Length, 1, 3_000));
    }

    [Fact]
    public void Whatever_is_written_nothing_of_it_is_markup_and_nothing_is_lost_before_the_limit() => Prop.ForAll(
        Hostile.ToArbitrary(), Gen.Choose(10, 200).ToArbitrary(), (text, most) =>
        {
            var clean = PageText.Lines(text, 1_000);
            var escaped = SlackText.Escape(clean, most);
            var read = escaped.Replace($"{SlackText.Apart}", string.Empty, StringComparison.Ordinal)
                .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
            return escaped.Length <= most && !escaped.AsSpan().ContainsAny('<', '>')
                && !System.Text.RegularExpressions.Regex.IsMatch(escaped, "&(?!(lt|gt|amp);)|(?<![\\p{L}\\p{N}])@[\\p{L}\\p{N}_]|\\]\\(")
                && (read == clean || (read.EndsWith('…') && clean.StartsWith(read[..^1], StringComparison.Ordinal)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_file_that_holds_no_address_any_more_is_said_without_a_word_of_it()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        using var notifier = TestNotifier.Of(ChannelKind.Slack, server.Url);
        notifier.Rewrite("address", "ftp://hooks.example.com/services/T0SECRET0");

        var delivery = await notifier.SendAsync();

        Assert.Equal("Slack phone was not asked: its UrlFile holds no address that can be used, see the settings", delivery.Says);
        Assert.Empty(server.Requests);
        Assert.Equal(server.Url, notifier.Identity.Address);
    }

    private static List<string> Texts(JsonNode message) => [.. message["blocks"]!.AsArray().SelectMany(block =>
        block!["elements"] is JsonArray elements ? elements.Select(element => (string)element!["text"]!) : [(string)block["text"]!["text"]!])];
}
