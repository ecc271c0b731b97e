using OpsConsole.Contract.Clusters;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Zero and empty are absent.</summary>
public sealed class AbsenceTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_workload_without_replicas_shows_no_counts_at_all(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var web = await cluster.CreateDeploymentAsync(0);
        var scale = (await cluster.Admin.GetAsync($"{cluster.Deployments}/{web}/scale")).Expect(200).Json;
        Assert.Empty(scale["spec"]!.AsObject());
        var deployment = (await cluster.Admin.GetAsync($"{cluster.Deployments}/{web}")).Expect(200).Json;
        Assert.Equal(0, deployment["spec"]!["replicas"]!.GetValue<int>());
        foreach (var count in (string[])["replicas", "readyReplicas", "availableReplicas", "updatedReplicas", "unavailableReplicas"])
        {
            Assert.False(deployment["status"]!.AsObject().ContainsKey(count), count);
        }
    }

    [Theory, OnEachCluster]
    public async Task A_deployment_that_is_sent_without_replicas_gets_one(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var answer = (await cluster.Admin.PostAsync($"{cluster.Deployments}?dryRun=All", Deployment(Cluster.Fresh("web"), null))).Expect(201);
        Assert.Equal(1, answer.Json["spec"]!["replicas"]!.GetValue<int>());
    }

    [Theory, OnEachCluster]
    public async Task A_lease_may_have_no_fields_and_a_released_one_keeps_an_empty_holder(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var bare = Lease(Cluster.Fresh("lease"));
        bare.Remove("spec");
        var created = (await cluster.Admin.PostAsync(cluster.Leases, bare)).Expect(201).Json;
        Assert.Empty(created["spec"]?.AsObject() ?? []);

        var path = $"{cluster.Leases}/{created["metadata"]!["name"]}";
        var released = (await cluster.Admin.PatchAsync(path, Json("""{"spec": {"holderIdentity": ""}}"""))).Expect(200).Json;
        Assert.Equal("", released["spec"]!["holderIdentity"]!.GetValue<string>());
    }
}
