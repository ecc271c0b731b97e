using System.Text.Json;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Core.Tests.Alerts;

public sealed class FingerprintTests
{
    [Fact]
    public void Every_recorded_alert_has_the_fingerprint_that_Alertmanager_gave_it()
    {
        var alerts = Recordings.Files("am-alerts-*.json").Select(file => Recordings.Read(file).GetProperty("response").GetProperty("body"))
            .Where(body => body.ValueKind == JsonValueKind.Array).SelectMany(body => body.EnumerateArray())
            .Concat(Recordings.Files("webhook-*.json").SelectMany(AlertsOfPost)).ToList();

        Assert.True(alerts.Count >= 15, $"only {alerts.Count} alerts are recorded");
        foreach (var alert in alerts)
        {
            Assert.Equal(alert.GetProperty("fingerprint").GetString(), Fingerprint.Of(AsRecorded(alert.GetProperty("labels").AsLabels())));
        }
    }

    [Theory]
    [InlineData("d2c6efc389df0927", "alertname", "A")]
    [InlineData("d2c2efc389db2050", "alertname", "B", "empty", "")]
    [InlineData("910bc9d5629912be", "alertname", "C", "text", "Ünïcödé 日本 😀")]
    [InlineData("53c86e325185db42", "alertname", "D", "text", "quote \" backslash \\ newline \n tab \t <script>")]
    [InlineData("ca74817111e66c7f", "alertname", "E", "Upper", "1", "_under", "2", "lower", "3")]
    [InlineData("215549c2f10f08b2", "severity", "only")]
    public void Odd_labels_give_what_a_running_Alertmanager_answered(string expected, params string[] labels) => Assert.Equal(
        expected, Fingerprint.Of(LabelSet.Of(labels.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])))));

    [Fact]
    public void A_label_of_10_KB_gives_what_a_running_Alertmanager_answered() => Assert.Equal(
        "673961a8c807a348", Fingerprint.Of(LabelSet.Of(("alertname", "F"), ("long", new string('x', 10_240)))));

    [Fact]
    public void No_labels_give_the_empty_sum() => Assert.Equal("cbf29ce484222325", Fingerprint.Of(LabelSet.Empty));

    [Fact]
    public void The_order_in_which_labels_are_given_does_not_matter() => Assert.Equal(
        Fingerprint.Of(LabelSet.Of(("a", "1"), ("b", "2"))), Fingerprint.Of(LabelSet.Of(("b", "2"), ("a", "1"))));

    [Fact]
    public void Name_and_value_are_kept_apart() => Assert.NotEqual(
        Fingerprint.Of(LabelSet.Of(("a", "bc"))), Fingerprint.Of(LabelSet.Of(("ab", "c"))));

    [Fact]
    public void A_label_of_100_KB_is_hashed_by_its_UTF_8_bytes() =>
        Assert.Equal("c98e2401b5b3b262", Fingerprint.Of(LabelSet.Of(("a", new string('ü', 50_000)))));

    private static LabelSet AsRecorded(LabelSet labels) => LabelSet.Of(labels.Select(label => label.Key == "instance"
        ? KeyValuePair.Create(label.Key, $"127.0.0.1:{Recordings.ScrapedPort}")
        : label));

    private static IEnumerable<JsonElement> AlertsOfPost(string file)
    {
        var recording = Recordings.Read(file);
        var body = recording.TryGetProperty("request", out var request) ? request.GetProperty("body") : recording;
        return body.GetProperty("alerts").EnumerateArray();
    }
}
