using OpsConsole.Contract.Clusters;
using OpsConsole.Upstream;
using OpsConsole.Upstream.Kubernetes;
using OpsConsole.Workloads;

namespace OpsConsole.Contract.Client;

/// <summary>Kinds that came late: an old cluster has them not, which is no failure.</summary>
public sealed class NotServedTests(BothClusters clusters) : ClientTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task A_cluster_without_policy_v1_says_so_and_another_gives_its_budgets(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        var budget = Cluster.Fresh("budget");
        (await cluster.Admin.PostAsync(cluster.Budgets, Objects.Budget(cluster, budget, "nothing-there", 1))).Expect(201);
        await using var reader = new WatchReader<DisruptionBudget>(viewer.Cluster, cluster.Namespace);
        if (cluster.Minor < 21)
        {
            await IsNotServedAsync(reader, "policy/v1");
            await FailureAsync(UpstreamFault.Missing, 404, "NotFound", viewer.Reads.ListAsync<DisruptionBudget>(cluster.Namespace, ListFilter.All, Cancellation));
            return;
        }

        await reader.ListedAsync();
        await reader.UntilAsync("the budget", it => it.Content.ContainsKey(budget));
        var listed = await viewer.Reads.ListAsync<DisruptionBudget>(cluster.Namespace, ListFilter.All, Cancellation);
        Assert.Equal("1", listed.Single(it => it.Id.Name == budget).MinAvailable);
    }

    [Theory, OnEachCluster]
    public async Task A_cluster_without_autoscaling_v2_says_so_and_another_gives_its_autoscalers(string name)
    {
        var cluster = await MeetAsync(name);
        var viewer = As("viewer", cluster);
        await using var reader = new WatchReader<Autoscaler>(viewer.Cluster, null);
        if (cluster.Minor < 23)
        {
            await IsNotServedAsync(reader, "autoscaling/v2");
            await FailureAsync(UpstreamFault.Missing, 404, "NotFound", viewer.Reads.ListAsync<Autoscaler>(null, ListFilter.All, Cancellation));
            return;
        }

        await reader.ListedAsync();
        var listed = await viewer.Reads.ListAsync<Autoscaler>(null, ListFilter.All, Cancellation);
        Assert.All(listed, it => Assert.InRange(it.Max, it.Min, int.MaxValue));
        Assert.True(cluster.Name != OnEachClusterAttribute.Sandbox || !listed.IsEmpty, "the sandbox has no autoscaler");
    }

    private static async Task IsNotServedAsync<T>(WatchReader<T> reader, string what)
        where T : class, IClusterObject
    {
        await reader.UntilAsync($"that {what} is not served", it => it.Told.Count > 0);
        Assert.Equal(what, Assert.IsType<ClusterChange<T>.NotServed>(Assert.Single(reader.Told)).What);
        Assert.Empty(reader.Failures);
    }
}
