using OpsConsole.Contract.Clusters;

namespace OpsConsole.Contract.Kubectl;

public sealed class ActingTests(BothClusters clusters) : KubectlTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task Scale_works_and_with_current_replicas_only_when_they_fit(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        (await kubectl.AsAdminAsync("scale", "deployment", web, "--replicas=2")).Well();
        await cluster.ReadyAsync(web, 2);
        (await kubectl.AsAdminAsync("scale", "deployment", web, "--replicas=3", "--current-replicas=9")).Refused("Expected replicas to be 9, was 2");
        (await kubectl.AsAdminAsync("scale", "deployment", web, "--replicas=1", "--current-replicas=2")).Well();
        await cluster.ReadyAsync(web, 1);
        (await kubectl.AsAdminAsync("scale", "deployment", web, "--replicas=5", "--dry-run=server")).Well();
        Assert.Equal(1, (await cluster.Admin.GetAsync($"{cluster.Deployments}/{web}")).Json["spec"]!["replicas"]!.GetValue<int>());
        (await kubectl.AsAdminAsync("scale", "deployment", "no-such", "--replicas=1")).Refused("not found");
    }

    [Theory, OnEachCluster]
    public async Task A_rollout_is_restarted_awaited_and_remembered(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        (await kubectl.AsAdminAsync("rollout", "restart", $"deployment/{web}")).Well();
        Assert.Contains("successfully rolled out", (await kubectl.AsAdminAsync("rollout", "status", $"deployment/{web}", "--timeout=50s")).Well().Out, StringComparison.Ordinal);
        var history = (await kubectl.AsAdminAsync("rollout", "history", $"deployment/{web}")).Well();
        Assert.Equal(["1", "2"], history.Lines.Skip(2).Select(line => line.Split(' ')[0]));
    }

    [Theory, OnEachCluster]
    public async Task A_deletion_is_rehearsed_on_the_server_and_the_object_is_still_there(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        Assert.Contains("(server dry run)", (await kubectl.AsAdminAsync("delete", "lease", lease, "--dry-run=server")).Well().Out, StringComparison.Ordinal);
        Assert.Contains("(server dry run)", (await kubectl.AsAdminAsync("delete", "pod", pod, "--dry-run=server")).Well().Out, StringComparison.Ordinal);
        (await kubectl.AsAdminAsync("get", "lease", lease)).Well();
        Assert.Null((await cluster.Admin.GetAsync($"{cluster.Pods}/{pod}")).Expect(200).Json["metadata"]!["deletionTimestamp"]);

        (await kubectl.AsAdminAsync("delete", "lease", lease)).Well();
        (await kubectl.AsAdminAsync("delete", "lease", lease)).Refused("(NotFound)");
        (await kubectl.AsAdminAsync("delete", "pod", pod, "--grace-period=1")).Well();
        (await cluster.Admin.GetAsync($"{cluster.Pods}/{pod}")).Expect(404);
    }

    [Theory, OnEachCluster]
    public async Task A_rehearsed_drain_leaves_the_node_and_its_pods_as_they_are(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var node = $"{(await cluster.PodsOfAsync(web))[0]["spec"]!["nodeName"]}";
        var drain = await kubectl.AsAdminAsync("drain", node, "--dry-run=server", "--pod-selector", $"app={web}", "--ignore-daemonsets", "--timeout=20s");

        // The one of 1.20 looks for the dry run of a kind without a name and gives up.
        Assert.True(drain.Code == 0 || await kubectl.MinorAsync() <= 20, drain.ToString());
        Assert.Contains(web, drain.Out + drain.Error, StringComparison.Ordinal);
        Assert.Null((await cluster.Admin.GetAsync($"/api/v1/nodes/{node}")).Expect(200).Json["spec"]!["unschedulable"]);
        Assert.Null((await cluster.ReadyAsync(web, 1))[0]["metadata"]!["deletionTimestamp"]);
    }

    [Theory, OnEachCluster]
    public async Task Who_may_not_is_told_so_and_who_acts_as_another_may_what_that_one_may(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        (await kubectl.AsAsync("viewer", "delete", "lease", lease)).Refused("(Forbidden)");
        (await kubectl.AsAsync("console", "delete", "lease", lease, "--as", "jo@example.org")).Refused("(Forbidden)");
        (await kubectl.AsAsync("console", "delete", "lease", lease, "--as", "jo@example.org", "--as-group", "ops-operators")).Well();
        (await kubectl.AsAsync("nobody", "get", "lease")).Refused("(Forbidden)");
    }

    [Theory, OnEachCluster]
    public async Task Auth_says_who_may_what(string name)
    {
        var (_, kubectl) = await OnAsync(name);
        Assert.Equal("yes", (await kubectl.AsAsync("operator", "auth", "can-i", "delete", "pods")).Well().Out.Trim());
        (await kubectl.AsAsync("viewer", "auth", "can-i", "delete", "pods")).Refused("no");
        Assert.Equal("yes", (await kubectl.AsAsync("console", "auth", "can-i", "patch", "deployments.apps/scale", "--as", "jo@example.org", "--as-group", "ops-operators")).Well().Lines[^1]);
        var list = (await kubectl.AsAsync("operator", "auth", "can-i", "--list")).Well().Out;
        Assert.Contains("pods/eviction", list, StringComparison.Ordinal);
        if (await kubectl.MinorAsync() >= 28)
        {
            // Since 1.28 on both sides: an old server has no such review.
            var whoami = await kubectl.AsAsync("operator", "auth", "whoami");
            Assert.True(whoami.Code == 0 ? whoami.Out.Contains("operator", StringComparison.Ordinal) : whoami.Error.Contains("not enabled", StringComparison.Ordinal), whoami.ToString());
        }
    }
}
