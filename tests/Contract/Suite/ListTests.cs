using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using static OpsConsole.Contract.Clusters.Objects;

namespace OpsConsole.Contract.Suite;

/// <summary>Lists: pages, selectors, and what is left out of them.</summary>
public sealed class ListTests(BothClusters clusters)
{
    [Theory, OnEachCluster]
    public async Task Pages_show_one_moment_and_the_last_has_no_token(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var label = await FiveLeasesAsync(cluster);
        List<string> names = [];
        HashSet<string> versions = [];
        for (var token = ""; ;)
        {
            var page = (await cluster.Viewer.GetAsync($"{cluster.Leases}?limit=2&labelSelector=set%3D{label}&continue={token}")).Expect(200).Json;
            names.AddRange(page["items"]!.AsArray().Select(item => $"{item!["metadata"]!["name"]}"));
            versions.Add($"{page["metadata"]!["resourceVersion"]}");
            if (page["metadata"]!["continue"]?.GetValue<string>() is not { Length: > 0 } next)
            {
                break;
            }

            token = Uri.EscapeDataString(next);
        }

        Assert.Equal(5, names.Distinct().Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Single(versions);
    }

    [Theory, OnEachCluster]
    public async Task A_limit_is_ignored_with_version_0(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var label = await FiveLeasesAsync(cluster);
        var all = (await cluster.Viewer.GetAsync($"{cluster.Leases}?limit=2&resourceVersion=0&labelSelector=set%3D{label}")).Expect(200).Json;
        Assert.Equal(5, all["items"]!.AsArray().Count);
        Assert.Null(all["metadata"]!["continue"]);
    }

    [Theory, OnEachCluster]
    public async Task A_token_that_is_none_or_that_comes_with_a_version_is_a_400(string name)
    {
        var cluster = await clusters.GetAsync(name);
        await FiveLeasesAsync(cluster);
        (await cluster.Viewer.GetAsync($"{cluster.Leases}?limit=2&continue=not-a-token")).Expect(400, "BadRequest");
        var token = $"{(await cluster.Viewer.GetAsync($"{cluster.Leases}?limit=2")).Json["metadata"]!["continue"]}";
        (await cluster.Viewer.GetAsync($"{cluster.Leases}?limit=2&resourceVersion=5&continue={Uri.EscapeDataString(token)}")).Expect(400, "BadRequest");
    }

    [Theory, OnEachCluster]
    public async Task Items_have_no_kind_of_their_own_and_watched_objects_do(string name)
    {
        var cluster = await clusters.GetAsync(name);
        var lease = $"{(await cluster.CreateLeaseAsync())["metadata"]!["name"]}";
        var list = (await cluster.Viewer.GetAsync($"{cluster.Leases}?fieldSelector=metadata.name%3D{lease}")).Expect(200).Json;
        Assert.Equal(("LeaseList", "coordination.k8s.io/v1"), ($"{list["kind"]}", $"{list["apiVersion"]}"));
        var item = list["items"]!.AsArray().Single()!;
        Assert.Null(item["kind"]);
        Assert.Null(item["apiVersion"]);

        await using var watch = await cluster.Viewer.StreamAsync($"{cluster.Leases}?watch=true&timeoutSeconds=5&fieldSelector=metadata.name%3D{lease}");
        var seen = (await watch.NextAsync())!.Object;
        Assert.Equal(("Lease", "coordination.k8s.io/v1"), ($"{seen["kind"]}", $"{seen["apiVersion"]}"));
    }

    [Theory, OnEachCluster]
    public async Task A_field_that_a_resource_does_not_offer_and_a_selector_that_cannot_be_read_are_400s(string name)
    {
        var cluster = await clusters.GetAsync(name);
        (await cluster.Viewer.GetAsync($"{cluster.Leases}?fieldSelector=spec.holderIdentity%3Done")).Expect(400, "BadRequest");
        (await cluster.Viewer.GetAsync($"{cluster.Leases}?labelSelector=app%20in%20(a")).Expect(400, "BadRequest");
        var nothing = (await cluster.Viewer.GetAsync($"{cluster.Leases}?labelSelector=nothing%3Dhere")).Expect(200).Json;
        Assert.Empty(nothing["items"]!.AsArray());
    }

    [Theory, OnEachCluster]
    public async Task Only_the_newer_server_serves_policy_v1_and_autoscaling_v2(string name)
    {
        var cluster = await clusters.GetAsync(name);
        (await cluster.Console.GetAsync("/apis/policy/v1/poddisruptionbudgets")).Expect(cluster.Minor >= 21 ? 200 : 404);
        (await cluster.Console.GetAsync("/apis/autoscaling/v2/horizontalpodautoscalers")).Expect(cluster.Minor >= 23 ? 200 : 404);
        (await cluster.Console.GetAsync("/apis/policy/v1")).Expect(cluster.Minor >= 21 ? 200 : 404);
        (await cluster.Console.GetAsync("/apis/coordination.k8s.io/v1")).Expect(200);
    }

    private static async Task<string> FiveLeasesAsync(Cluster cluster)
    {
        var label = Cluster.Fresh("set");
        foreach (var _ in Enumerable.Range(0, 5))
        {
            var lease = Lease(Cluster.Fresh("lease"));
            lease["metadata"]!["labels"] = new JsonObject { ["set"] = label };
            (await cluster.Admin.PostAsync(cluster.Leases, lease)).Expect(201);
        }

        return label;
    }
}
