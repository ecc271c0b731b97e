using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>How a write is bound to what was seen. (Server-side apply, whose conflicts are a third kind of 409, is not used here.)</summary>
public sealed class PreconditionTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_merge_patch_is_checked_only_when_it_carries_a_resourceVersion(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (path, lease) = await LeaseAsync(cluster);
        var seen = lease["metadata"]!["resourceVersion"]!.GetValue<string>();
        (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200);
        (await cluster.Admin.PatchAsync(path, Bound("resourceVersion", seen))).Expect(409, "Conflict");
        Assert.Equal("pod-b", (await cluster.Admin.GetAsync(path)).Json["spec"]!["holderIdentity"]!.GetValue<string>());
    }

    [Theory, OnEachCluster]
    public async Task A_uid_in_a_patch_is_no_precondition_but_a_forbidden_change(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (path, _) = await LeaseAsync(cluster);
        var answer = (await cluster.Admin.PatchAsync(path, Bound("uid", Guid.NewGuid().ToString()))).Expect(422, "Invalid");
        Assert.Equal("metadata.uid", answer.Causes[0].Field);
    }

    [Theory, OnEachCluster]
    public async Task A_deletion_takes_a_uid_and_a_resourceVersion_and_each_must_fit(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (path, lease) = await LeaseAsync(cluster);
        var (uid, version) = (lease["metadata"]!["uid"], lease["metadata"]!["resourceVersion"]);
        (await cluster.Admin.DeleteAsync(path, Conditions(Guid.NewGuid().ToString(), null))).Expect(409, "Conflict");
        (await cluster.Admin.DeleteAsync(path, Conditions(null, "1"))).Expect(409, "Conflict");
        (await cluster.Admin.DeleteAsync(path, Conditions($"{uid}", "1"))).Expect(409, "Conflict");
        (await cluster.Admin.DeleteAsync(path, Conditions($"{uid}", $"{version}"))).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task The_same_name_made_anew_is_another_object(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (path, lease) = await LeaseAsync(cluster);
        (await cluster.Admin.DeleteAsync(path)).Expect(200);
        (await cluster.Admin.PostAsync(cluster.Leases, Lease($"{lease["metadata"]!["name"]}"))).Expect(201);
        (await cluster.Admin.DeleteAsync(path, Conditions($"{lease["metadata"]!["uid"]}", null))).Expect(409, "Conflict");
        (await cluster.Admin.GetAsync(path)).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task A_lease_is_not_overwritten_blindly(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (path, lease) = await LeaseAsync(cluster);
        (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200);
        (await cluster.Admin.PutAsync(path, lease)).Expect(409, "Conflict");
        lease["metadata"]!.AsObject().Remove("resourceVersion");
        var answer = (await cluster.Admin.PutAsync(path, lease)).Expect(422, "Invalid");
        Assert.Equal("metadata.resourceVersion", answer.Causes[0].Field);
    }

    [Theory, OnEachCluster]
    public async Task What_exists_already_is_a_409_with_a_reason_of_its_own(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var (_, lease) = await LeaseAsync(cluster);
        var answer = (await cluster.Admin.PostAsync(cluster.Leases, Lease($"{lease["metadata"]!["name"]}"))).Expect(409, "AlreadyExists");
        Assert.Equal("leases", answer.Json["details"]!["kind"]!.GetValue<string>());
    }

    [Theory, OnEachCluster]
    public async Task A_scale_is_bound_to_the_version_of_its_workload_and_a_JSON_patch_to_the_count_alone(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var path = $"{cluster.Deployments}/{web}/scale";
        var scale = (await cluster.Admin.GetAsync(path)).Expect(200).Json;
        var deployment = (await cluster.Admin.GetAsync($"{cluster.Deployments}/{web}")).Expect(200).Json;
        Assert.Equal($"{deployment["metadata"]!["resourceVersion"]}", $"{scale["metadata"]!["resourceVersion"]}");
        (await cluster.Admin.PatchAsync(path, Json("""{"metadata": {"resourceVersion": "1"}, "spec": {"replicas": 2}}"""))).Expect(409, "Conflict");

        (await cluster.Admin.PatchAsync($"{path}?dryRun=All", TestAndSet(9, 2), Caller.JsonPatch)).Expect(422, "Invalid");
        (await cluster.Admin.PatchAsync($"{path}?dryRun=All", TestAndSet(1, 2), Caller.JsonPatch)).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task An_eviction_takes_a_uid_and_it_must_fit(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        (await cluster.Admin.PostAsync($"{cluster.Pods}/{pod}/eviction",
            Eviction(cluster, pod, $$"""{"preconditions": {"uid": "{{Guid.NewGuid()}}"} }"""))).Expect(409, "Conflict");
    }

    private static async Task<(string Path, JsonNode Lease)> LeaseAsync(Cluster cluster)
    {
        var lease = await cluster.CreateLeaseAsync();
        return ($"{cluster.Leases}/{lease["metadata"]!["name"]}", lease);
    }

    private static JsonObject Bound(string field, string value) => Json($$"""
        {"metadata": {"{{field}}": "{{value}}"}, "spec": {"holderIdentity": "pod-c"} }
        """);

    private static JsonObject Conditions(string? uid, string? version)
    {
        var conditions = new JsonObject();
        if (uid is not null)
        {
            conditions["uid"] = uid;
        }

        if (version is not null)
        {
            conditions["resourceVersion"] = version;
        }

        return Options($"\"preconditions\": {conditions.ToJsonString()}");
    }

    private static JsonNode TestAndSet(int expected, int wanted) => JsonNode.Parse($$"""
        [{"op": "test", "path": "/spec/replicas", "value": {{expected}}}, {"op": "replace", "path": "/spec/replicas", "value": {{wanted}}}]
        """)!;
}
