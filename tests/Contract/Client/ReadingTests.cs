using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;
using OpsConsole.World;

namespace OpsConsole.Contract.Client;

/// <summary>Objects and lists as the client reads them.</summary>
public sealed class ReadingTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_lease_is_read_as_it_is(string name)
    {
        var cluster = await MeetAsync(name);
        var raw = await cluster.CreateLeaseAsync();
        var lease = await As("viewer", cluster).Reads.GetAsync<LeaseObject>(cluster.Namespace, $"{raw["metadata"]!["name"]}", Cancellation);

        Assert.Equal(($"{raw["metadata"]!["uid"]}", $"{raw["metadata"]!["resourceVersion"]}", cluster.Namespace), (lease.Id.Uid, lease.Id.ResourceVersion, lease.Id.Namespace));
        var noon = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(("pod-a", TimeSpan.FromSeconds(15), noon, noon, 0),
            (lease.Lease.Holder, lease.Lease.Duration, lease.Lease.AcquiredAt, lease.Lease.RenewedAt, lease.Lease.Transitions));
    }

    [Theory, OnEachCluster]
    public async Task A_long_list_comes_page_by_page_and_whole(string name)
    {
        var cluster = await MeetAsync(name);
        var ns = Cluster.Fresh("pages");
        await cluster.CreateNamespaceAsync(ns);
        foreach (var at in Enumerable.Range(0, 8))
        {
            (await cluster.Admin.PostAsync($"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases", Objects.Lease($"lease-{at}"))).Expect(201);
        }

        var viewer = Keep(ConsoleClient.WithPagesOf(3, cluster, "viewer"));
        var leases = await viewer.Reads.ListAsync<LeaseObject>(ns, ListFilter.All, Cancellation);
        Assert.Equal(Enumerable.Range(0, 8).Select(at => $"lease-{at}"), leases.Select(lease => lease.Id.Name));
        Assert.Equal(3, viewer.Asked.Count);
        Assert.Equal(2, viewer.Asked.Count(asked => asked.Contains("continue=", StringComparison.Ordinal)));
        var one = await viewer.Reads.ListAsync<LeaseObject>(ns, new(null, "metadata.name=lease-5"), Cancellation);
        Assert.Equal("lease-5", Assert.Single(one).Id.Name);

        // The informer lists by pages, too.
        await using var reader = new WatchReader<LeaseObject>(viewer.Cluster, ns);
        await reader.ListedAsync();
        Assert.Equal(8, reader.Content.Count);
        await cluster.Admin.DeleteAsync($"/api/v1/namespaces/{ns}");
    }

    [Theory, OnEachCluster]
    public async Task What_a_deployment_consists_of_is_read_with_its_owners(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var (ns, web) = (cluster.Namespace, await cluster.CreateDeploymentAsync(2));
        var deployment = await viewer.Reads.GetAsync<Deployment>(ns, web, Cancellation);
        var set = Assert.Single(await viewer.Reads.ListAsync<ReplicaSet>(ns, new($"app={web}", null), Cancellation));
        var pods = await PodsAsync(cluster, viewer, web);

        Assert.Equal((2, 2, 2, 2, 2), (deployment.Desired, deployment.Current, deployment.Updated, deployment.Ready, deployment.Available));
        Assert.Equal(new ContainerImage("main", "registry.k8s.io/pause:3.9"), Assert.Single(deployment.Images));
        Assert.Equal(new ObjectOwner("Deployment", web, deployment.Id.Uid), set.Id.Owner);
        Assert.Equal(1, set.Revision);
        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod =>
        {
            Assert.Equal((new ObjectOwner("ReplicaSet", set.Id.Name, set.Id.Uid), "Running", true), (pod.Id.Owner!, pod.Phase, pod.IsReady));
            Assert.True(deployment.Selector.Fits(pod.Id.Labels));
            Assert.Equal(("main", true, 0, ContainerPhase.Running), pod.Containers.Select(it => (it.Name, it.Ready, it.Restarts, it.State.Phase)).Single());
        });
    }

    [Theory, OnEachCluster]
    public async Task Namespaces_nodes_events_and_the_other_controllers_are_read(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var web = await cluster.CreateDeploymentAsync(1);
        Assert.Equal("Active", (await viewer.Reads.GetAsync<ClusterNamespace>(null, cluster.Namespace, Cancellation)).Phase);
        Assert.NotEmpty(await viewer.Reads.ListAsync<Node>(null, ListFilter.All, Cancellation));
        Assert.Empty(await viewer.Reads.ListAsync<StatefulSet>(cluster.Namespace, ListFilter.All, Cancellation));
        Assert.Empty(await viewer.Reads.ListAsync<DaemonSet>(cluster.Namespace, ListFilter.All, Cancellation));
        var events = await Eventually.GetAsync("an event of the scaling", TimeSpan.FromSeconds(90), () => viewer.Reads.ListAsync<ClusterEvent>(
            cluster.Namespace, new(null, $"involvedObject.name={web}"), Cancellation), events => !events.IsEmpty, Cancellation);
        var told = events.First(it => it.AboutKind == "Deployment");
        Assert.Equal(("ScalingReplicaSet", web, false, 1), (told.Reason, told.AboutName, told.IsWarning, told.Count));
        Assert.NotNull(told.At);
    }
}
