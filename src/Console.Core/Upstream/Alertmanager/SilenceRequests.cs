using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsConsole.Alerts;
using OpsConsole.Silences;

namespace OpsConsole.Upstream.Alertmanager;

/// <summary>Makes the requests that change silences.</summary>
internal static class SilenceRequests
{
    public static HttpRequestMessage Put(SilenceDraft draft)
    {
        var body = new JsonObject
        {
            ["matchers"] = new JsonArray([.. draft.Matchers.Select(Matcher)]),
            ["startsAt"] = Time(draft.StartsAt),
            ["endsAt"] = Time(draft.EndsAt),
            ["createdBy"] = draft.CreatedBy,
            ["comment"] = draft.Comment,
        };
        if (draft.Id is not null)
        {
            body["id"] = draft.Id;
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new("application/json");
        return new HttpRequestMessage(HttpMethod.Post, "api/v2/silences") { Content = content };
    }

    private static JsonObject Matcher(Matcher matcher) => new()
    {
        ["name"] = matcher.Label,
        ["value"] = matcher.Value,
        ["isRegex"] = matcher.Kind is MatchKind.Regex or MatchKind.NotRegex,
        ["isEqual"] = matcher.Kind is MatchKind.Equal or MatchKind.Regex,
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
