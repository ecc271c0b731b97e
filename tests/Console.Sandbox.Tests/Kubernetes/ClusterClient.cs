using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpsConsole.Sandbox.Kubernetes;
using OpsConsole.Sandbox.Tests.Hosting;

namespace OpsConsole.Sandbox.Tests.Kubernetes;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string Message => Json["message"]!.GetValue<string>();

    public string? Reason => Json["reason"]?.GetValue<string>();
}

/// <summary>Asks a cluster as one of its people, within a namespace of the test's own.</summary>
internal sealed class ClusterClient(HttpClient server, IServiceProvider services)
{
    public ClusterClient(QuietCluster cluster) : this(cluster.Http, cluster.Services)
    {
    }

    public ClusterClient(RunningSandbox sandbox) : this(sandbox.Http, sandbox.Services)
    {
    }

    public const string Merge = "application/merge-patch+json";

    public string Namespace { get; } = $"test-{Guid.NewGuid():N}"[..16];

    public ObjectStore Store { get; } = services.GetRequiredService<ObjectStore>();

    public string Core => $"/api/v1/namespaces/{Namespace}";

    public string Apps => $"/apis/apps/v1/namespaces/{Namespace}";

    public string Leases => $"/apis/coordination.k8s.io/v1/namespaces/{Namespace}/leases";

    public ClusterClient Begin()
    {
        Store.Put(Kinds.Namespace, new("", Namespace), NamespaceKind.Active(Namespace));
        return this;
    }

    public Task<ApiAnswer> GetAsync(string path, string person = "admin", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, person: person, headers: headers);

    public Task<ApiAnswer> PatchAsync(string path, string patch, string contentType = Merge, string person = "admin") =>
        SendAsync(HttpMethod.Patch, path, patch, contentType, person);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string? contentType = "application/json",
        string? person = "admin", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
        if (person is not null) request.Headers.Authorization = RunningSandbox.TokenOf(services, person);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        using var answer = await http.SendAsync(request, Cancelled);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled), answer.Headers, answer.Content.Headers.ContentType?.ToString());
    }

    /// <summary>A pod that a kubelet would report as running and ready.</summary>
    public StoredObject PutPod(string name, string app = "web", bool ready = true) => Store.Put(Kinds.Pod, new(Namespace, name), Read($$"""
        {
          "metadata": {"labels": {"app": "{{app}}"}, "creationTimestamp": "2026-01-01T00:00:00Z"},
          "spec": {"nodeName": "node-a", "terminationGracePeriodSeconds": 30, "containers": [{"name": "main", "image": "i"}, {"name": "side", "image": "s"}]},
          "status": {
            "phase": "Running",
            "conditions": [{"type": "Ready", "status": "{{(ready ? "True" : "False")}}"}],
            "containerStatuses": [
              {"name": "main", "ready": {{(ready ? "true" : "false")}}, "restartCount": 0, "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"} } },
              {"name": "side", "ready": true, "restartCount": 0, "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"} } }
            ]
          }
        }
        """));

    public StoredObject PutDeployment(string name, int replicas) => Store.Put(Kinds.Deployment, new(Namespace, name), Read($$"""
        {
          "spec": {
            "replicas": {{replicas}}, "selector": {"matchLabels": {"app": "{{name}}"} },
            "template": {"metadata": {"labels": {"app": "{{name}}"} }, "spec": {"containers": [{"name": "main", "image": "i:1"}, {"name": "side", "image": "s:1"}]} }
          },
          "status": {"replicas": {{replicas}}, "readyReplicas": {{replicas}}, "updatedReplicas": {{replicas}}, "availableReplicas": {{replicas}}}
        }
        """));

    public static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
