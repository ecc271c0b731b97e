using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.World;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Scaling and restarting, and how their end is recognized.</summary>
public sealed class WorkloadTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_scaled_deployment_comes_to_its_count_and_the_scale_says_so(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var path = $"{cluster.Deployments}/{web}/scale";
        var answer = (await cluster.Operator.PatchAsync(path, Json("""{"spec": {"replicas": 3}}"""))).Expect(200).Json;
        Assert.Equal(("Scale", "autoscaling/v1", 3, $"app={web}"), ($"{answer["kind"]}", $"{answer["apiVersion"]}",
            answer["spec"]!["replicas"]!.GetValue<int>(), $"{answer["status"]!["selector"]}"));
        await cluster.ReadyAsync(web, 3);

        var scale = (await cluster.Admin.GetAsync(path)).Expect(200).Json;
        scale["spec"]!["replicas"] = 2;
        (await cluster.Operator.PutAsync(path, scale)).Expect(200);
        await cluster.ReadyAsync(web, 2);
    }

    [Theory, OnEachCluster]
    public async Task A_count_below_nothing_is_refused_and_the_server_knows_no_upper_bound(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(0);
        var path = $"{cluster.Deployments}/{web}/scale?dryRun=All";
        var answer = (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"replicas": -1}}"""))).Expect(422, "Invalid");
        Assert.Equal("spec.replicas", answer.Causes[0].Field);
        (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"replicas": 5000}}"""))).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task A_restart_replaces_every_pod_and_the_watch_tells_when_it_is_done(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        var before = (await cluster.PodsOfAsync(web)).Select(Uid).ToHashSet();
        var version = (await cluster.Admin.GetAsync($"{cluster.Deployments}/{web}")).Json["metadata"]!["resourceVersion"];
        await using var watch = await cluster.Console.StreamAsync(
            $"{cluster.Deployments}?watch=true&fieldSelector=metadata.name%3D{web}&resourceVersion={version}&timeoutSeconds=60");

        var patched = (await cluster.Operator.PatchAsync($"{cluster.Deployments}/{web}?fieldManager=contract",
            Restart("2026-11-21T12:00:00Z"), Caller.Strategic)).Expect(200).Json;
        var generation = patched["metadata"]!["generation"]!.GetValue<int>();
        Assert.True(patched["status"]!["observedGeneration"]!.GetValue<int>() < generation);
        JsonNode last;
        do
        {
            last = (await watch.NextAsync())!.Object;
        }
        while (!IsDone(last, generation));

        var after = await cluster.ReadyAsync(web, 2);
        Assert.DoesNotContain(after.Select(Uid), before.Contains);
        await TwoReplicaSetsAsync(cluster, web);
    }

    [Theory, OnEachCluster]
    public async Task The_same_stamp_once_more_changes_nothing(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(0);
        var first = (await cluster.Admin.PatchAsync($"{cluster.Deployments}/{web}", Restart("2026-11-21T12:00:00Z"), Caller.Strategic)).Expect(200).Json;
        var second = (await cluster.Admin.PatchAsync($"{cluster.Deployments}/{web}", Restart("2026-11-21T12:00:00Z"), Caller.Strategic)).Expect(200).Json;
        Assert.Equal($"{first["metadata"]!["generation"]}", $"{second["metadata"]!["generation"]}");
    }

    [Theory, OnEachCluster]
    public async Task Scaling_leaves_events_behind_that_are_found_by_their_object_in_both_APIs(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var core = $"/api/v1/namespaces/{cluster.Namespace}/events?fieldSelector=involvedObject.name%3D{web}%2CinvolvedObject.kind%3DDeployment";
        var found = await Eventually.GetAsync("the events of a scaling", TimeSpan.FromSeconds(90), () => cluster.Viewer.GetAsync(core),
            answer => answer.Expect(200).Json["items"]!.AsArray().Count > 0, TestContext.Current.CancellationToken);
        var item = found.Json["items"]![0]!;
        Assert.Equal(("ScalingReplicaSet", "Normal", web), ($"{item["reason"]}", $"{item["type"]}", $"{item["involvedObject"]!["name"]}"));
        Assert.False(string.IsNullOrEmpty($"{item["message"]}"));

        // The newer API has other names for the same. 1.20 knows no field selectors by them.
        var newer = (await cluster.Viewer.GetAsync($"/apis/events.k8s.io/v1/namespaces/{cluster.Namespace}/events")).Expect(200).Json;
        Assert.Contains(newer["items"]!.AsArray(), e => $"{e!["regarding"]!["name"]}" == web && $"{e["note"]}" == $"{item["message"]}");
    }

    /// <summary>The patch that kubectl rollout restart sends.</summary>
    internal static JsonObject Restart(string at) => Json($$"""
        {"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "{{at}}"} } } } }
        """);

    private static async Task TwoReplicaSetsAsync(Cluster cluster, string web)
    {
        var sets = (await cluster.Viewer.GetAsync($"/apis/apps/v1/namespaces/{cluster.Namespace}/replicasets?labelSelector=app%3D{web}")).Json["items"]!.AsArray();
        Assert.Equal([("1", 0), ("2", 2)], sets.Select(set => (
            $"{set!["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]}", set["spec"]!["replicas"]!.GetValue<int>())).Order());
    }

    private static string Uid(JsonNode node) => node["metadata"]!["uid"]!.GetValue<string>();

    private static bool IsDone(JsonNode deployment, int generation)
    {
        int Count(string name) => deployment["status"]?[name]?.GetValue<int>() ?? 0;
        return Count("observedGeneration") >= generation && Count("updatedReplicas") == 2 && Count("availableReplicas") == 2 && Count("replicas") == 2;
    }
}
