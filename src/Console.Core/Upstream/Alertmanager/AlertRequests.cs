using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Metrics;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>Makes the requests that send alerts.</summary>
internal static class AlertRequests
{
    public static HttpRequestMessage Post(AlertPost post)
    {
        var body = new JsonArray(new JsonObject
        {
            ["labels"] = Labels(post.Labels),
            ["annotations"] = Labels(post.Annotations),
            ["startsAt"] = Time(post.StartsAt),
            ["endsAt"] = Time(post.EndsAt),
        });
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, "api/v2/alerts") { Content = content };
    }

    private static JsonObject Labels(LabelSet labels) => new(labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value)));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
