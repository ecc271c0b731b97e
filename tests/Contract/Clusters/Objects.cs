using System.Text.Json.Nodes;

namespace OpsConsole.Contract.Clusters;

/// <summary>Bodies that the tests send.</summary>
internal static class Objects
{
    public static JsonObject Lease(string name, string holder = "pod-a") => Json($$"""
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "{{name}}"},
         "spec": {"holderIdentity": "{{holder}}", "leaseDurationSeconds": 15, "leaseTransitions": 0,
                  "acquireTime": "2026-11-21T12:00:00.000000Z", "renewTime": "2026-11-21T12:00:00.000000Z"} }
        """);

    public static JsonObject Deployment(string name, int? replicas) => Json($$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "{{name}}", "labels": {"app": "{{name}}"} },
         "spec": { {{(replicas is null ? "" : $"\"replicas\": {replicas},")}} "selector": {"matchLabels": {"app": "{{name}}"} },
                  "template": {"metadata": {"labels": {"app": "{{name}}"} },
                               "spec": {"containers": [{"name": "main", "image": "registry.k8s.io/pause:3.9"}]} } } }
        """);

    public static JsonObject Budget(Cluster cluster, string name, string app, int minAvailable) => Json($$"""
        {"apiVersion": "{{cluster.PolicyVersion}}", "kind": "PodDisruptionBudget", "metadata": {"name": "{{name}}"},
         "spec": {"minAvailable": {{minAvailable}}, "selector": {"matchLabels": {"app": "{{app}}"} } } }
        """);

    /// <param name="cluster">Where: an eviction is of the policy version that is served.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">Its delete options.</param>
    public static JsonObject Eviction(Cluster cluster, string pod, string options = "{}") => Json($$"""
        {"apiVersion": "{{cluster.PolicyVersion}}", "kind": "Eviction", "metadata": {"name": "{{pod}}"}, "deleteOptions": {{options}} }
        """);

    /// <summary>Delete options: dry run, preconditions, grace.</summary>
    public static JsonObject Options(string members) => Json($$"""{"kind": "DeleteOptions", "apiVersion": "v1", {{members}} }""");

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
