using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>A rehearsal must leave no trace, and the one that does not is known.</summary>
public sealed class DryRunTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_dry_run_in_the_query_beside_a_body_without_it_really_deletes(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = await cluster.CreateLeaseAsync();
        var path = Path(cluster, lease);
        (await cluster.Admin.DeleteAsync($"{path}?dryRun=All", Options($$"""
            "preconditions": {"uid": "{{lease["metadata"]!["uid"]}}"}
            """))).Expect(200);
        (await cluster.Admin.GetAsync(path)).Expect(404, "NotFound");
    }

    [Theory, OnEachCluster]
    public async Task A_dry_run_in_the_body_or_in_the_query_alone_leaves_the_lease(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = await cluster.CreateLeaseAsync();
        var path = Path(cluster, lease);
        var answer = (await cluster.Admin.DeleteAsync(path, Options("\"dryRun\": [\"All\"]"))).Expect(200);
        Assert.Equal(("Status", "Success"), (answer.Json["kind"]!.GetValue<string>(), answer.Json["status"]!.GetValue<string>()));
        (await cluster.Admin.DeleteAsync($"{path}?dryRun=All")).Expect(200);
        Assert.True(JsonNode.DeepEquals(lease, (await cluster.Admin.GetAsync(path)).Expect(200).Json));
    }

    [Theory, OnEachCluster]
    public async Task Rehearsed_creations_and_patches_show_their_outcome_and_change_nothing(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = await cluster.CreateLeaseAsync();
        var path = Path(cluster, lease);
        var patched = (await cluster.Admin.PatchAsync($"{path}?dryRun=All", Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200).Json;
        Assert.Equal("pod-b", patched["spec"]!["holderIdentity"]!.GetValue<string>());
        var fresh = Cluster.Fresh("lease");
        (await cluster.Admin.PostAsync($"{cluster.Leases}?dryRun=All", Lease(fresh))).Expect(201);
        (await cluster.Admin.GetAsync($"{cluster.Leases}/{fresh}")).Expect(404, "NotFound");
        Assert.True(JsonNode.DeepEquals(lease, (await cluster.Admin.GetAsync(path)).Expect(200).Json));
    }

    [Theory, OnEachCluster]
    public async Task Rehearsed_scaling_restart_eviction_and_deletion_leave_a_workload_as_it_was(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        var path = $"{cluster.Deployments}/{web}";
        var pods = await cluster.ReadyAsync(web, 2);
        var pod = pods[0]["metadata"]!["name"]!.GetValue<string>();
        var before = (await cluster.Admin.GetAsync(path)).Expect(200).Json;

        var scaled = (await cluster.Admin.PatchAsync($"{path}/scale?dryRun=All", Json("""{"spec": {"replicas": 7}}"""))).Expect(200).Json;
        Assert.Equal(7, scaled["spec"]!["replicas"]!.GetValue<int>());
        (await cluster.Admin.PatchAsync($"{path}?dryRun=All", WorkloadTests.Restart("2026-11-21T12:00:00Z"), Caller.Strategic)).Expect(200);
        (await cluster.Admin.DeleteAsync($"{cluster.Pods}/{pod}", Options("\"dryRun\": [\"All\"], \"gracePeriodSeconds\": 0"))).Expect(200);
        (await cluster.Admin.PostAsync($"{cluster.Pods}/{pod}/eviction", Eviction(cluster, pod, """{"dryRun": ["All"]}"""))).Expect(201);
        (await cluster.Admin.DeleteAsync(path, Options("\"dryRun\": [\"All\"]"))).Expect(200);

        Assert.True(JsonNode.DeepEquals(before, (await cluster.Admin.GetAsync(path)).Expect(200).Json));
        var after = await cluster.PodsOfAsync(web);
        Assert.Equal(pods.Select(p => p["metadata"]!["uid"]!.GetValue<string>()).Order(), after.Select(p => p["metadata"]!["uid"]!.GetValue<string>()).Order());
        Assert.All(after, p => Assert.Null(p["metadata"]!["deletionTimestamp"]));
    }

    [Theory, OnEachCluster]
    public async Task Only_All_is_taken_for_a_dry_run(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var answer = (await cluster.Admin.PostAsync($"{cluster.Leases}?dryRun=true", Lease(Cluster.Fresh("lease")))).Expect(422, "Invalid");
        Assert.Equal(("FieldValueNotSupported", "dryRun"), (answer.Causes[0].Reason, answer.Causes[0].Field));
    }

    private static string Path(Cluster cluster, JsonNode lease) => $"{cluster.Leases}/{lease["metadata"]!["name"]}";
}
