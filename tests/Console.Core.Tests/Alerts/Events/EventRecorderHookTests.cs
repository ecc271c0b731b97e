using System.Text;
using OpsConsole.Alerts;

namespace OpsConsole.Core.Tests.Alerts.Events;

/// <summary>The two forms that Alertmanager's event recorder posts, and what it does not.</summary>
public sealed class EventRecorderHookTests
{
    // As 0.33 and 0.34 write it: protobuf's JSON, labels as pairs, whole numbers of 64 bits as text.
    private const string Pairs = """
        {"@timestamp": "2026-11-30T08:00:41.25Z", "instance": "am-0", "clusterPosition": 1, "data": {"alertResolved": {
          "alert": {"hash": "4171764221838893418", "details": {"fingerprint": "4171764221838893418", "name": "Slow",
            "labels": {"labels": [{"key": "alertname", "value": "Slow"}, {"key": "empty"}, {"key": "labels", "value": "x"}, {"key": "system", "value": "alpha"}]},
            "annotations": {"labels": [{"key": "summary", "value": "It is slow"}]},
            "startsAt": "2026-11-30T08:00:01Z", "endsAt": "2026-11-30T08:00:31Z", "resolved": true}},
          "groupInfo": {"groupKey": "{}:{alertname=\"Slow\"}", "receiverName": "console"}}}}
        """;

    // As 0.35 does: labels as an object.
    private const string Objects = """
        {"@timestamp": "2026-11-30T08:00:41.25Z", "instance": "am-0", "data": {"alertResolved": {
          "alert": {"hash": "4171764221838893418", "details": {"name": "Slow",
            "labels": {"alertname": "Slow", "labels": "x", "system": "alpha"}, "annotations": {"summary": "It is slow"},
            "startsAt": "2026-11-30T08:00:01Z", "endsAt": "2026-11-30T08:00:31Z", "resolved": true}}}}}
        """;

    [Theory]
    [InlineData(Pairs)]
    [InlineData(Objects)]
    public void An_alert_that_is_over_is_read_from_both_forms(string body)
    {
        var post = Read(body).Value;

        Assert.Equal((1, true), (post.Events, post.IsNews));
        var (alert, endedAt) = Assert.Single(post.Ended);
        Assert.Equal(("Slow", "alpha", "x", "It is slow"), (alert.Name, alert.Labels["system"], alert.Labels["labels"], alert.Says));
        Assert.Equal((At("08:00:01"), At("08:00:31")), (alert.StartsAt, endedAt));
    }

    [Fact]
    public void Both_forms_give_the_same_fingerprint_which_is_reckoned_from_the_labels_and_not_believed() =>
        Assert.Equal(Read(Pairs).Value.Ended[0].Alert.Fingerprint, Read(Objects).Value.Ended[0].Alert.Fingerprint);

    [Fact]
    public void A_batch_is_a_list()
    {
        var post = Read($"[{Pairs}, {Objects}, {Other("notification")}]").Value;

        Assert.Equal((3, true, 2), (post.Events, post.IsNews, post.Ended.Length));
    }

    [Theory]
    [InlineData("alertCreated", true)]
    [InlineData("silenceCreated", true)]
    [InlineData("silenceUpdated", true)]
    [InlineData("silenceMutedAlert", false)]
    [InlineData("inhibitionMutedAlert", false)]
    [InlineData("notification", false)]
    [InlineData("alertmanagerStartupEvent", false)]
    [InlineData("somethingOfTheFuture", false)]
    public void Only_what_begins_or_ends_is_news(string kind, bool isNews)
    {
        var post = Read(Other(kind)).Value;

        Assert.Equal((1, isNews), (post.Events, post.IsNews));
        Assert.Empty(post.Ended);
    }

    [Theory]
    [InlineData("2026-11-30T07:00:00Z")]
    [InlineData("2026-11-30T09:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("never")]
    public void An_end_that_can_t_be_is_the_time_it_was_told(string endsAt) =>
        Assert.Equal(At("08:00:41.25"), Read(Objects.Replace("2026-11-30T08:00:31Z", endsAt, StringComparison.Ordinal)).Value.Ended[0].EndedAt);

    [Theory]
    [InlineData("", "this is no JSON that an event recorder sends")]
    [InlineData("\"x\"", "an event recorder posts an event, or a list of events")]
    [InlineData("{}", "event: must be an object with @timestamp and data")]
    [InlineData("""{"version": "4", "alerts": []}""", "event: must be an object with @timestamp and data")]
    [InlineData("""[{"@timestamp": "2026-11-30T08:00:00Z", "data": {}}, 1]""", "event 2: must be an object with @timestamp and data")]
    [InlineData("""{"@timestamp": "2026-11-30T08:00:00Z", "data": {"alertResolved": {}}}""", "event: alertResolved must hold alert.details with labels (text to text) and startsAt")]
    [InlineData("""{"@timestamp": "2026-11-30T08:00:00Z", "data": {"alertResolved": {"alert": {"details": {"labels": {"a": 1}, "startsAt": "2026-11-30T07:00:00Z"}}}}}""", "event: alertResolved must hold")]
    [InlineData("""{"@timestamp": "2026-11-30T08:00:00Z", "data": {"alertResolved": {"alert": {"details": {"labels": {"labels": [1]}, "startsAt": "2026-11-30T07:00:00Z"}}}}}""", "event: alertResolved must hold")]
    [InlineData("""{"@timestamp": "2026-11-30T08:00:00Z", "data": {"alertResolved": {"alert": {"details": {"labels": {"a": "\ud800"}, "startsAt": "2026-11-30T07:00:00Z"}}}}}""", "a text in it is not valid Unicode")]
    public void What_no_recorder_sends_is_refused_in_words(string body, string says) => Assert.Contains(says, Read(body).Explanation, StringComparison.Ordinal);

    [Fact]
    public void A_batch_without_end_is_refused() =>
        Assert.Contains("at most 10,000 events", Read($"[{string.Join(',', Enumerable.Repeat("1", 10_001))}]").Explanation, StringComparison.Ordinal);

    private static Result<EventPost> Read(string body) => EventRecorderHook.Parse(Encoding.UTF8.GetBytes(body));

    private static string Other(string kind) => $"{{\"@timestamp\": \"2026-11-30T08:00:00Z\", \"data\": {{\"{kind}\": {{}}}}}}";

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-30T{time}Z", System.Globalization.CultureInfo.InvariantCulture);
}
