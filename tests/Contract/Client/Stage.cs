using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>A lease, a deployment and its two pods, looked at with plain HTTP: what a client did to them shows whatever the client thinks.</summary>
internal sealed class Stage(Cluster cluster, JsonNode lease, string deployment, IReadOnlyList<JsonNode> pods)
{
    private const string Fence = "ops-console.test/fence";

    public string Namespace => cluster.Namespace;

    public string Deployment => deployment;

    public string Lease => Name(lease);

    public string LeaseUid => Uid(lease);

    public string DeploymentPath => $"{cluster.Deployments}/{deployment}";

    public string LeasePath => $"{cluster.Leases}/{Lease}";

    public static async Task<Stage> SetAsync(Cluster cluster)
    {
        var deployment = await cluster.CreateDeploymentAsync(2);

        // The last word of a rollout: after it the controllers have nothing more to write.
        await Eventually.GetAsync("the rollout is complete", TimeSpan.FromSeconds(90), () => cluster.Admin.GetAsync($"{cluster.Deployments}/{deployment}"),
            answer => (answer.Expect(200).Json["status"]!["conditions"]?.AsArray() ?? []).Any(condition => $"{condition!["reason"]}" == "NewReplicaSetAvailable"),
            TestContext.Current.CancellationToken);
        return new(cluster, await cluster.CreateLeaseAsync(), deployment, await cluster.PodsOfAsync(deployment));
    }

    public string Pod(int at) => Name(pods[at]);

    public string PodUid(int at) => Uid(pods[at]);

    public string PodPath(int at) => $"{cluster.Pods}/{Pod(at)}";

    /// <summary>All of it, to the last letter.</summary>
    public async Task<IReadOnlyList<string>> LookAsync() =>
        [.. await Task.WhenAll(((string[])[LeasePath, DeploymentPath, PodPath(0), PodPath(1)]).Select(async path => (await cluster.Admin.GetAsync(path)).Text))];

    /// <summary>What only a write changes: not what the controllers say of it.</summary>
    public async Task<string> MarksOfAsync(string path)
    {
        var answer = await cluster.Admin.GetAsync(path);
        return answer.Status == 404 ? "gone" : Marks(answer.Expect(200).Json["metadata"]!, path == LeasePath);
    }

    /// <summary>Watches from now on, one for each thing.</summary>
    public async Task<IReadOnlyList<LineStream>> WatchAsync() =>
    [
        await WatchAsync(cluster.Leases, $"fieldSelector=metadata.name%3D{Lease}"), await WatchAsync(cluster.Deployments, $"fieldSelector=metadata.name%3D{deployment}"),
        await WatchAsync(cluster.Pods, $"labelSelector=app%3D{deployment}"),
    ];

    /// <summary>A change of each thing, behind which nothing earlier can come.</summary>
    public async Task FenceAsync()
    {
        foreach (var path in (string[])[LeasePath, DeploymentPath, PodPath(0)])
        {
            (await cluster.Admin.PatchAsync(path, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Fence] = "here" } } })).Expect(200);
        }
    }

    public static bool IsFence(WatchLine? line) => $"{line?.Object["metadata"]!["annotations"]?[Fence]}" == "here";

    private static string Marks(JsonNode metadata, bool withVersion) =>
        $"{metadata["uid"]} {metadata["generation"]} {metadata["deletionTimestamp"]} {(withVersion ? metadata["resourceVersion"] : null)}";

    private static string Name(JsonNode it) => it["metadata"]!["name"]!.GetValue<string>();

    private static string Uid(JsonNode it) => it["metadata"]!["uid"]!.GetValue<string>();

    private async Task<LineStream> WatchAsync(string collection, string filter)
    {
        var version = (await cluster.Admin.GetAsync($"{collection}?{filter}")).Expect(200).Json["metadata"]!["resourceVersion"];
        return await cluster.Admin.StreamAsync($"{collection}?watch=true&{filter}&resourceVersion={version}&timeoutSeconds=120");
    }
}

/// <summary>Something that the client can do to a stage, for real or as a rehearsal.</summary>
/// <param name="Title">For messages.</param>
/// <param name="On">What it is done to.</param>
/// <param name="DoAsync">Does it.</param>
internal sealed record Act(string Title, Func<Stage, string> On, Func<ClusterWrites, Stage, WriteTerms, CancellationToken, Task> DoAsync)
{
    /// <summary>In an order in which each of them can be done for real.</summary>
    public static IReadOnlyList<Act> All { get; } =
    [
        new("an eviction", stage => stage.PodPath(0), (writes, stage, terms, cancellation) =>
            writes.EvictAsync(stage.Namespace, stage.Pod(0), new() { Uid = stage.PodUid(0), Grace = TimeSpan.FromSeconds(1) }, terms, cancellation)),
        new("a pod's deletion", stage => stage.PodPath(1), (writes, stage, terms, cancellation) =>
            writes.DeleteAsync<Pod>(stage.Namespace, stage.Pod(1), new() { Uid = stage.PodUid(1), Grace = TimeSpan.Zero }, terms, cancellation)),
        new("a merge patch", stage => stage.DeploymentPath, (writes, stage, terms, cancellation) => writes.PatchAsync<Deployment>(
            stage.Namespace, stage.Deployment, KubernetesPatch.Merge(Objects.Json("""{"spec": {"revisionHistoryLimit": 7}}""")), terms, cancellation)),
        new("a scaling", stage => stage.DeploymentPath, (writes, stage, terms, cancellation) =>
            writes.ScaleAsync<Deployment>(stage.Namespace, stage.Deployment, 3, null, terms, cancellation)),
        new("a restart", stage => stage.DeploymentPath, (writes, stage, terms, cancellation) =>
            writes.RestartAsync<Deployment>(stage.Namespace, stage.Deployment, null, terms, cancellation)),
        new("a merge patch of a lease", stage => stage.LeasePath, (writes, stage, terms, cancellation) => writes.PatchAsync<LeaseObject>(
            stage.Namespace, stage.Lease, KubernetesPatch.Merge(Objects.Json("""{"spec": {"holderIdentity": "pod-z"}}""")), terms, cancellation)),
        new("a lease's deletion", stage => stage.LeasePath, (writes, stage, terms, cancellation) =>
            writes.DeleteAsync<LeaseObject>(stage.Namespace, stage.Lease, new() { Uid = stage.LeaseUid }, terms, cancellation)),
        new("a deletion without any condition", stage => stage.DeploymentPath, (writes, stage, terms, cancellation) =>
            writes.DeleteAsync<Deployment>(stage.Namespace, stage.Deployment, new(), terms, cancellation)),
    ];
}
