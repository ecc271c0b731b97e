using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class AlertmanagerWebhookTests
{
    private const string Alert = """{"status":"firing","labels":{"a":"b"},"startsAt":"2026-11-21T11:21:36.568Z"}""";

    [Fact]
    public void Every_recorded_post_is_read()
    {
        var files = Recordings.Files("webhook-*.json").ToArray();
        Assert.Equal(7, files.Length);
        foreach (var file in files)
        {
            var body = Recordings.Read(file).GetProperty("request").GetProperty("body");
            var post = AlertmanagerWebhook.Parse(JsonSerializer.SerializeToUtf8Bytes(body)).Value;

            Assert.Equal(body.GetProperty("receiver").GetString(), post.Receiver);
            Assert.Equal(body.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("fingerprint").GetString()),
                post.Alerts.Select(alert => alert.Fingerprint));
            Assert.Equal(body.GetProperty("truncatedAlerts").GetInt64(), post.Truncated);
            Assert.All(post.Alerts, alert => Assert.Equal(alert.IsFiring, alert.EndsAt is null));
        }
    }

    [Fact]
    public void A_group_that_fires_may_hold_alerts_that_are_over()
    {
        var body = Recordings.Read("webhook-partly-resolved.json").GetProperty("request").GetProperty("body");
        var post = AlertmanagerWebhook.Parse(JsonSerializer.SerializeToUtf8Bytes(body)).Value;
        Assert.True(post.IsFiring);
        Assert.Contains(post.Alerts, alert => alert.IsFiring);
        Assert.Contains(post.Alerts, alert => !alert.IsFiring);
    }

    [Theory]
    [InlineData("", "body", "no JSON")]
    [InlineData("<html>", "body", "line 1, byte 1")]
    [InlineData("null", "version", "\"version\": \"4\"")]
    [InlineData("[]", "version", "\"version\": \"4\"")]
    [InlineData("{\"version\":4}", "version", "\"version\": \"4\"")]
    [InlineData("{\"version\":\"3\"}", "version", "this is '3'")]
    [InlineData("{\"version\":\"4\"}", "alerts", "must be a list")]
    [InlineData("{\"version\":\"4\",\"alerts\":[1]}", "alerts[0]", "must have labels")]
    [InlineData("{\"version\":\"4\",\"alerts\":[" + Alert + ",{\"status\":\"odd\",\"labels\":{},\"startsAt\":\"2026-11-21T11:21:36Z\"}]}", "alerts[1]", "firing or resolved")]
    [InlineData("{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"a\":1},\"startsAt\":\"2026-11-21T11:21:36Z\"}]}", "alerts[0]", "text to text")]
    [InlineData("{\"version\":\"4\",\"alerts\":[{\"status\":\"firing\",\"labels\":{},\"startsAt\":\"soon\"}]}", "alerts[0]", "a startsAt")]
    [InlineData("{\"version\":\"4\",\"receiver\":\"\\ud800\",\"alerts\":[]}", "body", "not valid Unicode")]
    [InlineData("{\"a\":[[[[[[[[[[1]]]]]]]]]]}", "body", "no JSON that an Alertmanager sends")]
    public void A_wrong_post_is_refused_with_a_sentence(string body, string where, string what)
    {
        var problem = Assert.Single(AlertmanagerWebhook.Parse(Encoding.UTF8.GetBytes(body)).Problems);
        Assert.Equal(where, problem.Where);
        Assert.Contains(what, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_that_is_too_large_is_refused_before_it_is_read() =>
        Assert.Contains("max_alerts", Assert.Single(AlertmanagerWebhook.Parse(new byte[AlertmanagerWebhook.MostBytes + 1]).Problems).What, StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_posted_gives_a_post_or_a_problem_never_an_exception()
    {
        var good = Encoding.UTF8.GetBytes("{\"version\":\"4\",\"receiver\":\"x\",\"alerts\":[" + Alert + "],\"truncatedAlerts\":1e99}");
        Prop.ForAll(ArbMap.Default.ArbFor<(int At, byte With)[]>(), changes =>
        {
            var bytes = good.ToArray();
            foreach (var (at, with) in changes)
            {
                bytes[(int)((uint)at % bytes.Length)] = with;
            }

            var read = AlertmanagerWebhook.Parse(bytes);
            return read.IsOk == read.Problems.IsEmpty;
        }).QuickCheckThrowOnFailure();
    }
}
