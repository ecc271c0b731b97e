using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Client;

/// <summary>What a cluster refuses comes typed, with its own words.</summary>
public sealed class RefusalTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_token_that_nobody_knows_is_a_401_and_is_not_told(string name)
    {
        var cluster = await MeetAsync(name);
        const string Token = "a-token-that-nobody-knows";
        var stranger = Keep(ConsoleClient.WithToken(Token, cluster));
        var refused = await FailureAsync(UpstreamFault.Refused, 401, "Unauthorized", stranger.Reads.ListAsync<LeaseObject>(cluster.Namespace, ListFilter.All, Cancellation));
        Assert.Contains("Unauthorized", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, refused.ToString(), StringComparison.Ordinal);
        await FailureAsync(UpstreamFault.Refused, 401, "Unauthorized", stranger.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, "x", new(), Real, Cancellation));
        await using var reader = new WatchReader<LeaseObject>(stranger.Cluster, cluster.Namespace);
        await reader.UntilAsync("that it is refused", it => it.Failures.Count > 0);
        Assert.Empty(reader.Told);
    }

    [Theory, OnEachCluster]
    public async Task Who_may_nothing_is_told_so_in_the_clusters_words(string name)
    {
        var cluster = await MeetAsync(name);
        var (nobody, viewer) = (As("nobody", cluster), As("viewer", cluster));
        var lease = await LeaseAsync(cluster, viewer);
        var listing = await FailureAsync(UpstreamFault.Refused, 403, "Forbidden", nobody.Reads.ListAsync<LeaseObject>(cluster.Namespace, ListFilter.All, Cancellation));
        Assert.Contains("leases.coordination.k8s.io is forbidden: User \"", listing.Message, StringComparison.Ordinal);
        Assert.Contains($"cannot list resource \"leases\" in API group \"coordination.k8s.io\" in the namespace \"{cluster.Namespace}\"", listing.Message, StringComparison.Ordinal);

        foreach (var terms in (WriteTerms[])[Rehearsal, Real])
        {
            var deleting = await FailureAsync(UpstreamFault.Refused, 403, "Forbidden",
                viewer.Writes.DeleteAsync<LeaseObject>(cluster.Namespace, lease.Id.Name, new(), terms, Cancellation));
            Assert.Contains("cannot delete resource \"leases\"", deleting.Kubernetes!.Message, StringComparison.Ordinal);
        }

        await using var reader = new WatchReader<LeaseObject>(nobody.Cluster, cluster.Namespace);
        await reader.UntilAsync("that it is refused", it => it.Failures.Any(words => words.Contains("cannot list resource", StringComparison.Ordinal)));
        Assert.Empty(reader.Told);
    }

    [Theory, OnEachCluster]
    public async Task What_is_not_there_is_missing_and_named(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var missing = await FailureAsync(UpstreamFault.Missing, 404, "NotFound", admin.Reads.GetAsync<LeaseObject>(cluster.Namespace, "no-such", Cancellation));
        Assert.Contains("leases.coordination.k8s.io \"no-such\" not found", missing.Message, StringComparison.Ordinal);
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", admin.Reads.ScaleAsync<Deployment>(cluster.Namespace, "no-such", Cancellation));
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", admin.Writes.ScaleAsync<Deployment>(cluster.Namespace, "no-such", 1, null, Real, Cancellation));
        await FailureAsync(UpstreamFault.Missing, 404, "NotFound", admin.Writes.DeleteAsync<Pod>(cluster.Namespace, "no-such", new(), Rehearsal, Cancellation));
        Assert.Empty(await admin.Reads.ListAsync<LeaseObject>("no-such-namespace", ListFilter.All, Cancellation));
    }

    [Theory, OnEachCluster]
    public async Task What_is_wrong_is_invalid_with_the_field_and_its_cause(string name)
    {
        var cluster = await MeetAsync(name);
        var admin = As("admin", cluster);
        var web = await cluster.CreateDeploymentAsync(0);
        var invalid = await FailureAsync(UpstreamFault.Invalid, 422, "Invalid", admin.Writes.ScaleAsync<Deployment>(cluster.Namespace, web, -1, null, Rehearsal, Cancellation));
        Assert.Equal(("FieldValueInvalid", "spec.replicas"), (invalid.Kubernetes!.Causes.Single().Reason, invalid.Kubernetes.Causes.Single().Field));
    }
}
