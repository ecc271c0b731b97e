using OpsConsole.Contract.Clusters;
using YamlDotNet.Serialization;

namespace OpsConsole.Contract.Kubectl;

public sealed class ReadingTests(BothClusters clusters) : KubectlTest(clusters)
{
    [Theory, OnEachCluster]
    public async Task Get_shows_a_lease_with_its_holder(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        var table = (await kubectl.AsAdminAsync("get", "lease")).Well();
        Assert.Equal(["NAME", "HOLDER", "AGE"], table.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(table.Rows, row => row[0] == lease && row[1] == "pod-a");
        (await kubectl.AsAdminAsync("get", "lease", "no-such")).Refused("(NotFound)");
    }

    [Theory, OnEachCluster]
    public async Task Get_as_YAML_shows_the_whole_object(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>((await kubectl.AsAdminAsync("get", "lease", lease, "-o", "yaml")).Well().Out);
        Assert.Equal("Lease", yaml["kind"]);
        Assert.Equal("pod-a", ((Dictionary<object, object>)yaml["spec"])["holderIdentity"]);
    }

    [Theory, OnEachCluster]
    public async Task Get_shows_a_deployment_and_its_pods_also_wide_and_by_label(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(2);
        var deployment = (await kubectl.AsAdminAsync("get", "deployment", web)).Well().Rows.Single();
        Assert.Equal([web, "2/2", "2", "2"], deployment[..4]);
        var pods = (await kubectl.AsAdminAsync("get", "pods", "-l", $"app={web}", "-o", "wide")).Well();
        Assert.Contains("NODE", pods.Lines[0], StringComparison.Ordinal);
        Assert.All(pods.Rows, row => Assert.Equal(["1/1", "Running", "0"], row[1..4]));
        Assert.Equal(2, pods.Rows.Count);
        Assert.Contains(web, (await kubectl.AsAdminAsync("get", "rs", "-l", $"app={web}")).Well().Out, StringComparison.Ordinal);
        Assert.Equal(3, (await kubectl.AsAdminAsync("get", "deployment,pods", "-l", $"app={web}", "-o", "name")).Well().Lines.Count);
    }

    [Theory, OnEachCluster]
    public async Task Get_with_w_shows_a_change_when_it_comes(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var lease = await LeaseAsync(cluster);
        var lines = await kubectl.UntilAsync(line => line.Contains("pod-b", StringComparison.Ordinal),
            async () => (await cluster.Admin.PatchAsync($"{cluster.Leases}/{lease}", Objects.Json("""{"spec": {"holderIdentity": "pod-b"}}"""))).Expect(200),
            "get", "lease", "--field-selector", $"metadata.name={lease}", "-w");
        Assert.Contains("pod-a", lines[1], StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task Describe_tells_of_a_deployment_a_pod_and_a_lease(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        var deployment = (await kubectl.AsAdminAsync("describe", "deployment", web)).Well().Out;
        Assert.Contains("1 desired | 1 updated | 1 total | 1 available | 0 unavailable", deployment, StringComparison.Ordinal);
        Assert.Contains("ScalingReplicaSet", deployment, StringComparison.Ordinal);
        Assert.Contains("Running", (await kubectl.AsAdminAsync("describe", "pod", pod)).Well().Out, StringComparison.Ordinal);
        var lease = await LeaseAsync(cluster);
        Assert.Contains("pod-a", (await kubectl.AsAdminAsync("describe", "lease", lease)).Well().Out, StringComparison.Ordinal);
    }

    [Theory, OnEachCluster]
    public async Task Events_are_shown_as_a_table_and_for_one_object(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var events = (await kubectl.AsAdminAsync("get", "events")).Well();
        Assert.Contains(events.Lines, line => line.Contains($"deployment/{web}", StringComparison.Ordinal) && line.Contains("ScalingReplicaSet", StringComparison.Ordinal));
        var of = (await kubectl.AsAdminAsync("get", "events", "--field-selector", $"involvedObject.kind=Deployment,involvedObject.name={web}")).Well();
        Assert.All(of.Lines.Skip(1), line => Assert.Contains(web, line, StringComparison.Ordinal));
        if (await kubectl.MinorAsync() >= 26)
        {
            Assert.Contains("ScalingReplicaSet", (await kubectl.AsAdminAsync("events", "--for", $"deployment/{web}")).Well().Out, StringComparison.Ordinal);
        }
    }

    [Theory, OnEachCluster]
    public async Task Logs_are_shown_and_followed_or_the_kubelet_is_said_to_be_away(string name)
    {
        var (cluster, kubectl) = await OnAsync(name);
        var web = await cluster.CreateDeploymentAsync(1);
        var pod = $"{(await cluster.PodsOfAsync(web))[0]["metadata"]!["name"]}";
        var log = await kubectl.AsAdminAsync("logs", pod, "--tail=1");
        if (log.Code != 0)
        {
            log.Refused("Error from server");
            return;
        }

        Assert.True(log.Lines.Count <= 1, log.Out);
        var followed = await kubectl.UntilAsync(line => line.Length > 0, () => Task.CompletedTask, "logs", pod, "-f", "--timestamps");
        Assert.StartsWith("20", followed[^1], StringComparison.Ordinal);
        (await kubectl.AsAdminAsync("logs", $"deployment/{web}", "--tail=1")).Well();
        (await kubectl.AsAdminAsync("logs", pod, "-c", "no-such")).Refused("container");
    }
}
