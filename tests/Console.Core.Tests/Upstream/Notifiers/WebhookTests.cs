using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsConsole.Core.Tests.Incidents;
using OpsConsole.Core.Tests.Upstream.Kubernetes.Connect;
using OpsConsole.Incidents;
using OpsConsole.Upstream.Notifiers;

namespace OpsConsole.Core.Tests.Upstream.Notifiers;

/// <summary>The console's own webhook: its form, its signature, its repetitions.</summary>
public sealed partial class WebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_posted_in_the_documented_form()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        using var notifier = TestNotifier.Of(ChannelKind.Webhook, server.Url);

        var delivery = await notifier.SendAsync();

        Assert.True(delivery.IsDelivered);
        Assert.Equal("billing-NoLeader-4711/1", delivery.Reference);
        var asked = Assert.Single(server.Requests);
        Assert.Equal("billing-NoLeader-4711/1", asked.Headers["Idempotency-Key"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {
                  "version": 1, "id": "billing-NoLeader-4711/1", "kind": "trigger", "dedupKey": "billing-NoLeader-4711", "step": "1", "system": "billing",
                  "title": "Nobody leads", "severity": "critical", "text": "The lease billing-leader was not renewed for 3 min.\nWrites wait.",
                  "link": "https://console.example.com/alerts/4711?a=1&b=2", "to": "Ada Ek (first line)", "since": "2026-11-21T11:55:00.000Z", "late": null
                }
                """),
            JsonNode.Parse(asked.Body)), asked.Body);
    }

    [Fact]
    public async Task Another_try_has_the_same_key_and_body_and_a_signature_of_its_own_time()
    {
        var clock = new FakeTime(SomePages.Noon);
        await using var server = await ReplayServer.StartInTurnAsync(ReplayServer.Text(500, "text/plain", "no"), ReplayServer.Text(200, "text/plain", "ok"));
        using var notifier = TestNotifier.Of(ChannelKind.Webhook, server.Url, clock: clock);
        Assert.True((await notifier.SendAsync()).MayPass);
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True((await notifier.SendAsync()).IsDelivered);

        var (first, second) = (server.Requests[0], server.Requests[1]);
        Assert.Equal((first.Body, first.Headers["Idempotency-Key"]), (second.Body, second.Headers["Idempotency-Key"]));
        Assert.Equal(Signed(SomePages.Noon, first.Body), first.Headers[WebhookSignature.Header]);
        Assert.Equal(Signed(SomePages.Noon.AddSeconds(3), first.Body), second.Headers[WebhookSignature.Header]);
    }

    [Fact]
    public async Task The_documented_way_to_verify_accepts_what_is_sent_and_nothing_that_was_changed()
    {
        var clock = new FakeTime(SomePages.Noon);
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        using var notifier = TestNotifier.Of(ChannelKind.Webhook, server.Url, clock: clock);
        await notifier.SendAsync(SomePages.Of(title: "Zürich 😀"));
        var (body, header) = (server.Requests[0].Body, server.Requests[0].Headers[WebhookSignature.Header]);
        var now = SomePages.Noon.ToUnixTimeSeconds();

        Assert.Equal(
            ["True", "False", "False", "False", "False"],
            await VerifyAsync(
                (header, body, now + 30), (header, body.Replace("trigger", "resolve", StringComparison.Ordinal), now), (header, body, now + 301),
                (header.Replace($"t={now}", $"t={now + 1}", StringComparison.Ordinal), body, now), ("nonsense", body, now)));
    }

    [Fact]
    public async Task An_address_that_holds_a_token_is_read_from_its_file_and_never_told()
    {
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"));
        server.Answer = context => ReplayServer.Text(401, "text/plain", $"unknown token in {context.Request.Path}{context.Request.QueryString}")(context);
        using var folder = new TempFolder();
        var options = TestNotifier.Options(
            ("Name", "hook"), ("Kind", "Webhook"), ("UrlFile", folder.Write("address", $"{server.Url}/in?token=t0ken-t0ken-t0ken")), ("SecretFile", folder.Write("secret", TestNotifier.SigningKey)));
        Assert.Empty(ChannelsValidation.Problems(options));
        using var sources = new NotifierSources(options, TimeProvider.System);

        var delivery = await sources.All[0].Notifier.HandOverAsync(SomePages.Of(), Cancellation);

        Assert.Equal("?token=t0ken-t0ken-t0ken", server.Requests[0].Query);
        Assert.Equal("Webhook hook does not accept our key or address (HTTP 401): unknown token in /[hidden]", delivery.Says);
        Assert.Equal(server.Url, sources.All[0].Identity.Address);
    }

    [Fact]
    public async Task A_receiver_with_an_authority_of_ones_own_is_trusted_when_the_settings_name_it_and_not_else()
    {
        using var authority = TestAuthority.Root();
        await using var server = await ReplayServer.StartAsync(ReplayServer.Text(200, "text/plain", "ok"), authority.Server());
        using var folder = new TempFolder();
        using var trusting = TestNotifier.Of(ChannelKind.Webhook, server.Url, authorities: folder.Write("ca.pem", authority.Pem));
        using var strange = TestNotifier.Of(ChannelKind.Webhook, server.Url);

        Assert.True((await trusting.SendAsync()).IsDelivered);
        var refused = await strange.SendAsync();
        Assert.True(refused.MayPass);
        Assert.Contains("no secure connection", refused.Says, StringComparison.Ordinal);
        Assert.Contains("name its file as CaFile", refused.Says, StringComparison.Ordinal);
    }

    private static string Signed(DateTimeOffset at, string body)
    {
        var time = at.ToUnixTimeSeconds();
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(TestNotifier.SigningKey), Encoding.UTF8.GetBytes($"{time}.{body}")))}";
    }

    /// <summary>Runs the program that docs/channels.md gives to receivers.</summary>
    private static async Task<string[]> VerifyAsync(params (string Header, string Body, long Now)[] requests)
    {
        var program = Program().Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "channels.md"), Cancellation)).Groups[1].Value;
        var calls = requests.Select(one => $"print(is_ours({Text(one.Header)}, {Text(one.Body)}.encode(), b'{TestNotifier.SigningKey}', {one.Now}))");
        using var python = Process.Start(new ProcessStartInfo("python3", ["-I", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await python.StandardInput.WriteAsync($"{program}\n{string.Join('\n', calls)}\n");
        python.StandardInput.Close();
        var errors = python.StandardError.ReadToEndAsync(Cancellation);
        var said = await python.StandardOutput.ReadToEndAsync(Cancellation);
        await python.WaitForExitAsync(Cancellation);
        Assert.Equal(string.Empty, await errors);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Text(string text) => $"bytes.fromhex('{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}').decode()";

    [GeneratedRegex("```python\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
