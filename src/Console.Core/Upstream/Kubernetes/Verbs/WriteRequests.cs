using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsConsole.Upstream.Kubernetes;

/// <summary>
/// Makes the requests of all writes. The only place that says to a cluster that a write is a rehearsal: in the query, but in the body of a
/// deletion and an eviction, since a body with delete options makes the cluster ignore the query, and really delete.
/// </summary>
internal static class WriteRequests
{
    private const string DryRun = "dryRun";
    private const string Manager = "ops-console";

    public static HttpRequestMessage Patch(string path, KubernetesPatch patch, WriteTerms terms) =>
        Of(HttpMethod.Patch, Queried(path, terms), patch.Body, patch.MediaType, terms);

    public static HttpRequestMessage Post(string path, JsonObject body, WriteTerms terms) =>
        Of(HttpMethod.Post, Queried(path, terms), body.ToJsonString(), "application/json", terms);

    public static HttpRequestMessage Put(string path, JsonObject body, WriteTerms terms) =>
        Of(HttpMethod.Put, Queried(path, terms), body.ToJsonString(), "application/json", terms);

    public static HttpRequestMessage Delete(string path, Deletion deletion, WriteTerms terms)
    {
        var options = Rehearsed(deletion.AsOptions(), terms);
        (options["kind"], options["apiVersion"]) = ("DeleteOptions", "v1");
        return Of(HttpMethod.Delete, Timed(path, terms), options.ToJsonString(), "application/json", terms);
    }

    public static HttpRequestMessage Evict(string podPath, string @namespace, string pod, string apiVersion, Deletion deletion, WriteTerms terms)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod, ["namespace"] = @namespace },
        };
        if (Rehearsed(deletion.AsOptions(), terms) is { Count: > 0 } options)
        {
            body["deleteOptions"] = options;
        }

        return Of(HttpMethod.Post, Timed($"{podPath}/eviction", terms), body.ToJsonString(), "application/json", terms);
    }

    private static JsonObject Rehearsed(JsonObject options, WriteTerms terms)
    {
        if (terms.Mode is not WriteMode.Real)
        {
            options[DryRun] = new JsonArray("All");
        }

        return options;
    }

    private static string Queried(string path, WriteTerms terms) =>
        $"{Timed(path, terms)}&fieldManager={Manager}{(terms.Mode is WriteMode.Real ? string.Empty : $"&{DryRun}=All")}";

    // A cluster whose store hangs gives up before we do, and says so.
    private static string Timed(string path, WriteTerms terms) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?timeout={Math.Max(1, (int)(terms.Deadline.TotalSeconds * 0.8))}s");

    private static HttpRequestMessage Of(HttpMethod method, string path, string body, string mediaType, WriteTerms terms)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var request = new HttpRequestMessage(method, path) { Content = content };
        terms.Person?.Sign(request);
        return request;
    }
}
