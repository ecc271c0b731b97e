using System.Text.Json.Nodes;
using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Client;

/// <summary>What the readers of a watch are told.</summary>
public sealed class WatchingTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task Each_change_is_told_once_and_in_order_and_readers_share_one_watch(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var there = await LeaseAsync(cluster, viewer);
        var before = viewer.Asked.Count;
        await using var early = new WatchReader<LeaseObject>(viewer.Cluster, cluster.Namespace);
        await using var twin = new WatchReader<LeaseObject>(viewer.Cluster, cluster.Namespace);
        await Task.WhenAll(early.ListedAsync(), twin.ListedAsync());
        Assert.Contains(there.Id.Name, early.Content.Keys);

        var lease = Cluster.Fresh("lease");
        var versions = await ChangeAsync(cluster, lease);
        await Task.WhenAll(early.UntilAsync("the deletion", it => HasGone(it, lease)), twin.UntilAsync("the deletion", it => HasGone(it, lease)));
        await using var late = new WatchReader<LeaseObject>(viewer.Cluster, cluster.Namespace);
        await late.ListedAsync();

        foreach (var reader in (WatchReader<LeaseObject>[])[early, twin])
        {
            var changes = reader.ChangesOf(lease);
            Assert.Equal(versions.Select(version => $"put {version}"), changes.SkipLast(1));
            Assert.StartsWith("gone ", changes[^1], StringComparison.Ordinal);
            Assert.DoesNotContain(changes[^1]["gone ".Length..], versions);
        }

        Assert.Empty(late.ChangesOf(lease));
        Assert.Equal(1, viewer.Watches);
        Assert.Single(viewer.Asked.Skip(before), asked => asked.Contains("/leases?limit=", StringComparison.Ordinal));
    }

    [Theory, OnEachCluster]
    public async Task A_scaled_deployment_is_followed_to_its_end_with_its_pods(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var web = await cluster.CreateDeploymentAsync(1);
        await using var deployments = new WatchReader<Deployment>(admin.Cluster, cluster.Namespace);
        await using var pods = new WatchReader<Pod>(admin.Cluster, cluster.Namespace);
        await Task.WhenAll(deployments.ListedAsync(), pods.ListedAsync());
        var scaled = await admin.Writes.ScaleAsync<Deployment>(cluster.Namespace, web, 3, null, Real, Cancellation);
        await deployments.UntilAsync("three are available", it => Last(it, web) is { Desired: 3, Available: 3, Current: 3 } last && last.ObservedGeneration >= last.Generation);
        await admin.Writes.ScaleAsync<Deployment>(cluster.Namespace, web, 0, null, Real, Cancellation);
        await pods.UntilAsync("all pods are gone", it => !it.Content.Keys.Any(pod => pod.StartsWith(web, StringComparison.Ordinal)));

        Assert.Contains($"put {scaled.Value.ResourceVersion}", deployments.ChangesOf(web));
        Assert.Equal(deployments.ChangesOf(web).Distinct(), deployments.ChangesOf(web));
        Assert.Equal(3, pods.Told.OfType<ClusterChange<Pod>.Gone>().Count(it => it.Item.Id.Name.StartsWith(web, StringComparison.Ordinal)));
        Assert.Empty(deployments.Failures);
    }

    [Theory, OnEachCluster]
    public async Task More_watches_than_one_connection_takes_are_all_told(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);

        // A connection takes a hundred streams; the next would wait without a sign. Namespaces that do not exist are empty lists.
        var readers = Enumerable.Range(0, 130).Select(i => new WatchReader<Pod>(viewer.Cluster, $"nowhere-{i}")).ToList();
        await Task.WhenAll(readers.Select(reader => reader.ListedAsync()));

        // The fence: a change is still heard after all of them are open.
        var lease = Cluster.Fresh("lease");
        await using var leases = new WatchReader<LeaseObject>(viewer.Cluster, cluster.Namespace);
        await leases.ListedAsync();
        await ChangeAsync(cluster, lease);
        await leases.UntilAsync("the deletion", it => HasGone(it, lease));

        Assert.All(readers, reader => Assert.Empty(reader.Failures));
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    /// <summary>Makes a lease, changes it three times, and deletes it.</summary>
    /// <returns>Its versions.</returns>
    private static async Task<List<string>> ChangeAsync(Cluster cluster, string lease)
    {
        var path = $"{cluster.Leases}/{lease}";
        List<string> versions = [Version((await cluster.Admin.PostAsync(cluster.Leases, Objects.Lease(lease))).Expect(201))];
        foreach (var holder in (string[])["pod-b", "pod-c", "pod-d"])
        {
            var change = new JsonObject { ["spec"] = new JsonObject { ["holderIdentity"] = holder } };
            versions.Add(Version((await cluster.Admin.PatchAsync(path, change)).Expect(200)));
        }

        (await cluster.Admin.DeleteAsync(path)).Expect(200);
        return versions;
    }

    private static string Version(Answer answer) => $"{answer.Json["metadata"]!["resourceVersion"]}";

    private static bool HasGone(WatchReader<LeaseObject> reader, string lease) =>
        reader.ChangesOf(lease) is [.., var last] && last.StartsWith("gone", StringComparison.Ordinal);

    private static Deployment? Last(WatchReader<Deployment> reader, string name) =>
        reader.Told.OfType<ClusterChange<Deployment>.Put>().LastOrDefault(it => it.Item.Id.Name == name)?.Item;
}
