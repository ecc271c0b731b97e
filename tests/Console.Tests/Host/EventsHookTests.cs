using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Tests.Host;

/// <summary>Where Alertmanager's event recorder posts.</summary>
public sealed class EventsHookTests
{
    private const string Path = "/hooks/alertmanager/events";
    private const string Secret = "a long random secret of the tests";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_that_is_over_is_in_the_history_once_it_was_posted_and_only_once()
    {
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:Secret", Secret));
        var begun = TimeProvider.System.GetUtcNow().AddMinutes(-10);

        Assert.Equal((200, """{"events":1,"kept":1}"""), await PostAsync(console, Ended(begun)));
        Assert.Equal((200, """{"events":2,"kept":0}"""), await PostAsync(console, $"[{Ended(begun)}, {Ended(begun)}]"));

        var fingerprint = Fingerprint.Of(LabelSet.Of([KeyValuePair.Create("alertname", "Short"), KeyValuePair.Create("severity", "warning")]));
        var story = await console.Services.GetRequiredService<AlertHistory>().OfAsync(fingerprint, begun.AddHours(-1), Cancellation);
        Assert.Equal([AlertState.Firing, null], story.Intervals.Select(it => it.State));
    }

    [Fact]
    public async Task Junk_is_refused_in_words()
    {
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:Secret", Secret));

        var (status, body) = await PostAsync(console, """{"version": "4", "alerts": []}""");
        Assert.Equal(400, status);
        Assert.Contains("must be an object with @timestamp and data", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("Bearer another secret", 401)]
    [InlineData("Bearer " + Secret, 200)]
    public async Task With_a_secret_only_who_shows_it_is_heard(string? authorization, int status)
    {
        await using var console = ConsoleHost.StartForStrangers(("Hooks:Alertmanager:Secret", Secret));

        Assert.Equal(status, (await Wire.PostAsync(console, Path, "[]", headers: authorization is null ? [] : [$"Authorization: {authorization}"])).Status);
    }

    [Fact]
    public async Task Without_a_secret_nobody_whom_a_proxy_forwards_is_heard()
    {
        await using var console = ConsoleHost.StartForStrangers();

        Assert.Equal(403, (await Wire.PostAsync(console, Path, "[]", headers: "X-Forwarded-For: 203.0.113.9")).Status);
        Assert.Equal(200, (await Wire.PostAsync(console, Path, "[]")).Status);
    }

    [Fact]
    public async Task A_post_that_is_too_large_is_refused_in_words()
    {
        await using var console = ConsoleHost.StartForStrangers();
        using var content = new ByteArrayContent(new byte[9 * 1024 * 1024]);
        using var answer = await console.Http.PostAsync(new Uri(console.Address, Path), content, Cancellation);

        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("set batch_max_bytes", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Body)> PostAsync(ConsoleHost console, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, Path)) { Content = content };
        request.Headers.Authorization = new("Bearer", Secret);
        using var answer = await console.Http.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static string Ended(DateTimeOffset begun) => """
        {"@timestamp": "TOLD", "instance": "am-0", "data": {"alertResolved": {"alert": {"hash": "1", "details": {
          "labels": {"alertname": "Short", "severity": "warning"}, "annotations": {}, "startsAt": "BEGUN", "endsAt": "ENDED", "resolved": true}}}}}
        """
        .Replace("TOLD", $"{begun.AddSeconds(40):O}", StringComparison.Ordinal)
        .Replace("BEGUN", $"{begun:O}", StringComparison.Ordinal)
        .Replace("ENDED", $"{begun.AddSeconds(30):O}", StringComparison.Ordinal);
}
