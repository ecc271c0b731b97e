using OpsConsole.Contract.Clusters;
using OpsConsole.World;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Refusals: which come first, and what they look like.</summary>
public sealed class ErrorTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task A_group_that_nobody_serves_is_a_404_in_plain_text_and_a_type_in_a_known_group_one_without_a_name(string name)
    {
        var cluster = await clusters.GetAsync(name);
        Assert.Equal("text/plain", (await cluster.Admin.GetAsync("/apis/metrics.k8s.io/v1beta1/nodes")).Expect(404).ContentType);
        foreach (var path in (string[])["/apis/coordination.k8s.io/v9/leases", $"{cluster.Leases}/x/no-such-subresource", $"{cluster.Leases[..^6]}lesses/x"])
        {
            var answer = (await cluster.Admin.GetAsync(path)).Expect(404, "NotFound");
            Assert.Null(answer.Json["details"]?["name"]);
        }
    }

    [Theory, OnEachCluster]
    public async Task A_refusal_comes_before_a_not_found_and_says_who_may_not_what(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var answer = (await cluster.Nobody.GetAsync($"{cluster.Leases}/no-such")).Expect(403, "Forbidden");
        Assert.Equal(("leases", "no-such"), ($"{answer.Json["details"]!["kind"]}", $"{answer.Json["details"]!["name"]}"));
        Assert.Contains("cannot get resource \"leases\" in API group \"coordination.k8s.io\" in the namespace", answer.Message, StringComparison.Ordinal);
        (await cluster.Viewer.GetAsync($"{cluster.Leases}/no-such")).Expect(404, "NotFound");
        (await cluster.Viewer.DeleteAsync($"{cluster.Leases}/no-such")).Expect(403, "Forbidden");
        var scale = (await cluster.Viewer.PatchAsync($"{cluster.Deployments}/no-such/scale", Json("""{"spec": {"replicas": 1}}"""))).Expect(403, "Forbidden");
        Assert.Contains("deployments/scale", scale.Message, StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task A_bad_token_is_a_401_and_no_token_is_anonymous_and_a_403(string name)
    {
        var cluster = await clusters.GetAsync(name);
        (await cluster.Admin.WithToken("not-a-token").GetAsync(cluster.Leases)).Expect(401, "Unauthorized");
        var answer = (await cluster.Admin.WithToken(null).GetAsync(cluster.Leases)).Expect(403, "Forbidden");
        Assert.Contains("system:anonymous", answer.Message, StringComparison.Ordinal);
        (await cluster.Admin.WithToken(null).GetAsync("/version")).Expect(200);
        (await cluster.Admin.WithToken(null).GetAsync("/readyz")).Expect(200);
    }

    [Theory, OnEachCluster]
    public async Task A_list_in_a_namespace_that_does_not_exist_is_empty_and_a_creation_there_a_404(string name)
    {
        var cluster = await clusters.GetAsync(name);
        const string Nowhere = "/apis/coordination.k8s.io/v1/namespaces/no-such-namespace/leases";
        Assert.Empty((await cluster.Viewer.GetAsync(Nowhere)).Expect(200).Json["items"]!.AsArray());
        var answer = (await cluster.Admin.PostAsync(Nowhere, Lease("one"))).Expect(404, "NotFound");
        Assert.Equal("namespaces", $"{answer.Json["details"]!["kind"]}");
    }

    [Theory, OnEachCluster]
    public async Task A_creation_in_a_namespace_that_is_going_is_a_403_that_has_nothing_to_do_with_rights(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var leaving = Cluster.Fresh("leaving");
        await cluster.CreateNamespaceAsync(leaving);
        var leases = $"/apis/coordination.k8s.io/v1/namespaces/{leaving}/leases";

        // Somebody's finalizer keeps the namespace, so that it is there while we ask.
        var held = Lease("held");
        held["metadata"]!["finalizers"] = new System.Text.Json.Nodes.JsonArray("ops-console.test/hold");
        (await cluster.Admin.PostAsync(leases, held)).Expect(201);
        (await cluster.Admin.DeleteAsync($"/api/v1/namespaces/{leaving}")).Expect(200);
        var answer = (await cluster.Admin.PostAsync(leases, Lease("late"))).Expect(403, "Forbidden");
        Assert.Equal("NamespaceTerminating", answer.Causes.Single().Reason);

        (await cluster.Admin.PatchAsync($"{leases}/held", Json("""{"metadata": {"finalizers": null}}"""))).Expect(200);
        await Eventually.SoAsync("the namespace is gone", TimeSpan.FromSeconds(60),
            async () => (await cluster.Admin.GetAsync($"/api/v1/namespaces/{leaving}")).Status == 404, TestContext.Current.CancellationToken);
    }

    [Theory, OnEachCluster]
    public async Task Wrong_methods_media_types_and_bodies_are_told_apart(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        (await cluster.Admin.PostAsync($"{cluster.Leases}/{lease}", Lease(lease))).Expect(405, "MethodNotAllowed");
        (await cluster.Admin.PatchAsync($"{cluster.Leases}/{lease}", Json("{}"), Caller.Json)).Expect(415, "UnsupportedMediaType");
        (await cluster.Admin.SendAsync(HttpMethod.Post, cluster.Leases, "{", Caller.Json)).Expect(400, "BadRequest");
        (await cluster.Admin.SendAsync(HttpMethod.Post, cluster.Leases, "", Caller.Json)).Expect(400, "BadRequest");
        (await cluster.Admin.PostAsync(cluster.Leases, Deployment("one", 1))).Expect(400, "BadRequest");
        var elsewhere = Lease(lease);
        elsewhere["metadata"]!["namespace"] = "another";
        (await cluster.Admin.PostAsync(cluster.Leases, elsewhere)).Expect(400, "BadRequest");
    }

    [Theory, OnEachCluster]
    public async Task What_breaks_a_rule_names_its_fields(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = Lease(Cluster.Fresh("lease"));
        lease["spec"]!["leaseDurationSeconds"] = 0;
        lease["spec"]!["leaseTransitions"] = -1;
        var answer = (await cluster.Admin.PostAsync(cluster.Leases, lease)).Expect(422, "Invalid");
        Assert.Equal(["spec.leaseDurationSeconds", "spec.leaseTransitions"], answer.Causes.Select(cause => cause.Field).Order());
        (await cluster.Admin.PostAsync(cluster.Leases, Lease("No_Name"))).Expect(422, "Invalid");
    }
}
