using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>A change of an object, with the media type that says how it is meant.</summary>
/// <param name="MediaType">How it is meant; a cluster refuses any other with 415.</param>
/// <param name="Body">The change.</param>
internal sealed record KubernetesPatch(string MediaType, string Body)
{
    /// <summary>Sets and removes (null) fields. Bound to a version only by <c>metadata.resourceVersion</c>; a uid in it is no precondition.</summary>
    public static KubernetesPatch Merge(JsonObject change) => new("application/merge-patch+json", change.ToJsonString());

    /// <summary>As a merge, but lists are merged by their items' names. The cluster's own kinds only.</summary>
    public static KubernetesPatch Strategic(JsonObject change) => new("application/strategic-merge-patch+json", change.ToJsonString());

    /// <summary>Steps; a <c>test</c> among them compares a value alone, whatever the version is.</summary>
    public static KubernetesPatch Steps(JsonArray steps) => new("application/json-patch+json", steps.ToJsonString());

    /// <summary>So many replicas, of the version that was seen.</summary>
    public static KubernetesPatch Replicas(int replicas, string? resourceVersion) => Merge(Bound(resourceVersion, new() { ["spec"] = new JsonObject { ["replicas"] = replicas } }));

    /// <summary>New pods for all, as <c>kubectl rollout restart</c> asks for them: a template that differs in a time.</summary>
    public static KubernetesPatch Restart(DateTimeOffset at, string? resourceVersion) => Strategic(Bound(resourceVersion, new()
    {
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["annotations"] = new JsonObject
                    {
                        ["kubectl.kubernetes.io/restartedAt"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    },
                },
            },
        },
    }));

    private static JsonObject Bound(string? resourceVersion, JsonObject change)
    {
        if (resourceVersion is not null)
        {
            change["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion };
        }

        return change;
    }
}
